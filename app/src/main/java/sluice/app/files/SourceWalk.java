package sluice.app.files;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.Attributes;
import sluice.app.transfer.FileName;
import sluice.app.transfer.Limits;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.SourceProblem;

/// Goes through what is to be sent, in the order of a manifest, and makes its entries. Holds the names of the
/// directories that it is in, and nothing of what it has passed but inodes whose further names are still to come.
final class SourceWalk implements Closeable {
  private static final int MAX_NAMES = 10_000_000;
  private static final int MAX_PROBLEMS_WAITING = 10_000;

  /// Hears of each entry, with where it is found.
  interface Listener {
    /// @param root what the user named
    /// @param below the path from there on; empty for the root itself
    void entry(ManifestEntry entry, SourceRoot root, FileName below);

    void problem(SourceProblem problem);
  }

  private record Level(Directory directory, NameList names, FileName below, FileName path) {}

  private final List<SourceRoot> roots;
  private final EntryMaker maker;
  private final SourceOptions options;
  private final Predicate<FileName> leftOut;
  private final Deque<Level> levels = new ArrayDeque<>();
  private final Deque<Integer> positions = new ArrayDeque<>();
  private final Map<Object, Original> originals = new HashMap<>();
  private int nextRoot;
  private @Nullable SourceRoot root;
  private int nextId;

  /// A file that has further names.
  private record Original(int id, int furtherNames) {}

  SourceWalk(List<SourceRoot> roots, SourceOptions options) {
    this(roots, options, _ -> false);
  }

  /// @param leftOut directories that are passed with all that is in them, by the paths that they would be offered with
  SourceWalk(List<SourceRoot> roots, SourceOptions options, Predicate<FileName> leftOut) {
    this.leftOut = leftOut;
    this.roots = roots;
    this.options = options;
    this.maker = new EntryMaker(options);
  }

  /// Goes on until so many entries were told, or to the end.
  ///
  /// @return whether there may be more
  boolean walk(int max, Listener listener) {
    int until = nextId + max;
    int steps = 0;
    while (nextId < until && steps++ < MAX_PROBLEMS_WAITING) {
      if (!levels.isEmpty()) {
        goOn(listener);
      } else if (nextRoot < roots.size()) {
        begin(roots.get(nextRoot++), listener);
      } else {
        return false;
      }
    }
    return !levels.isEmpty() || nextRoot < roots.size();
  }

  private void begin(SourceRoot next, Listener listener) {
    root = next;
    FileName nothing = FileName.of("");
    try {
      if (next.kind() == FileStatus.Kind.DIRECTORY) {
        if (next.isContents()) {
          enterContents(Paths.open(next.path()));
          return;
        }
        if (excludes(next.name(), FileStatus.Kind.DIRECTORY)) {
          return;
        }
        Directory directory = Paths.open(next.path());
        FileStatus status = look(directory, directory::status);
        List<Attributes.ExtendedAttribute> extended =
            look(
                directory,
                () -> maker.extended(directory, FileName.of("."), next.name(), listener));
        enter(directory, status, extended, next.name(), nothing, next.name(), listener);
      } else if (!excludes(next.name(), FileStatus.Kind.REGULAR)) {
        try (OpenFile file = Paths.openSource(next.path())) {
          FileStatus status = file.status();
          List<Attributes.ExtendedAttribute> extended =
              maker.extendedOf(next.path(), next.name(), listener);
          listener.entry(maker.file(nextId++, next.name(), status, extended, 0), next, nothing);
        }
      }
    } catch (IOException e) {
      listener.problem(maker.unreadable(next.isContents() ? next.path() : next.name(), e));
    }
  }

  private void enterContents(Directory directory) throws IOException {
    FileName nothing = FileName.of("");
    NameList names = look(directory, () -> NameList.of(directory.names(MAX_NAMES)));
    levels.push(new Level(directory, names, nothing, nothing));
    positions.push(0);
  }

  private boolean excludes(FileName path, FileStatus.Kind kind) {
    return !options.excluded().isEmpty() && options.excluded().excludes(path, kind);
  }

  private void goOn(Listener listener) {
    Level level = levels.element();
    int position = positions.pop();
    if (position == level.names().size()) {
      leave(listener);
      return;
    }
    positions.push(position + 1);
    FileName name = level.names().at(position);
    FileName path = level.path().length() == 0 ? name : Paths.join(level.path(), name);
    if (currentRoot().isContents() && PathGuard.isOurs(name)) {
      return;
    }
    try {
      FileStatus status = level.directory().status(name);
      if (status == null) {
        // Gone since its directory was read: as if it had never been there.
        return;
      }
      take(level, name, path, status, listener);
    } catch (IOException e) {
      listener.problem(maker.unreadable(path, e));
    }
  }

