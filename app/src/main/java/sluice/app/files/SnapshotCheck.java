package sluice.app.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.app.snapshots.SnapshotName;
import sluice.app.snapshots.Sums;
import sluice.app.transfer.FileName;

/// Reads snapshots and compares what the disk has with their manifests.
public final class SnapshotCheck {
  /// Files that were read under one name need not be read under another; so many are remembered.
  private static final int MAX_REMEMBERED = 1_000_000;

  /// Hears what is found.
  public interface Listener {
    void begun(String snapshot);

    /// @param path within the snapshot
    void problem(String snapshot, FileName path, Problem problem);
  }

  /// What is wrong with a file.
  public enum Problem {
    /// Its contents are not what they were.
    CHANGED,
    MISSING,
    /// It is in the tree and not in the manifest.
    UNEXPECTED,
    UNREADABLE,
    /// A line of the manifest is none.
    BROKEN_MANIFEST
  }

  /// What was looked at.
  public record Sum(int snapshots, long files, long bytesRead, long problems) {}

  private final Listener listener;
  private final FileSum sum = new FileSum();
  private final Map<Object, byte[]> read = new HashMap<>();
  private long files;
  private long problems;

  public SnapshotCheck(Listener listener) {
    this.listener = listener;
  }

  /// @param folder a folder with snapshots, or a snapshot in one
  /// @return what was looked at: no snapshots where there are none
  public Sum check(Path folder) throws IOException {
    Path real = folder.toRealPath();
    Path name = real.getFileName();
    Path above = real.getParent();
    boolean isSnapshot =
        name != null
            && above != null
            && SnapshotName.parse(name.toString()).isPresent()
            && Files.exists(above.resolve(name + SnapshotName.SUMS_SUFFIX));
    Path home = isSnapshot && above != null ? above : real;
    try (Directory directory = Paths.open(home.toString())) {
      List<String> names =
          isSnapshot
              ? List.of(String.valueOf(name))
              : SnapshotHome.complete(directory).stream().map(SnapshotName::text).toList();
      for (String snapshot : names) {
        listener.begun(snapshot);
        check(directory, home, snapshot);
      }
      return new Sum(names.size(), files, sum.bytesRead(), problems);
    }
  }

  private void check(Directory home, Path path, String snapshot) throws IOException {
    try (SumsReader manifest = SumsReader.open(path.resolve(snapshot + SnapshotName.SUMS_SUFFIX));
        Directory tree = home.open(FileName.of(snapshot))) {
      TreeFiles.visit(
          tree,
          (directory, name, where, status) -> {
            files++;
            Sums line = reach(manifest, where, snapshot);
            if (line == null) {
              tell(snapshot, where, Problem.UNEXPECTED);
            } else {
              compare(directory, name, where, status, line, snapshot);
              manifest.advance();
            }
          });
      reach(manifest, null, snapshot);
      for (int i = 0; i < manifest.unreadable(); i++) {
        tell(snapshot, FileName.of(snapshot + SnapshotName.SUMS_SUFFIX), Problem.BROKEN_MANIFEST);
      }
    }
  }

  /// Passes the lines of what comes before a path: those files are missing.
  ///
  /// @param path null for the end
  /// @return the line of the path itself, or null
  private @Nullable Sums reach(SumsReader manifest, @Nullable FileName path, String snapshot)
      throws IOException {
    Sums line = manifest.peek();
    while (line != null && (path == null || SumsReader.compare(line.path(), path) < 0)) {
      tell(snapshot, line.path(), Problem.MISSING);
      manifest.advance();
      line = manifest.peek();
    }
    return line != null && line.path().equals(path) ? line : null;
  }

  private void compare(
      Directory directory,
      FileName name,
      FileName path,
      FileStatus status,
      Sums line,
      String snapshot) {
    try {
      byte[] known = read.get(status.identity());
      byte[] found = known == null ? sum.of(directory, name) : known;
      if (status.links() > 1 && read.size() < MAX_REMEMBERED) {
        read.put(status.identity(), found);
      }
      if (!Arrays.equals(found, line.sha256())) {
        tell(snapshot, path, Problem.CHANGED);
      }
    } catch (IOException e) {
      tell(snapshot, path, Problem.UNREADABLE);
    }
  }

  private void tell(String snapshot, FileName path, Problem problem) {
    problems++;
    listener.problem(snapshot, path, problem);
  }
}
