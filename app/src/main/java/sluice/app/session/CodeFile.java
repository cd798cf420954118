package sluice.app.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import sluice.app.Escaper;
import sluice.app.ui.Ending;
import sluice.signaling.Code;

/// The file that a code is written to, so that it need not stand on a command line.
final class CodeFile {
  private CodeFile() {}

  /// Writes it: made exclusively under a random name and readable by its owner alone, then renamed
  /// into place, so that no reader ever sees half of it.
  ///
  /// @return what went wrong, or null
  static @Nullable Ending write(Path file, Code code) {
    Path folder = file.toAbsolutePath().getParent();
    try {
      Path fresh = Files.createTempFile(folder, ".sluice-code-", "", permissions());
      try {
        Files.writeString(fresh, code.text() + "\n", StandardCharsets.UTF_8);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(fresh);
      }
      return null;
    } catch (IOException refused) {
      return Endings.localFile(
          "code_file",
          "The code file "
              + Escaper.escape(file.toString())
              + " cannot be written ("
              + Escaper.escape(refused.toString())
              + ")",
          "Choose another one with --code-file");
    }
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
