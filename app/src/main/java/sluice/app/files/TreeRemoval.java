package sluice.app.files;

import java.io.IOException;
import sluice.app.transfer.FileName;

/// Removes a tree that is ours, whatever modes its directories have. Follows no link.
final class TreeRemoval {
  private static final int ALL_OF_OURS = 0700;
  private static final int MAX_NAMES = 10_000_000;

  private TreeRemoval() {}

  /// Removes a name and all that lies beneath it; nothing where there is none.
  static void remove(Directory in, FileName name) throws IOException {
    FileStatus status = in.status(name);
    if (status == null) {
      return;
    }
    if (status.kind() != FileStatus.Kind.DIRECTORY) {
      in.remove(name);
      return;
    }
    try (Directory directory = in.open(name)) {
      if (status.permissions() >= 0 && (status.permissions() & ALL_OF_OURS) != ALL_OF_OURS) {
        directory.setMode(status.permissions() | ALL_OF_OURS);
      }
      for (FileName inner : directory.names(MAX_NAMES)) {
        remove(directory, inner);
      }
    }
    in.removeDirectory(name);
  }
}