  private void take(Level level, FileName name, FileName path, FileStatus status, Listener listener)
      throws IOException {
    boolean isLink = status.kind() == FileStatus.Kind.SYMBOLIC_LINK;
    if (isLink && options.links() == SourceOptions.Links.SKIP) {
      return;
    }
    boolean follow = isLink && options.links() == SourceOptions.Links.FOLLOW;
    FileName below = level.below().length() == 0 ? name : Paths.join(level.below(), name);
    SourceRoot from = currentRoot();
    FileStatus real = follow ? Paths.statusFollowing(Paths.join(from.path(), below)) : status;
    if (excludes(path, real.kind())
        || (real.kind() == FileStatus.Kind.DIRECTORY && leftOut.test(path))) {
      return;
    }
    String objection = PathGuard.objection(name, PathGuard.Rules.BYTES);
    if (objection == null && path.length() > Limits.PATH_BYTES) {
      objection = "has a path of more than " + Limits.PATH_BYTES + " bytes";
    }
    if (objection != null) {
      listener.problem(new SourceProblem(path, "was not sent: its name " + objection));
      return;
    }
    List<Attributes.ExtendedAttribute> extended =
        maker.extended(level.directory(), name, path, listener);
    switch (real.kind()) {
      case DIRECTORY -> {
        Directory directory =
            follow ? Paths.open(Paths.join(from.path(), below)) : level.directory().open(name);
        FileStatus entered = look(directory, directory::status);
        if (follow && look(directory, () -> isWithinItself(entered))) {
          directory.close();
          listener.problem(new SourceProblem(path, "was not sent: the link leads to where it is"));
          return;
        }
        enter(directory, entered, extended, name, below, path, listener);
      }
      case REGULAR -> file(name, real, extended, below, listener);
      case SYMBOLIC_LINK ->
          listener.entry(
              maker.symlink(nextId++, name, level.directory().readLink(name), status), from, below);
      case OTHER ->
          listener.problem(
              new SourceProblem(path, "was not sent: it is a device, a pipe or a socket"));
    }
  }

  private interface Look<T> {
    T look() throws IOException;
  }

  /// Looks at a directory that is not among the levels yet. One that cannot be looked at is closed.
  private static <T> T look(Directory opened, Look<T> look) throws IOException {
    try {
      return look.look();
    } catch (IOException e) {
      try (opened) {
        throw e;
      }
    }
  }

  private boolean isWithinItself(FileStatus status) throws IOException {
    for (Level level : levels) {
      if (level.directory().status().identity().equals(status.identity())) {
        return true;
      }
    }
    return false;
  }

  private void enter(
      Directory directory,
      FileStatus status,
      List<Attributes.ExtendedAttribute> extended,
      FileName name,
      FileName below,
      FileName path,
      Listener listener)
      throws IOException {
    NameList names;
    try {
      if (levels.size() >= Limits.DEPTH) {
        throw new IOException("directories are too deep within each other");
      }
      names = NameList.of(directory.names(MAX_NAMES));
    } catch (IOException e) {
      listener.problem(maker.unreadable(path, e));
      names = NameList.NONE;
    }
    listener.entry(maker.directory(nextId++, name, status, extended), currentRoot(), below);
    levels.push(new Level(directory, names, below, path));
    positions.push(0);
  }

  private void leave(Listener listener) {
    Level left = levels.pop();
    try {
      left.directory().close();
    } catch (IOException e) {
      System.getLogger(SourceWalk.class.getName())
          .log(System.Logger.Level.DEBUG, "closing a directory failed", e);
    }
    if (!levels.isEmpty() || !currentRoot().isContents()) {
      listener.entry(new ManifestEntry.Leave(nextId++), currentRoot(), left.below());
    }
  }

  private void file(
      FileName name,
      FileStatus status,
      List<Attributes.ExtendedAttribute> extended,
      FileName below,
      Listener listener) {
    Original original = status.links() > 1 ? originals.remove(status.identity()) : null;
    ManifestEntry entry;
    if (original != null) {
      entry = new ManifestEntry.HardLink(nextId, name, original.id());
      if (original.furtherNames() > 1) {
        originals.put(status.identity(), new Original(original.id(), original.furtherNames() - 1));
      }
    } else {
      int further = originals.size() < Limits.ORIGINALS ? status.links() - 1 : 0;
      entry = maker.file(nextId, name, status, extended, further);
      if (further > 0) {
        originals.put(status.identity(), new Original(nextId, further));
      }
    }
    nextId++;
    listener.entry(entry, currentRoot(), below);
  }

  private SourceRoot currentRoot() {
    SourceRoot current = root;
    if (current == null) {
      throw new IllegalStateException("nothing was begun");
    }
    return current;
  }

  @Override
  public void close() throws IOException {
    for (Level level : new ArrayList<>(levels)) {
      level.directory().close();
    }
    levels.clear();
  }
}
