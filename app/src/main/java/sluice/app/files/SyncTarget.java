package sluice.app.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.app.Escaper;
import sluice.app.snapshots.Schedule;
import sluice.app.snapshots.SnapshotName;
import sluice.app.sync.DeletionJudge;
import sluice.app.sync.DirectoryNode;
import sluice.app.sync.SyncMessage;
import sluice.app.sync.SyncResult;
import sluice.app.transfer.DestinationCommand;
import sluice.app.transfer.ErrorCode;
import sluice.app.transfer.FileName;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.Placed;

/// The receiver's folder in a sync, beside what the transfer itself does there: the lock, the snapshot, the digests, and
/// deletions. Works on a thread of its own, one thing after another; results are posted from it.
public final class SyncTarget implements AutoCloseable {
  /// What is wanted there.
  ///
  /// @param folder made where it is missing
  /// @param state folder of this installation for what is remembered of destinations
  /// @param holder who we are, for those who find the folder locked
  /// @param deletion whether what is not offered goes
  /// @param who for whom it is done
  /// @param writer stands for that peer; empty for this machine's own people
  /// @param maxDelete how many may go, in place of the usual limits
  public record Wish(
      Path folder,
      Path state,
      String holder,
      Who who,
      String writer,
      Deletion deletion,
      OptionalLong maxDelete,
      IgnoreRules excluded,
      Keeping keeping) {}

  /// For whom it is done: decides what is told, and what may be replaced.
  public enum Who {
    /// For this machine's own people, or for a peer that may read what is there.
    READER,
    /// For a peer that may write, and is to learn nothing that it did not bring.
    WRITER,
    /// For a peer that may add, and change nothing.
    ADDER
  }

  /// Whether everything at a destination came from this peer, so that hashes of it tell nothing new.
  ///
  /// @param folder exists
  public static boolean isOnlyWriter(Path state, Path folder, String writer) throws IOException {
    return SyncLock.isOnlyWriter(state, folder.toRealPath().toString(), writer);
  }

  /// Whether entries that are not offered go.
  public enum Deletion {
    NONE,
    WHAT_IS_NOT_OFFERED
  }

  /// What is kept of how it was before.
  public sealed interface Keeping {
    /// The folder itself becomes like the source.
    record Nothing() implements Keeping {}

    /// Each run is a tree of its own within the folder.
    record Snapshots(Schedule schedule) implements Keeping {}
  }

  /// What came of the work.
  public sealed interface Event {
    record Ready(DirectoryNode root) implements Event {}

    record Finished(SyncResult result, int pruned) implements Event {}

    /// @param sentence for this side's people
    /// @param message for the other side's
    record Obstacle(ErrorCode code, String sentence, String message) implements Event {}
  }

  private static final FileName ASIDE = FileName.of(PathGuard.PART_PREFIX + "aside");
  private static final int MAX_ASIDE = 100_000;

  private final Wish wish;
  private final Consumer<Event> events;
  private final LinkedBlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
  private final Thread thread;
  private final List<FileName> replaced = new ArrayList<>();
  private boolean over;
  private boolean unsafe;
  private @Nullable Closeable lock;
  private @Nullable SyncLock remembered;
  private @Nullable SnapshotHome snapshots;
  private @Nullable Directory root;
  private @Nullable DeletionPlan plan;

  /// Begins with its preparations at once; {@link Event.Ready} or {@link Event.Obstacle} follows.
  public SyncTarget(Wish wish, Consumer<Event> events) {
    this.wish = wish;
    this.events = events;
    this.thread = Thread.ofPlatform().daemon().name("sluice-sync").start(this::run);
    work.add(() -> attempt(this::open));
  }

  /// Where the transfer stores into.
  public static Path storesInto(Path folder, Keeping keeping) {
    return switch (keeping) {
      case Keeping.Nothing() -> folder;
      case Keeping.Snapshots _ -> SnapshotHome.tree(folder);
    };
  }

  private interface Work {
    void run() throws IOException;
  }

