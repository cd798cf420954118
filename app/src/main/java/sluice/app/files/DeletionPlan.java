package sluice.app.files;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.app.sync.NameJudge;
import sluice.app.transfer.FileName;
import sluice.app.transfer.Folder;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.ModificationTime;
import sluice.app.transfer.Placed;

/// Finds what stands at the destination and is not offered, a directory at a time while the manifest comes, and deletes
/// it when it is told to. Each doomed name is remembered with its file's key: what has another key when its time has
/// come was written since, and stays.
///
/// Only directories that the manifest names are looked into; what is the same by its digest has nothing to delete.
final class DeletionPlan {
  static final int MAX_DOOMED = 5_000_000;

  private static final int MAX_NAMES = 10_000_000;
  private static final int ALL_OF_OURS = 0700;

  private record Doomed(FileName path, Object key, FileStatus.Kind kind) {}

  private record Level(FileName path, Set<FileName> offered) {}

  private record Before(ModificationTime modified, int mode) {}

  private final Directory root;
  private final IgnoreRules excluded;
  private final Deque<Level> levels = new ArrayDeque<>();
  private final List<Doomed> doomed = new ArrayList<>();
  private Map<FileName, Long> same = Map.of();
  private Map<FileName, List<FileName>> sameByParent = Map.of();
  private long present;
  private long offered;

  /// @param root stays the caller's
  DeletionPlan(Directory root, IgnoreRules excluded) {
    this.root = root;
    this.excluded = excluded;
    levels.push(new Level(FileName.of(""), new HashSet<>()));
  }

  /// These directories are not offered because all of them is there.
  ///
  /// @param kept by their paths from the root on, how many entries lie in each
  void keep(Map<FileName, Long> kept) {
    same = Map.copyOf(kept);
    sameByParent = new HashMap<>();
    same.forEach(
        (path, entries) -> {
          offered += entries;
          present += entries;
          if (path.length() > 0) {
            offered++;
            FileName parent = Paths.parent(path);
            sameByParent.computeIfAbsent(parent, _ -> new ArrayList<>()).add(Paths.last(path));
          }
        });
  }

  /// Takes the manifest as it comes.
  void offered(Placed placed) throws IOException {
    if (placed.entry() instanceof ManifestEntry.Leave) {
      look(levels.pop());
      return;
    }
    offered++;
    Level level = levels.element();
    level.offered().add(placed.entry().name());
    Folder opens = placed.opens();
    if (opens != null) {
      levels.push(new Level(join(level.path(), placed.entry().name()), new HashSet<>()));
    }
  }

  /// Something was moved out of the way of what comes, and goes with the rest.
  void aside(FileName name) throws IOException {
    FileStatus status = root.status(name);
    if (status != null) {
      doom(root, FileName.of(""), name, status);
    }
  }

  /// The manifest is complete.
  void complete() throws IOException {
    if (same.containsKey(FileName.of(""))) {
      return;
    }
    while (!levels.isEmpty()) {
      look(levels.pop());
    }
  }

  /// Entries that the sender has.
  long offered() {
    return offered;
  }

  /// Entries that stood there.
  long present() {
    return present;
  }

  long doomed() {
    return doomed.size();
  }

  static FileName join(FileName directory, FileName name) {
    return directory.length() == 0 ? name : Paths.join(directory, name);
  }

  private void look(Level level) throws IOException {
    boolean isRoot = level.path().length() == 0;
    Directory directory = isRoot ? root : openIfThere(root, level.path());
    if (directory == null) {
      return;
    }
    try {
      look(directory, level);
    } finally {
      if (!isRoot) {
        directory.close();
      }
    }
  }

  /// Null where there is no such directory, or a link on the way.
  static @Nullable Directory openIfThere(Directory root, FileName path) throws IOException {
    Directory at = root;
    int start = 0;
    byte[] bytes = path.bytes();
    for (int end = 0; end <= bytes.length; end++) {
      if (end < bytes.length && bytes[end] != '/') {
        continue;
      }
      FileName name = FileName.ofBytes(Arrays.copyOfRange(bytes, start, end));
      Directory next = openStep(at, name);
      if (at != root) {
        at.close();
      }
      if (next == null) {
        return null;
      }
      at = next;
      start = end + 1;
    }
    return at;
  }

  private static @Nullable Directory openStep(Directory in, FileName name) throws IOException {
    FileStatus status = in.status(name);
    return status != null && status.kind() == FileStatus.Kind.DIRECTORY ? in.open(name) : null;
  }

