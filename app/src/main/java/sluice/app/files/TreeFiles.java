package sluice.app.files;

import java.io.IOException;
import sluice.app.transfer.FileName;

/// Goes through the regular files of a tree, in the order of {@link SumsReader#compare}.
final class TreeFiles {
  private static final int MAX_NAMES = 10_000_000;

  /// Hears of each.
  interface Visitor {
    /// @param directory that it lies in
    /// @param path from the root on
    void file(Directory directory, FileName name, FileName path, FileStatus status)
        throws IOException;
  }

  private TreeFiles() {}

  static void visit(Directory root, Visitor visitor) throws IOException {
    visit(root, FileName.of(""), visitor);
  }

  private static void visit(Directory directory, FileName path, Visitor visitor)
      throws IOException {
    NameList names = NameList.of(directory.names(MAX_NAMES));
    for (int i = 0; i < names.size(); i++) {
      FileName name = names.at(i);
      FileStatus status = directory.status(name);
      if (status == null) {
        continue;
      }
      FileName full = DeletionPlan.join(path, name);
      if (status.kind() == FileStatus.Kind.DIRECTORY) {
        try (Directory inner = directory.open(name)) {
          visit(inner, full, visitor);
        }
      } else if (status.kind() == FileStatus.Kind.REGULAR) {
        visitor.file(directory, name, full, status);
      }
    }
  }
}
