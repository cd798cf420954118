package sluice.app.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.app.files.posix.PosixException;
import sluice.app.transfer.DestinationCommand;
import sluice.app.transfer.ErrorCode;
import sluice.app.transfer.Extent;
import sluice.app.transfer.FileName;
import sluice.app.transfer.ModificationTime;
import sluice.app.transfer.Placed;
import sluice.app.transfer.Spans;

/// What earlier runs have left in the target. A part directory belongs to a transfer if it has a name at the top level
/// in common with it: then it is locked, or, if another process has the lock, the target is busy. A part file belongs
/// to an offered file of the same path; what it holds counts only after both sides have hashed it.
final class Leftovers {
  /// Part directories that are looked at.
  static final int MOST = 64;

  /// Older ones are removed.
  private static final long STALE_SECONDS = 30L * 24 * 3_600;

  private final Directory target;
  private final byte[] boot;
  private final List<Leftover> unclaimed = new ArrayList<>();
  private final List<Leftover> claimed = new ArrayList<>();
  private final Map<FileName, KeptPart> parts = new HashMap<>();
  private final Map<FileName, FileName> named = new HashMap<>();
  private final Set<FileName> entered = new LinkedHashSet<>();

  /// Whether a journal of this run has what is not in part files.
  private boolean absorbed;

  private boolean unabsorbed;

  /// A part directory that nobody may be using.
  private static final class Leftover {
    final FileName name;
    final JournalState state;
    @Nullable Directory directory;
    @Nullable Closeable lock;
    int untaken;

    Leftover(FileName name, JournalState state) {
      this.name = name;
      this.state = state;
    }
  }

  /// A part file of an earlier run.
  ///
  /// @param extents of it that may be right
  /// @param durable those of them that the disk has
  record KeptPart(
      Directory directory, FileName partName, List<Extent> extents, List<Extent> durable) {
    long bytes() {
      return extents.stream().mapToLong(extent -> extent.to() - extent.from()).sum();
    }
  }

  private Leftovers(Directory target, byte[] boot) {
    this.target = target;
    this.boot = boot;
  }

  /// Looks what there is; changes nothing, and locks nothing.
  ///
  /// @param target stays open
  static Leftovers look(Directory target, byte[] boot) throws IOException {
    Leftovers found = new Leftovers(target, boot);
    for (FileName name : PartDirectory.candidates(target)) {
      if (found.unclaimed.size() < MOST) {
        JournalState state = read(target, name);
        if (state != null) {
          found.unclaimed.add(new Leftover(name, state));
        }
      }
    }
    return found;
  }

  private static @Nullable JournalState read(Directory target, FileName name) throws IOException {
    try (Directory directory = PartDirectory.openLeftover(target, name)) {
      return directory == null ? null : journal(directory);
    } catch (IOException e) {
      if (isGone(e)) {
        return null;
      }
      throw e;
    }
  }

  /// Another transfer may end while we look.
  private static boolean isGone(IOException problem) {
    return problem instanceof NoSuchFileException
        || (problem instanceof PosixException e && e.errno() == PosixException.ENOENT);
  }

  /// Only what we have written ourselves, and of no more than the size that we write.
  private static @Nullable JournalState journal(Directory directory) throws IOException {
    FileStatus status = directory.status(Journal.NAME);
    if (status == null
        || status.kind() != FileStatus.Kind.REGULAR
        || !status.onlyOurs()
        || status.links() > 1
        || status.sizeBytes() > JournalRecord.MAX_JOURNAL_BYTES) {
      return null;
    }
    try (OpenFile file = directory.openFile(Journal.NAME)) {
      byte[] bytes = new byte[(int) status.sizeBytes()];
      int length = SourceReading.readFully(file, bytes, 0, bytes.length, 0);
      return JournalState.of(JournalRecord.readAll(Arrays.copyOf(bytes, length)));
    }
  }

  /// Something of this name is about to come to the top level.
  ///
  /// @throws DiskFailure if another process is at it
  void claim(FileName root) throws IOException, DiskFailure {
    for (Leftover leftover : List.copyOf(unclaimed)) {
      if (leftover.state.roots().contains(root)) {
        claim(leftover, root);
        unclaimed.remove(leftover);
      }
    }
  }

  private @Nullable Directory openIfThere(FileName name) throws IOException {
    try {
      return PartDirectory.openLeftover(target, name);
    } catch (IOException e) {
      if (isGone(e)) {
        return null;
      }
      throw e;
    }
  }

  private void claim(Leftover leftover, FileName root) throws IOException, DiskFailure {
    Directory directory = openIfThere(leftover.name);
    if (directory == null) {
      return;
    }
    leftover.directory = directory;
    claimed.add(leftover);
    // A crash may have left everything but the lock.
    boolean isMissing = directory.status(PartDirectory.LOCK) == null;
    leftover.lock = directory.lock(PartDirectory.LOCK, isMissing);
    if (leftover.lock == null) {
      throw new DiskFailure(
          ErrorCode.BUSY,
          -1,
          "Another process is storing " + root + " in " + target.path() + " at this moment.");
    }
    // What it holds now is what counts: the one that had the lock may have gone on until now.
    JournalState state = journal(directory);
    if (state != null) {
      unabsorbed |= !state.entered().isEmpty() || !state.named().isEmpty();
      entered.addAll(state.entered());
      named.putAll(state.named());
      for (Map.Entry<Integer, JournalState.Part> part : state.parts().entrySet()) {
        claim(leftover, directory, state, part.getKey(), part.getValue());
      }
    }
  }