  private void run() {
    try {
      while (!over) {
        work.take().run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void attempt(Work task) {
    try {
      task.run();
    } catch (IOException e) {
      String words = DiskProblem.words(e);
      events.accept(
          new Event.Obstacle(
              DiskProblem.code(e),
              "Cannot go on in " + Escaper.escape(wish.folder().toString()) + ": " + words + ".",
              words));
    } catch (RuntimeException | StackOverflowError ours) {
      System.getLogger(SyncTarget.class.getName())
          .log(System.Logger.Level.ERROR, "a sync's work failed", ours);
      events.accept(
          new Event.Obstacle(
              ErrorCode.INTERNAL, "This program made a mistake: " + ours + ".", "a fault there"));
    }
  }

  private void open() throws IOException {
    Files.createDirectories(wish.folder());
    Path real = wish.folder().toRealPath();
    switch (SyncLock.take(wish.state(), real.toString(), wish.holder())) {
      case SyncLock.Attempt.Taken(String holder) -> {
        events.accept(
            new Event.Obstacle(
                ErrorCode.BUSY,
                Escaper.escape(wish.folder().toString())
                    + " is in use by another run"
                    + (holder.isEmpty() ? "" : " (" + Escaper.escape(holder.strip()) + ")")
                    + ".",
                "its folder is in use by another run"));
        return;
      }
      case SyncLock.Attempt.Ours(SyncLock ours) -> {
        lock = ours;
        remembered = ours;
        openTree(ours);
      }
    }
  }

  private void openTree(SyncLock ours) throws IOException {
    Directory tree;
    if (wish.keeping() instanceof Keeping.Snapshots) {
      SnapshotHome home = SnapshotHome.begin(wish.folder());
      snapshots = home;
      tree = home.openTree();
    } else {
      tree = Paths.open(wish.folder().toString());
    }
    root = tree;
    plan = new DeletionPlan(tree, wish.excluded());
    takeOverAsides(tree, plan);
    // What a peer excludes must not help it to find out by digests what else is there.
    IgnoreRules unseen = wish.who() == Who.READER ? wish.excluded() : IgnoreRules.NONE;
    DirectoryNode all = new DigestWalk(unseen, DigestWalk.Side.RECEIVER).walk(tree);
    if (wish.who() != Who.READER && all.entries() > 0 && !ours.isWriter(wish.writer())) {
      // Nor may it learn that a folder of others is as it guesses.
      all.distrustAll();
    }
    ours.begunBy(wish.writer(), all.entries() == 0);
    events.accept(new Event.Ready(all));
  }

  /// What a run that was interrupted has moved out of the way.
  private void takeOverAsides(Directory tree, DeletionPlan doomed) throws IOException {
    boolean deletes = wish.deletion() == Deletion.WHAT_IS_NOT_OFFERED;
    for (int i = 0; i < MAX_ASIDE; i++) {
      FileStatus status = tree.status(aside(i));
      if (status == null) {
        return;
      }
      if (deletes) {
        doomed.aside(aside(i));
      } else if (status.kind() != FileStatus.Kind.DIRECTORY) {
        replaced.add(aside(i));
      }
    }
  }

  /// These directories are the same as the sender's.
  public void keep(Map<FileName, Long> same) {
    work.add(() -> attempt(() -> plan().keep(same)));
  }

  /// Takes note of what is offered, and clears its way, before the transfer's own thread judges it.
  public void judge(DestinationCommand.Judge judge, Consumer<DestinationCommand> transfer) {
    work.add(
        () -> {
          attempt(() -> prepare(judge.entries()));
          transfer.accept(judge);
        });
  }

  /// From the first unsafe name on nothing is done here: the transfer refuses it, and ends.
  private void prepare(List<Placed> entries) throws IOException {
    for (Placed placed : entries) {
      unsafe |=
          !(placed.entry() instanceof ManifestEntry.Leave)
              && PathGuard.objection(placed.entry().name(), PathGuard.Rules.ofThisSystem()) != null;
      if (unsafe) {
        return;
      }
      clearWay(placed);
      plan().offered(placed);
    }
  }

  /// What has become something of another kind is in the way: a file of a folder, or the other way round.
  private void clearWay(Placed placed) throws IOException {
    if (placed.entry() instanceof ManifestEntry.Leave
        || (wish.who() == Who.ADDER && snapshots == null)) {
      return;
    }
    FileName parent = Paths.parent(placed.path());
    if (parent.length() == 0) {
      clearWay(root(), placed);
      return;
    }
    try (Directory directory = DeletionPlan.openIfThere(root(), parent)) {
      if (directory != null) {
        clearWay(directory, placed);
      }
    }
  }

  private void clearWay(Directory directory, Placed placed) throws IOException {
    FileName name = placed.entry().name();
    FileStatus there = directory.status(name);
    boolean comesAsFolder = placed.opens() != null;
    if (there == null
        || there.kind() == FileStatus.Kind.OTHER
        || comesAsFolder == (there.kind() == FileStatus.Kind.DIRECTORY)) {
      return;
    }
    boolean deletes = wish.deletion() == Deletion.WHAT_IS_NOT_OFFERED;
    if (comesAsFolder || deletes || snapshots != null) {
      FileName aside = freeAside(root());
      directory.publish(name, root(), aside);
      if (deletes) {
        plan().aside(aside);
      } else {
        replaced.add(aside);
      }
    }
  }

  private static FileName freeAside(Directory tree) throws IOException {
    for (int i = 0; i < MAX_ASIDE; i++) {
      if (tree.status(aside(i)) == null) {
        return aside(i);
      }
    }
    throw new IOException("too many folders have become files");
  }

  private static FileName aside(int number) {
    return FileName.of(ASIDE.text() + "-" + number);
  }

  /// The transfer is over and all of it durable: deletes, gives the snapshot its name, prunes.
  ///
  /// @param device where the source's root lies; 0 where it does not know
  public void finish(SyncMessage.Listing listing, long device) {
    work.add(() -> attempt(() -> conclude(listing, device)));
  }

  private void conclude(SyncMessage.Listing listing, long device) throws IOException {
    if (unsafe) {
      throw new IOException("names that are refused were offered");
    }
    DeletionPlan doomed = plan();
    SyncResult.Deletion deletion = SyncResult.Deletion.NOT_ASKED;
    long deleted = 0;
    if (wish.deletion() == Deletion.WHAT_IS_NOT_OFFERED) {
      doomed.complete();
      deletion =
          DeletionJudge.judge(
              new DeletionJudge.Facts(
                  listing, doomed.offered(), doomed.doomed(), doomed.present(), source(device)),
              wish.maxDelete());
      deleted = deletion == SyncResult.Deletion.DONE ? doomed.execute() : doomed.doomed();
    }
    for (FileName aside : replaced) {
      TreeRemoval.remove(root(), aside);
    }
    String name = "";
    int pruned = 0;
    if (!deletion.isRefusal()) {
      if (snapshots != null) {
        name = keepSnapshot(snapshots);
        pruned = listing == SyncMessage.Listing.COMPLETE ? prune(snapshots) : 0;
      }
      if (deletion == SyncResult.Deletion.DONE) {
        remember(device);
      }
    }
    boolean tells = wish.who() == Who.READER;
    events.accept(
        new Event.Finished(
            new SyncResult(
                deletion,
                tells || !deletion.isRefusal() ? deleted : 0,
                tells ? doomed.present() : 0,
                name),
            pruned));
  }

  private String keepSnapshot(SnapshotHome home) throws IOException {
    root().close();
    root = null;
    SnapshotName name = home.complete(Instant.now());
    return name.text();
  }

  private int prune(SnapshotHome home) throws IOException {
    try {
      return wish.keeping() instanceof Keeping.Snapshots(Schedule schedule)
          ? home.prune(schedule, Instant.now())
          : 0;
    } catch (IOException e) {
      // The run is done and its snapshot named; what is left goes with the next one.
      System.getLogger(SyncTarget.class.getName())
          .log(System.Logger.Level.WARNING, "old snapshots could not be removed", e);
      return 0;
    }
  }

  private DeletionJudge.Source source(long device) throws IOException {
    Long last = remembered == null ? null : remembered.lastDevice();
    if (last == null || device == 0) {
      return DeletionJudge.Source.UNKNOWN;
    }
    return last == device ? DeletionJudge.Source.WHERE_IT_WAS : DeletionJudge.Source.MOVED;
  }

  private void remember(long device) throws IOException {
    if (remembered != null && device != 0) {
      remembered.rememberDevice(device);
    }
  }

  private DeletionPlan plan() {
    DeletionPlan open = plan;
    if (open == null) {
      throw new IllegalStateException("the folder is not open");
    }
    return open;
  }

  private Directory root() {
    Directory open = root;
    if (open == null) {
      throw new IllegalStateException("the folder is not open");
    }
    return open;
  }

  /// As {@link #close}, but not before the transfer's own threads have ended: they store there as well.
  public void closeAfter(DestinationWorker transfer) {
    work.add(
        () -> {
          try {
            transfer.join();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    close();
  }

  /// Lets go of the folder after the work that was given. Does not wait for it.
  @Override
  public void close() {
    work.add(
        () -> {
          over = true;
          try {
            letGo(root);
            letGo(snapshots);
            letGo(lock);
          } catch (IOException e) {
            System.getLogger(SyncTarget.class.getName())
                .log(System.Logger.Level.DEBUG, "closing a destination failed", e);
          }
        });
  }

  private static void letGo(@Nullable Closeable held) throws IOException {
    if (held != null) {
      held.close();
    }
  }

  /// Waits until the folder is let go.
  public void join() throws InterruptedException {
    thread.join();
  }
}
