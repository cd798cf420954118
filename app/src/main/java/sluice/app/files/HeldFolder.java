package sluice.app.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/// A folder that is held open: its {@link #path} leads to this very folder, whatever becomes of its name meanwhile (on
/// Linux; elsewhere a path is all there is).
public final class HeldFolder implements Closeable {
  private final Directory directory;
  private final Path path;

  HeldFolder(Directory directory, Path name) {
    this.directory = directory;
    this.path =
        directory instanceof PosixDirectory posix
            ? Path.of("/proc/self/fd/" + posix.descriptor())
            : name;
  }

  /// Valid until it is closed.
  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    directory.close();
  }
}
