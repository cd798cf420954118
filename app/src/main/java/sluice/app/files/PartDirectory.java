package sluice.app.files;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.FileName;

/// The directory inside the target that holds files on their way: made anew with a random name, only ours, and locked
/// for as long as the transfer lives.
final class PartDirectory implements Closeable {
  static final String SUFFIX = ".part";

  private static final FileName LOCK = FileName.of("lock");
  private static final Pattern OUR_NAMES =
      Pattern.compile(Pattern.quote(PathGuard.PART_PREFIX) + "[0-9a-f]{32}");
  private static final Pattern OUR_FILES = Pattern.compile("lock|[0-9]{1,10}\\.part");
  private static final int ATTEMPTS = 8;
  private static final int MAX_NAMES = 1_000_000;

  private final Directory target;
  private final FileName name;
  private final Directory directory;
  private final Closeable lock;

  private PartDirectory(Directory target, FileName name, Locked locked) {
    this.target = target;
    this.name = name;
    this.directory = locked.directory();
    this.lock = locked.lock();
  }

  /// @param random for the name; who can guess it could only hinder us
  static PartDirectory create(Directory target, RandomGenerator random) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      byte[] id = new byte[16];
      random.nextBytes(id);
      FileName name = FileName.of(PathGuard.PART_PREFIX + HexFormat.of().formatHex(id));
      target.makePrivate(name);
      PartDirectory made = claim(target, name);
      if (made != null) {
        return made;
      }
    }
    throw new IOException("another process keeps removing our directory");
  }

  /// Opens and locks what we have just made, or removes it. Null if someone who cleans up leftovers took it for one in
  /// between.
  private static @Nullable PartDirectory claim(Directory target, FileName name) throws IOException {
    try {
      return new PartDirectory(target, name, lockedDirectory(target, name));
    } catch (IOException e) {
      if (target.status(name) == null) {
        return null;
      }
      target.removeDirectory(name);
      throw e;
    }
  }

  private record Locked(Directory directory, Closeable lock) {}

  private static Locked lockedDirectory(Directory target, FileName name) throws IOException {
    Directory directory = target.open(name);
    try {
      FileStatus status = directory.status();
      if (status.kind() != FileStatus.Kind.DIRECTORY || !status.onlyOurs()) {
        throw new IOException("the directory for partial files is not ours alone");
      }
      return new Locked(directory, lock(target, name, directory, status));
    } catch (IOException e) {
      directory.close();
      throw e;
    }
  }

  /// The lock, once the directory is seen to stand under its name still: from then on nobody removes it.
  private static Closeable lock(
      Directory target, FileName name, Directory directory, FileStatus status) throws IOException {
    Closeable lock = directory.lock(LOCK, true);
    if (lock == null) {
      throw new IOException("the directory for partial files was locked by another");
    }
    try {
      FileStatus named = target.status(name);
      if (named == null || !named.identity().equals(status.identity())) {
        throw new IOException("the directory for partial files is gone");
      }
      return lock;
    } catch (IOException e) {
      directory.remove(LOCK);
      lock.close();
      throw e;
    }
  }

  Directory directory() {
    return directory;
  }

  /// Removes what is left, and itself; lets go of the target.
  @Override
  public void close() throws IOException {
    try (target;
        directory;
        lock) {
      empty(directory);
      target.removeDirectory(name);
    }
  }

  private static void empty(Directory directory) throws IOException {
    for (FileName left : directory.names(MAX_NAMES)) {
      directory.remove(left);
    }
  }

  /// Removes the leftovers of processes that died: directories with our kind of name, only ours, not locked, and with
  /// nothing in them but what this version writes. Everything else is left alone.
  ///
  /// @param problems hears sentences about what should have gone and did not
  static void removeLeftovers(Directory target, Consumer<String> problems) throws IOException {
    List<FileName> candidates = new ArrayList<>();
    for (FileName name : target.names(MAX_NAMES)) {
      String text = name.text();
      if (text != null && OUR_NAMES.matcher(text).matches()) {
        candidates.add(name);
      }
    }
    for (FileName name : candidates) {
      try {
        removeLeftover(target, name);
      } catch (IOException e) {
        problems.accept(
            "Leftovers of an earlier transfer in "
                + name
                + " could not be removed: "
                + DiskProblem.words(e)
                + ".");
      }
    }
  }

  private static void removeLeftover(Directory target, FileName name) throws IOException {
    FileStatus status = target.status(name);
    if (status == null || status.kind() != FileStatus.Kind.DIRECTORY || !status.onlyOurs()) {
      return;
    }
    try (Directory leftover = target.open(name)) {
      if (!leftover.status().identity().equals(status.identity()) || !holdsOnlyOurs(leftover)) {
        return;
      }
      if (leftover.status(LOCK) == null) {
        // Being made this moment, or empty: going is harmless to both.
        target.removeDirectory(name);
        return;
      }
      try (Closeable lock = leftover.lock(LOCK, false)) {
        if (lock != null) {
          empty(leftover);
          target.removeDirectory(name);
        }
      }
    }
  }

  private static boolean holdsOnlyOurs(Directory leftover) throws IOException {
    for (FileName file : leftover.names(MAX_NAMES)) {
      String text = file.text();
      FileStatus status = leftover.status(file);
      if (text == null
          || !OUR_FILES.matcher(text).matches()
          || status == null
          || !DestinationTree.isReplaceable(status)) {
        return false;
      }
    }
    return true;
  }
}