  private void claim(
      Leftover leftover, Directory directory, JournalState state, int id, JournalState.Part part)
      throws IOException {
    FileName name = PartFile.partName(id);
    FileStatus status = directory.status(name);
    if (status == null || status.kind() != FileStatus.Kind.REGULAR || status.links() > 1) {
      return;
    }
    if ((status.permissions() & 0600) != 0600) {
      // It was complete, and had its mode already.
      directory.makeOurs(name);
    }
    long size = status.sizeBytes();
    KeptPart kept =
        new KeptPart(directory, name, state.usable(part, boot, size), part.durable().below(size));
    KeptPart other = parts.get(part.path());
    if (kept.bytes() >= PartDirectory.LEAST_BYTES
        && (other == null || other.bytes() < kept.bytes())) {
      parts.put(part.path(), kept);
      leftover.untaken++;
    }
  }

  /// What there is of this file, or null.
  @Nullable KeptPart part(Placed placed) {
    return parts.isEmpty() ? null : parts.get(placed.path());
  }

  /// It was gone on with, and has left the directory.
  void taken(FileName path) {
    KeptPart part = parts.remove(path);
    if (part != null) {
      for (Leftover leftover : claimed) {
        if (leftover.directory == part.directory()) {
          leftover.untaken--;
        }
      }
    }
  }

  /// What a file is called that an earlier run stored under another name than it is offered with, or null.
  @Nullable FileName named(FileName path) {
    return named.get(path);
  }

  /// Has what is not in part files in a journal of this run.
  void absorb(Journal journal) throws IOException {
    absorbed = true;
    if (!unabsorbed) {
      return;
    }
    unabsorbed = false;
    for (FileName path : entered) {
      journal.add(new JournalRecord.Entered(path));
    }
    for (Map.Entry<FileName, FileName> one : named.entrySet()) {
      journal.add(new JournalRecord.Named(one.getKey(), one.getValue()));
    }
    journal.sync();
    entered.clear();
  }

  /// Removes those that no transfer can go on from, or that are old; everything that is not ours is left alone.
  ///
  /// @param how whether all others go, too
  /// @param problems hears sentences about what should have gone and did not
  static void remove(
      Directory target,
      DestinationOptions.Leftovers how,
      byte[] boot,
      long nowSeconds,
      Consumer<String> problems)
      throws IOException {
    for (FileName name : PartDirectory.candidates(target)) {
      try {
        remove(target, name, how, boot, nowSeconds);
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

  private static void remove(
      Directory target,
      FileName name,
      DestinationOptions.Leftovers how,
      byte[] boot,
      long nowSeconds)
      throws IOException {
    try (Directory leftover = PartDirectory.openLeftover(target, name)) {
      if (leftover == null) {
        return;
      }
      boolean isMissing = leftover.status(PartDirectory.LOCK) == null;
      if (isMissing && leftover.names(1).isEmpty()) {
        // Being made this moment, or empty: going is harmless to both.
        target.removeDirectory(name);
        return;
      }
      try (Closeable lock = leftover.lock(PartDirectory.LOCK, isMissing)) {
        boolean goes =
            how == DestinationOptions.Leftovers.DISCARD
                || isStale(leftover, nowSeconds)
                || isUseless(leftover, boot);
        if (lock != null && goes) {
          PartDirectory.empty(leftover);
          target.removeDirectory(name);
        }
      }
    }
  }

  private static boolean isStale(Directory leftover, long nowSeconds) throws IOException {
    ModificationTime last = leftover.status().modified();
    FileStatus journal = leftover.status(Journal.NAME);
    long seconds =
        journal == null ? last.seconds() : Math.max(last.seconds(), journal.modified().seconds());
    return nowSeconds - seconds > STALE_SECONDS;
  }

  private static boolean isUseless(Directory leftover, byte[] boot) throws IOException {
    JournalState state = journal(leftover);
    if (state == null) {
      return true;
    }
    for (Map.Entry<Integer, JournalState.Part> part : state.parts().entrySet()) {
      FileStatus status = leftover.status(PartFile.partName(part.getKey()));
      if (status != null && status.kind() == FileStatus.Kind.REGULAR) {
        Spans usable = new Spans();
        for (Extent extent : state.usable(part.getValue(), boot, status.sizeBytes())) {
          usable.add(extent.from(), extent.to());
        }
        if (usable.bytes() >= PartDirectory.LEAST_BYTES) {
          return false;
        }
      }
    }
    return state.entered().isEmpty() && state.named().isEmpty();
  }

  /// Lets go of all. When all is done, what was left of it before goes, else what holds nothing any more.
  void close(DestinationCommand.Leaving how) throws IOException {
    boolean done = how == DestinationCommand.Leaving.DONE;
    IOException failure = null;
    for (Leftover leftover : claimed) {
      try {
        release(leftover, done || (absorbed && leftover.untaken == 0));
      } catch (IOException e) {
        failure = e;
      }
    }
    claimed.clear();
    if (failure != null) {
      throw failure;
    }
  }

  private void release(Leftover leftover, boolean goes) throws IOException {
    Directory directory = leftover.directory;
    Closeable lock = leftover.lock;
    try (directory;
        lock) {
      if (goes && lock != null && directory != null) {
        PartDirectory.empty(directory);
        target.removeDirectory(leftover.name);
      }
    }
  }
}
