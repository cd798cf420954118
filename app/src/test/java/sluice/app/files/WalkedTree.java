package sluice.app.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sluice.app.transfer.FileName;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.SourceProblem;

/// All that a walk finds, at once.
record WalkedTree(List<ManifestEntry> entries, List<String> paths, List<SourceProblem> problems) {
  static WalkedTree of(SourceTree tree) throws IOException {
    List<ManifestEntry> entries = new ArrayList<>();
    List<String> paths = new ArrayList<>();
    List<SourceProblem> problems = new ArrayList<>();
    SourceWalk.Listener listener =
        new SourceWalk.Listener() {
          @Override
          public void entry(ManifestEntry entry, SourceRoot root, FileName below) {
            entries.add(entry);
            if (!(entry instanceof ManifestEntry.Leave)) {
              paths.add(
                  below.length() == 0
                      ? root.name().display()
                      : Paths.join(root.name(), below).display());
            }
          }

          @Override
          public void problem(SourceProblem problem) {
            problems.add(problem);
          }
        };
    try (SourceWalk walk = tree.walk()) {
      while (walk.walk(3, listener)) {
        // A few at a time, as a transfer does.
      }
    }
    return new WalkedTree(entries, paths, problems);
  }

  static List<ManifestEntry> entries(SourceTree tree) throws IOException {
    return of(tree).entries();
  }
}
