package sluice.app.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.FileName;
import sluice.app.transfer.ModificationTime;

/// What the JDK can set beside a file's bytes.
record PortableAttributes(Path path) implements Attributed {
  private static final String USER = "user.";

  @Override
  public void setModified(ModificationTime modified) throws IOException {
    Instant instant = Instant.ofEpochSecond(modified.seconds(), modified.nanos());
    Files.setLastModifiedTime(path, FileTime.from(instant));
  }

  /// Nothing on a system without permission bits.
  @Override
  public void setMode(int mode) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (view != null) {
      view.setPermissions(permissions(mode));
    }
  }

  @Override
  public void setOwner(long user, long group) throws IOException {
    throw new FileSystemException(path.toString(), null, "owners cannot be set here");
  }

  @Override
  public void setExtended(FileName name, byte[] value) throws IOException {
    @Nullable UserDefinedFileAttributeView view =
        Files.getFileAttributeView(path, UserDefinedFileAttributeView.class);
    String text = name.text();
    if (view == null || text == null || !text.startsWith(USER)) {
      throw new FileSystemException(path.toString(), null, "no such attributes here");
    }
    view.write(text.substring(USER.length()), ByteBuffer.wrap(value));
  }

  static Set<PosixFilePermission> permissions(int mode) {
    StringBuilder text = new StringBuilder();
    for (int bit = 8; bit >= 0; bit--) {
      text.append((mode >> bit & 1) == 0 ? '-' : "xwr".charAt(bit % 3));
    }
    return PosixFilePermissions.fromString(text.toString());
  }
}
