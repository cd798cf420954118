package sluice.app.files;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.AbandonReason;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.SendBlock;
import sluice.app.transfer.SourceCommand;
import sluice.app.transfer.SourceResult;

/// Does a `SendEngine`'s work on the disk: reads and hashes, one command after another, on a thread of its own. The
/// engine bounds how many commands there are at a time.
///
/// Results are posted from that thread.
public final class SourceWorker implements AutoCloseable {
  /// How files are opened: the place where a test stands between us and the disk.
  interface Opener {
    OpenFile open(int id) throws IOException;
  }

  private sealed interface Work {
    record Execute(SourceCommand command) implements Work {}

    record Stop() implements Work {}
  }

  /// A file that is being read.
  private record Reading(
      ManifestEntry entry, OpenFile file, FileStatus status, RangeHasher hasher) {}

  private final Opener opener;
  private final Consumer<SourceResult> results;
  private final LinkedBlockingQueue<Work> queue = new LinkedBlockingQueue<>();
  private final Map<Integer, Reading> reading = new HashMap<>();
  private final Map<Integer, AbandonReason> failed = new HashMap<>();
  private final Thread thread;
  private volatile boolean stopped;

  public SourceWorker(SourceTree tree, Consumer<SourceResult> results) {
    this(tree::open, results);
  }

  SourceWorker(Opener opener, Consumer<SourceResult> results) {
    this.opener = opener;
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
    try {
      while (!stopped && queue.take() instanceof Work.Execute(SourceCommand command)) {
        if (!stopped) {
          results.accept(answer(command));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      reading.values().forEach(file -> closeQuietly(file.file()));
    }
  }

  private SourceResult answer(SourceCommand command) {
    return switch (command) {
      case SourceCommand.Open open -> open(open);
      case SourceCommand.Read(SendBlock block) -> read(block);
      case SourceCommand.Close(int id) -> close(id);
    };
  }

  private SourceResult open(SourceCommand.Open open) {
    ManifestEntry entry = open.entry();
    try {
      OpenFile file = opener.open(entry.id());
      FileStatus status = file.status();
      reading.put(
          entry.id(),
          new Reading(entry, file, status, new RangeHasher(entry.sizeBytes(), open.hashes())));
      if (status.kind() != FileStatus.Kind.REGULAR) {
        return unavailable(entry.id(), AbandonReason.NOT_REGULAR);
      }
      return status.sizeBytes() < entry.sizeBytes()
          ? unavailable(entry.id(), AbandonReason.SHORTER)
          : new SourceResult.Opened(entry.id());
    } catch (IOException e) {
      return unavailable(entry.id(), DiskProblem.reason(e));
    }
  }

  private SourceResult unavailable(int id, AbandonReason reason) {
    failed.put(id, reason);
    return new SourceResult.Unavailable(id, reason);
  }

  private SourceResult read(SendBlock block) {
    AbandonReason reason = failed.get(block.id());
    if (reason == null) {
      reason = fill(block, opened(block.id()));
    }
    if (reason == null) {
      return new SourceResult.Filled(block);
    }
    failed.put(block.id(), reason);
    return new SourceResult.Unread(block, reason);
  }

  private static @Nullable AbandonReason fill(SendBlock block, Reading from) {
    long position = block.offset();
    for (int i = 0; i < block.payloads(); i++) {
      int at = block.payloadAt(i);
      int length = block.payloadLength(i);
      int done = 0;
      while (done < length) {
        int count;
        try {
          count = from.file().read(block.array(), at + done, length - done, position + done);
        } catch (IOException e) {
          return AbandonReason.READ_ERROR;
        }
        if (count == 0) {
          return AbandonReason.SHORTER;
        }
        done += count;
      }
      from.hasher().put(block.array(), at, length, block::rangeEnds);
      position += length;
    }
    return null;
  }

  private SourceResult close(int id) {
    Reading file = reading.remove(id);
    boolean unread = failed.remove(id) != null;
    if (file == null) {
      return new SourceResult.Closed(id, false, null);
    }
    boolean changed = !unread && hasChanged(file);
    closeQuietly(file.file());
    return new SourceResult.Closed(id, changed, unread ? null : file.hasher().sha256());
  }

  /// Against the offer, and against the time when it was opened. Reads past the offered end as well: the size that some
  /// file systems tell is not that of the content.
  private static boolean hasChanged(Reading file) {
    ManifestEntry entry = file.entry();
    try {
      FileStatus now = file.file().status();
      return now.sizeBytes() != entry.sizeBytes()
          || !now.modified().equals(file.status().modified())
          || (entry.modified() != null && !now.modified().equals(entry.modified()))
          || file.file().read(new byte[1], 0, 1, entry.sizeBytes()) > 0;
    } catch (IOException e) {
      // It can be read but not looked at any more, so nothing says that it held still.
      return true;
    }
  }

  private Reading opened(int id) {
    Reading file = reading.get(id);
    if (file == null) {
      throw new IllegalStateException("file " + id + " is read before it is opened");
    }
    return file;
  }

  /// A file that was only read loses nothing when closing it fails.
  private static void closeQuietly(OpenFile file) {
    try {
      file.close();
    } catch (IOException e) {
      System.getLogger(SourceWorker.class.getName())
          .log(System.Logger.Level.DEBUG, "closing a source failed", e);
    }
  }
}
