package sluice.app.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import sluice.app.Escaper;
import sluice.app.ExitCode;
import sluice.app.ui.Ending;
import sluice.signaling.Code;

/// The file that a code is written to, so that it need not stand on a command line. It is gone when the
/// code is.
final class CodeFile {
  private static final Logger LOG = Logger.getLogger("sluice.session");
  private static final long MAX_CODE_BYTES = 4096;

  private final Path file;
  private @Nullable String written;

  CodeFile(Path file) {
    this.file = file;
  }

  /// Writes it: made exclusively under a random name and readable by its owner alone, then renamed
  /// into place, so that no reader ever sees half of it. Nothing is replaced but a code, such as a
  /// killed run leaves behind.
  ///
  /// @return what went wrong, or null
  @Nullable Ending write(Code code) {
    try {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !holdsACode()) {
        return new Ending(
            ExitCode.CONFLICT,
            "code_file_exists",
            "The code file " + shown() + " exists already, and holds no code",
            "It stays as it is",
            "Remove it, or choose another one with --code-file");
      }
      Path fresh =
          Files.createTempFile(
              file.toAbsolutePath().getParent(), ".sluice-code-", "", permissions());
      try {
        Files.writeString(fresh, code.text() + "\n", StandardCharsets.UTF_8);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        written = code.text();
      } finally {
        Files.deleteIfExists(fresh);
      }
      return null;
    } catch (IOException refused) {
      return Endings.localFile(
          "code_file",
          "The code file "
              + shown()
              + " cannot be written ("
              + Escaper.escape(refused.toString())
              + ")",
          "Choose another one with --code-file");
    }
  }

  /// Nobody can use the code any more. What another run has written there meanwhile stays.
  void remove() {
    try {
      if (written != null && written.equals(content())) {
        Files.deleteIfExists(file);
      }
    } catch (IOException refused) {
      LOG.log(Level.FINE, "the code file stays", refused);
    }
  }

  private boolean holdsACode() throws IOException {
    String content = content();
    return content != null && Code.read(content) instanceof Code.Reading.Valid;
  }

  private @Nullable String content() throws IOException {
    boolean canBeACode =
        Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) <= MAX_CODE_BYTES;
    // Any byte is a character here: a file that is not text must not fail to be read.
    return canBeACode ? Files.readString(file, StandardCharsets.ISO_8859_1).strip() : null;
  }

  private String shown() {
    return Escaper.escape(file.toString());
  }

  private static FileAttribute<?>[] permissions() {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
