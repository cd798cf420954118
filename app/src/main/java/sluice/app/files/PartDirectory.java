package sluice.app.files;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.DestinationCommand;
import sluice.app.transfer.FileName;

/// The directory inside the target that holds files on their way: made anew with a random name, only ours, and locked
/// for as long as the transfer lives.
final class PartDirectory {
  static final String SUFFIX = ".part";

  static final FileName LOCK = FileName.of("lock");
  private static final Pattern OUR_NAMES =
      Pattern.compile(Pattern.quote(PathGuard.PART_PREFIX) + "[0-9a-f]{32}");
  private static final Pattern OUR_PARTS = Pattern.compile("[0-9]{1,10}\\.part");
  private static final Pattern OUR_FILES =
      Pattern.compile("lock|journal|journal\\.new|[0-9]{1,10}\\.part");

  /// Less of a file than this is sent again.
  static final long LEAST_BYTES = 64 << 10;

  private static final int ATTEMPTS = 8;
  private static final int MAX_NAMES = 1_000_000;

  private final Directory target;
  private final FileName name;
  private final Directory directory;
  private final Closeable lock;
  private final Journal journal;

  private PartDirectory(Directory target, FileName name, Locked locked, Journal journal) {
    this.journal = journal;
    this.target = target;
    this.name = name;
    this.directory = locked.directory();
    this.lock = locked.lock();
  }

  /// @param random for the name; who can guess it could only hinder us
  /// @param boot of the machine
  static PartDirectory create(Directory target, RandomGenerator random, byte[] boot)
      throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      byte[] id = new byte[16];
      random.nextBytes(id);
      FileName name = FileName.of(PathGuard.PART_PREFIX + HexFormat.of().formatHex(id));
      target.makePrivate(name);
      PartDirectory made = claim(target, name, boot);
      if (made != null) {
        made.syncName();
        return made;
      }
    }
    throw new IOException("another process keeps removing our directory");
  }

  /// Opens and locks what we have just made, or removes it. Null if someone who cleans up leftovers took it for one in
  /// between.
  private static @Nullable PartDirectory claim(Directory target, FileName name, byte[] boot)
      throws IOException {
    try {
      Locked locked = lockedDirectory(target, name);
      return new PartDirectory(target, name, locked, journal(locked, boot));
    } catch (IOException e) {
      if (target.status(name) == null) {
        return null;
      }
      target.removeDirectory(name);
      throw e;
    }
  }

  private static Journal journal(Locked locked, byte[] boot) throws IOException {
    try {
      return Journal.create(locked.directory(), boot);
    } catch (IOException e) {
      Directory directory = locked.directory();
      Closeable lock = locked.lock();
      try (directory;
          lock) {
        empty(directory);
      }
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
      try (lock) {
        directory.remove(LOCK);
      }
      throw e;
    }
  }

  Directory directory() {
    return directory;
  }

  /// So that it is there after a crash.
  private void syncName() throws IOException {
    try {
      target.sync();
    } catch (IOException e) {
      leave(DestinationCommand.Leaving.REMOVE);
      throw e;
    }
  }

  Journal journal() {
    return journal;
  }

  /// Lets go of it and of the target: it goes, unless there is something in it that a later run can go on from.
  ///
  /// @return how many bytes of files that is
  long leave(DestinationCommand.Leaving how) throws IOException {
    try (target;
        directory;
        lock;
        journal) {
      long kept = how == DestinationCommand.Leaving.KEEP ? clear() : 0;
      boolean keeps =
          how == DestinationCommand.Leaving.KEEP && (kept > 0 || journal.isWorthKeeping());
      if (!keeps) {
        empty(directory);
        target.removeDirectory(name);
      }
      return kept;
    }
  }

  /// Removes what nobody can go on from.
  private long clear() throws IOException {
    long kept = 0;
    for (FileName file : directory.names(MAX_NAMES)) {
      int id = partId(file);
      long bytes = id < 0 ? 0 : journal.bytesOf(id);
      if (bytes >= LEAST_BYTES) {
        kept += bytes;
      } else if (id >= 0) {
        directory.remove(file);
        journal.forget(id);
      }
    }
    return kept;
  }

  /// Which part file this is, or -1.
  private static int partId(FileName name) {
    String text = name.text();
    if (text == null || !OUR_PARTS.matcher(text).matches()) {
      return -1;
    }
    long id = Long.parseLong(text.substring(0, text.length() - SUFFIX.length()));
    return id > Integer.MAX_VALUE ? -1 : (int) id;
  }

  static void empty(Directory directory) throws IOException {
    List<FileName> names = directory.names(MAX_NAMES);
    for (FileName left : names) {
      if (!left.equals(LOCK)) {
        directory.remove(left);
      }
    }
    if (names.contains(LOCK)) {
      // Last: who finds it knows that nobody else is at it.
      directory.remove(LOCK);
    }
  }

  /// Names in the target that such a directory may have.
  static List<FileName> candidates(Directory target) throws IOException {
    List<FileName> candidates = new ArrayList<>();
    for (FileName name : target.names(MAX_NAMES)) {
      String text = name.text();
      if (text != null && OUR_NAMES.matcher(text).matches()) {
        candidates.add(name);
      }
    }
    return candidates;
  }

  /// Opens what another process made, if it is only ours and holds nothing but what this version writes. Whoever may
  /// put something else there is not us.
  static @Nullable Directory openLeftover(Directory target, FileName name) throws IOException {
    FileStatus status = target.status(name);
    if (status == null || status.kind() != FileStatus.Kind.DIRECTORY || !status.onlyOurs()) {
      return null;
    }
    Directory leftover = target.open(name);
    try {
      if (leftover.status().identity().equals(status.identity()) && holdsOnlyOurs(leftover)) {
        return leftover;
      }
    } catch (IOException e) {
      leftover.close();
      throw e;
    }
    leftover.close();
    return null;
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
