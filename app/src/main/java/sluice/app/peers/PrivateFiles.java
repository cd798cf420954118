package sluice.app.peers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Small files that are for their owner alone: mode 0600 from the first moment, replaced whole or not
/// at all, refused where others could read them.
final class PrivateFiles {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final int MAX_BYTES = 1 << 16;

  private PrivateFiles() {}

  /// Makes the folder, and those above it, where they are not there.
  static void makeFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Files.createDirectories(folder, attributes(OWNER_FOLDER));
  }

  /// Reads a file that belongs to its owner alone; nothing where it is not there.
  static Optional<String> read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (POSIX && isOpenToOthers(file)) {
        throw new PeerStoreException(
            file + " can be read or written by others; if nobody did, make it yours: chmod 600");
      }
      ByteBuffer bytes = ByteBuffer.allocate(MAX_BYTES + 1);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // Until the end, or beyond the limit.
      }
      if (!bytes.hasRemaining()) {
        throw new PeerStoreException(file + " is too large");
      }
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    } catch (CharacterCodingException notText) {
      throw new PeerStoreException(file + " is not text", notText);
    }
  }

  private static boolean isOpenToOthers(Path file) throws IOException {
    Set<PosixFilePermission> more = EnumSet.copyOf(Files.getPosixFilePermissions(file));
    more.removeAll(OWNER_ONLY);
    return !more.isEmpty();
  }

  /// Writes a file whole: beside its place, synced, renamed over what was there, the folder synced.
  static void write(Path file, String text) throws IOException {
    Path beside = Files.createTempFile(file.getParent(), ".new-", "", attributes(OWNER_ONLY));
    try {
      fill(beside, text);
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
      syncFolder(file);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /// The same for a file that must not be there.
  ///
  /// @throws FileAlreadyExistsException if it is
  static void writeNew(Path file, String text) throws IOException {
    Path beside = Files.createTempFile(file.getParent(), ".new-", "", attributes(OWNER_ONLY));
    try {
      fill(beside, text);
      Files.createLink(file, beside);
      syncFolder(file);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private static void fill(Path file, String text) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  static void syncFolder(Path file) throws IOException {
    if (POSIX) {
      try (FileChannel folder = FileChannel.open(parent(file), StandardOpenOption.READ)) {
        folder.force(true);
      }
    }
  }

  /// An empty file to lock.
  static FileChannel openLock(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
        attributes(OWNER_ONLY));
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IllegalStateException("a file without a folder");
    }
    return parent;
  }

  private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
    return POSIX
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }
}
