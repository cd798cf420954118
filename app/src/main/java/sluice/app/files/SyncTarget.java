package sluice.app.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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
  /// @param maxDelete how many may go, in place of the usual limits
  public record Wish(
      Path folder,
      Path state,
      String holder,
      Deletion deletion,
      OptionalLong maxDelete,
      IgnoreRules excluded,
      Keeping keeping) {}

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
  private boolean over;
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
      }
    }
    Directory tree;
    if (wish.keeping() instanceof Keeping.Snapshots) {
      SnapshotHome home = SnapshotHome.begin(real);
      snapshots = home;
      tree = home.openTree();
    } else {
      tree = Paths.open(real.toString());
    }
    root = tree;
    plan = new DeletionPlan(tree, wish.excluded());
    if (wish.deletion() == Deletion.WHAT_IS_NOT_OFFERED) {
      for (int i = 0; i < MAX_ASIDE && tree.status(aside(i)) != null; i++) {
        plan.aside(aside(i));
      }
    }
    events.accept(
        new Event.Ready(new DigestWalk(wish.excluded(), DigestWalk.Side.RECEIVER).walk(tree)));
  }

  /// These directories are the same as the sender's.
  public void keep(Map<FileName, Long> same) {
    work.add(() -> plan().keep(same));
  }

  /// Takes note of what is offered, and clears its way, before the transfer's own thread judges it.
  public void judge(DestinationCommand.Judge judge, Consumer<DestinationCommand> transfer) {
    work.add(
        () -> {
          attempt(
              () -> {
                for (Placed placed : judge.entries()) {
                  clearWay(placed);
                  plan().offered(placed);
                }
              });
          transfer.accept(judge);
        });
  }

  /// What has become something of another kind is in the way: a file of a folder, or the other way round.
  private void clearWay(Placed placed) throws IOException {
    if (placed.entry() instanceof ManifestEntry.Leave) {
      return;
    }
    Directory tree = root();
    FileName path = placed.path();
    FileStatus there = status(tree, path);
    if (there == null) {
      return;
    }
    boolean comesAsFolder = placed.opens() != null;
    boolean isFolder = there.kind() == FileStatus.Kind.DIRECTORY;
    if (comesAsFolder == isFolder || there.kind() == FileStatus.Kind.OTHER) {
      return;
    }
    if (!isFolder) {
      tree.remove(path);
    } else if (wish.deletion() == Deletion.WHAT_IS_NOT_OFFERED || snapshots != null) {
      FileName aside = freeAside(tree);
      tree.publish(path, tree, aside);
      plan().aside(aside);
    }
  }

  /// Null also where something else than a folder is on the way.
  private static @Nullable FileStatus status(Directory tree, FileName path) {
    try {
      return tree.status(path);
    } catch (IOException e) {
      return null;
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
    String name = "";
    int pruned = 0;
    if (!deletion.isRefusal()) {
      if (snapshots != null) {
        name = keepSnapshot(snapshots);
        pruned = listing == SyncMessage.Listing.COMPLETE ? prune(snapshots) : 0;
      }
      remember(device);
    }
    events.accept(
        new Event.Finished(new SyncResult(deletion, deleted, doomed.present(), name), pruned));
  }

  private String keepSnapshot(SnapshotHome home) throws IOException {
    root().close();
    root = null;
    SnapshotName name = home.complete(Instant.now());
    return name.text();
  }

  private int prune(SnapshotHome home) throws IOException {
    return wish.keeping() instanceof Keeping.Snapshots(Schedule schedule)
        ? home.prune(schedule, Instant.now())
        : 0;
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
