package sluice.app.files;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.AbandonReason;
import sluice.app.transfer.FileName;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.Match;
import sluice.app.transfer.Piece;
import sluice.app.transfer.Placed;
import sluice.app.transfer.SendBlock;
import sluice.app.transfer.SourceCommand;
import sluice.app.transfer.SourceProblem;
import sluice.app.transfer.SourceResult;

/// Does a `SendEngine`'s work on the disk: walks, reads and hashes, one command after another, on a thread of its own.
/// The engine bounds how many commands there are at a time.
///
/// Results are posted from that thread, but for the count, which has one of its own.
public final class SourceWorker implements AutoCloseable {
  /// How files are opened: the place where a test stands between us and the disk.
  interface Opener {
    OpenFile open(int id) throws IOException;
  }

  private sealed interface Work {
    record Execute(SourceCommand command) implements Work {}

    record Stop() implements Work {}
  }

  private final SourceTree tree;
  private final SourceWalk walk;
  private final SourcePlaces places;
  private final Opener opener;
  private final SmallFileReader small;
  private final Consumer<SourceResult> results;
  private final LinkedBlockingQueue<Work> queue = new LinkedBlockingQueue<>();
  private final Map<Integer, SourceReading> reading = new HashMap<>();
  private final Map<Integer, AbandonReason> failed = new HashMap<>();
  private final Map<Integer, PieceIndex> pieces = new HashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final Thread thread;
  private volatile boolean stopped;

  public SourceWorker(SourceTree tree, Consumer<SourceResult> results) {
    this(tree, null, results);
  }

  /// @param opener instead of the usual one, or null
  SourceWorker(SourceTree tree, @Nullable Opener opener, Consumer<SourceResult> results) {
    this.tree = tree;
    this.walk = tree.walk();
    this.places = new SourcePlaces(tree.options());
    this.opener = opener == null ? places::open : opener;
    this.small = new SmallFileReader(this.opener);
    this.results = results;
    this.thread = Thread.ofPlatform().daemon().name("sluice-source").start(this::run);
  }

  /// Takes a command; from any thread.
  public void execute(SourceCommand command) {
    queue.add(new Work.Execute(command));
  }

  /// Ends the thread after the command that it is at, and closes what is open. Does not wait for it.
  @Override
  public void close() {
    stopped = true;
    queue.add(new Work.Stop());
  }

  /// Waits until the thread has ended.
  void join() throws InterruptedException {
    thread.join();
  }

  private void run() {
    try (walk;
        places) {
      while (!stopped && queue.take() instanceof Work.Execute(SourceCommand command)) {
        if (!stopped) {
          carryOut(command);
        }
      }
      for (SourceReading file : reading.values()) {
        file.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      System.getLogger(SourceWorker.class.getName())
          .log(System.Logger.Level.DEBUG, "closing sources failed", e);
    }
  }

  private void carryOut(SourceCommand command) {
    switch (command) {
      case SourceCommand.Count() -> count();
      case SourceCommand.Walk(int max) -> results.accept(walk(max));
      case SourceCommand.Open open -> results.accept(open(open));
      case SourceCommand.Read(SendBlock block) -> results.accept(read(block));
      case SourceCommand.ReadFiles(var batch, var hashes) -> {
        for (Placed member : batch.members()) {
          small.read(member, batch, hashes);
        }
        results.accept(new SourceResult.Batched(batch));
      }
      case SourceCommand.Learn(int id, List<Piece> learned) -> learned.forEach(index(id)::add);
      case SourceCommand.Search(int id, long offset) -> results.accept(search(id, offset));
      case SourceCommand.Close(int id) -> results.accept(close(id));
      case SourceCommand.Forget(int below) -> {
        places.forget(below);
        pieces.keySet().removeIf(id -> id < below);
      }
    }
  }

  private void count() {
    var _ = tree.totals().thenAccept(totals -> results.accept(new SourceResult.Counted(totals)));
  }

  private SourceResult walk(int max) {
    List<ManifestEntry> entries = new ArrayList<>();
    List<SourceProblem> problems = new ArrayList<>();
    boolean more =
        walk.walk(
            max,
            new SourceWalk.Listener() {
              @Override
              public void entry(ManifestEntry entry, SourceRoot root, FileName below) {
                entries.add(entry);
                if (entry instanceof ManifestEntry.File) {
                  places.add(entry.id(), root, below);
                }
              }

              @Override
              public void problem(SourceProblem problem) {
                problems.add(problem);
              }
            });
    return new SourceResult.Walked(entries, !more, problems);
  }

  private SourceResult open(SourceCommand.Open open) {
    ManifestEntry entry = open.entry();
    try {
      SourceReading file = SourceReading.open(opener.open(entry.id()), open, index(entry.id()));
      reading.put(entry.id(), file);
      return file.isRegular() ? file.opened() : unavailable(entry.id(), AbandonReason.NOT_REGULAR);
    } catch (IOException e) {
      return unavailable(entry.id(), DiskProblem.reason(e));
    }
  }

  private PieceIndex index(int id) {
    return pieces.computeIfAbsent(id, fresh -> new PieceIndex(random));
  }

  private SourceResult search(int id, long offset) {
    SourceReading file = reading.get(id);
    List<Match> found = new ArrayList<>();
    if (file == null || failed.containsKey(id)) {
      return new SourceResult.Searched(id, Long.MAX_VALUE, found);
    }
    SourceReading.Searched searched = file.search(offset, found);
    if (searched.problem() != null) {
      failed.put(id, searched.problem());
      return new SourceResult.Searched(id, Long.MAX_VALUE, List.of());
    }
    return new SourceResult.Searched(id, searched.to(), found);
  }

  private SourceResult unavailable(int id, AbandonReason reason) {
    failed.put(id, reason);
    return new SourceResult.Unavailable(id, reason);
  }

  private SourceResult read(SendBlock block) {
    AbandonReason reason = failed.get(block.id());
    if (reason == null) {
      SourceReading file = reading.get(block.id());
      if (file == null) {
        throw new IllegalStateException("file " + block.id() + " is read before it is opened");
      }
      reason = file.fill(block);
    }
    if (reason == null) {
      return new SourceResult.Filled(block);
    }
    failed.put(block.id(), reason);
    return new SourceResult.Unread(block, reason);
  }

  private SourceResult close(int id) {
    SourceReading file = reading.remove(id);
    pieces.remove(id);
    boolean unread = failed.remove(id) != null;
    if (file == null) {
      return new SourceResult.Closed(id, false, null);
    }
    boolean changed = !unread && file.hasChanged();
    SourceResult.RangeEnd last = unread ? null : file.lastRange();
    byte[] sha256 = unread ? null : file.sha256();
    file.close();
    return new SourceResult.Closed(id, changed, sha256, last);
  }
}