  private void look(Directory directory, Level level) throws IOException {
    Set<FileName> listed = new LinkedHashSet<>();
    for (FileName name : directory.names(MAX_NAMES)) {
      if (!PathGuard.isOurs(name)) {
        listed.add(name);
      }
    }
    Set<FileName> has = level.offered();
    has.addAll(sameByParent.getOrDefault(level.path(), List.of()));
    present += listed.stream().filter(has::contains).count();
    Map<FileName, FileStatus> found = new HashMap<>();
    for (FileName name : NameJudge.doomed(listed, has, name -> key(directory, name))) {
      FileStatus status = directory.status(name);
      if (status != null && !excluded.excludes(join(level.path(), name), status.kind())) {
        found.put(name, status);
      }
    }
    for (Map.Entry<FileName, FileStatus> one : found.entrySet()) {
      doom(directory, level.path(), one.getKey(), one.getValue());
    }
  }

  private static @Nullable Object key(Directory directory, FileName name) {
    try {
      FileStatus status = directory.status(name);
      return status == null ? null : status.identity();
    } catch (IOException e) {
      return null;
    }
  }

  /// Dooms a name with all that lies beneath it, from below; a directory that holds something excluded stays with it.
  ///
  /// @return whether all of it goes
  private boolean doom(Directory in, FileName path, FileName name, FileStatus status)
      throws IOException {
    FileName full = join(path, name);
    present++;
    boolean whole = true;
    if (status.kind() == FileStatus.Kind.DIRECTORY) {
      try (Directory directory = in.open(name)) {
        for (FileName inner : directory.names(MAX_NAMES)) {
          FileStatus found = directory.status(inner);
          if (found == null) {
            continue;
          }
          whole &=
              !excluded.excludes(join(full, inner), found.kind())
                  && doom(directory, full, inner, found);
        }
      }
    }
    if (whole) {
      if (doomed.size() == MAX_DOOMED) {
        throw new IOException("more than " + MAX_DOOMED + " entries would have to be deleted");
      }
      doomed.add(new Doomed(full, status.identity(), status.kind()));
    }
    return whole;
  }

  /// Deletes them. Directories that something is deleted from keep their times and modes.
  ///
  /// @return how many went
  long execute() throws IOException {
    Map<FileName, Before> touched = new LinkedHashMap<>();
    long deleted = 0;
    FileName openPath = null;
    Directory open = root;
    try {
      for (Doomed one : doomed) {
        FileName parent = Paths.parent(one.path());
        if (!parent.equals(openPath)) {
          closeUnlessRoot(open);
          open = root;
          Directory next = parent.length() == 0 ? root : openIfThere(root, parent);
          openPath = next == null ? null : parent;
          open = next == null ? root : next;
        }
        if (openPath != null) {
          prepare(open, parent, touched);
          deleted += remove(open, Paths.last(one.path()), one) ? 1 : 0;
        }
      }
    } finally {
      closeUnlessRoot(open);
    }
    restore(touched);
    if (deleted > 0 && !root.syncFileSystem()) {
      root.sync();
    }
    return deleted;
  }

  private void closeUnlessRoot(Directory directory) throws IOException {
    if (directory != root) {
      directory.close();
    }
  }

  private static void prepare(Directory directory, FileName path, Map<FileName, Before> touched)
      throws IOException {
    if (path.length() == 0 || touched.containsKey(path)) {
      return;
    }
    FileStatus status = directory.status();
    int mode = status.permissions();
    touched.put(path, new Before(status.modified(), mode));
    if (mode >= 0 && (mode & ALL_OF_OURS) != ALL_OF_OURS) {
      directory.setMode(mode | ALL_OF_OURS);
    }
  }

  private static boolean remove(Directory directory, FileName name, Doomed one) throws IOException {
    FileStatus now = directory.status(name);
    if (now == null || !now.identity().equals(one.key()) || now.kind() != one.kind()) {
      return false;
    }
    if (one.kind() != FileStatus.Kind.DIRECTORY) {
      directory.remove(name);
      return true;
    }
    try (Directory inner = directory.open(name)) {
      if (!inner.names(1).isEmpty()) {
        // Something came into it since.
        return false;
      }
    }
    directory.removeDirectory(name);
    return true;
  }

  private void restore(Map<FileName, Before> touched) throws IOException {
    for (Map.Entry<FileName, Before> one : touched.entrySet()) {
      Directory directory = openIfThere(root, one.getKey());
      if (directory == null) {
        continue;
      }
      try (directory) {
        Before before = one.getValue();
        if (before.mode() >= 0) {
          directory.setMode(before.mode());
        }
        directory.setModified(before.modified());
      }
    }
  }
}
