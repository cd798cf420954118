package sluice.app.files;

import sluice.app.transfer.FileName;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.SourceProblem;
import sluice.app.transfer.Totals;

/// Counts what a walk finds.
final class SourceCount implements SourceWalk.Listener {
  private int entries;
  private int files;
  private int roots;
  private int depth;
  private long bytes;

  @Override
  public void entry(ManifestEntry entry, SourceRoot root, FileName below) {
    entries++;
    if (entry instanceof ManifestEntry.Leave) {
      depth--;
      return;
    }
    if (depth == 0) {
      roots++;
    }
    switch (entry) {
      case ManifestEntry.Directory _ -> depth++;
      case ManifestEntry.File file -> {
        files++;
        bytes += file.sizeBytes();
      }
      case ManifestEntry.Symlink _,
          ManifestEntry.HardLink _,
          ManifestEntry.Stream _,
          ManifestEntry.Text _,
          ManifestEntry.Leave _ -> {}
    }
  }

  @Override
  public void problem(SourceProblem problem) {}

  Totals totals() {
    return new Totals(entries, files, roots, bytes);
  }
}
