package sluice.app.streams;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.app.Escaper;
import sluice.app.ExitCode;
import sluice.app.files.PathGuard;
import sluice.app.files.RangeHasher;
import sluice.app.files.UnusableSourceException;
import sluice.app.transfer.AbandonReason;
import sluice.app.transfer.Attributes;
import sluice.app.transfer.Extent;
import sluice.app.transfer.FileName;
import sluice.app.transfer.Hashes;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.SendBlock;
import sluice.app.transfer.SourceCommand;
import sluice.app.transfer.SourceResult;
import sluice.app.transfer.Totals;

/// Reads one stream for a `SendEngine`, on a thread of its own: what is there goes out at once, however
/// short, and nothing is read before there is a block for it.
public final class StreamSource implements AutoCloseable {
  /// The bits of a file made of a stream: there is nothing to take them from.
  private static final int MODE = 0666;

  /// Opens the stream when the other side has accepted, so that a command does not start in vain.
  @FunctionalInterface
  public interface Opener {
    StreamInput open() throws IOException;
  }

  private final ManifestEntry entry;
  private final Opener opener;
  private final Consumer<SourceResult> results;
  private final Consumer<String> complaints;
  private final LinkedBlockingQueue<SourceCommand> queue = new LinkedBlockingQueue<>();
  private final Thread thread;
  private RangeHasher hasher = new RangeHasher(ManifestEntry.UNKNOWN_SIZE, Hashes.RANGES);
  private @Nullable AbandonReason failed;
  private long offset;
  private boolean ended;
  private volatile @Nullable StreamInput input;

  /// @param entry what is offered
  /// @param results and complaints (sentences, when the source fails) are called on that thread
  public StreamSource(
      ManifestEntry entry,
      Opener opener,
      Consumer<SourceResult> results,
      Consumer<String> complaints) {
    this.entry = entry;
    this.opener = opener;
    this.results = results;
    this.complaints = complaints;
    this.thread = Thread.ofPlatform().daemon().name("sluice-stream-in").start(this::run);
  }

  /// What a stream of this name is offered as.
  ///
  /// @throws UnusableSourceException if no file may have this name
  public static ManifestEntry entry(String name) throws UnusableSourceException {
    FileName offered;
    String objection;
    try {
      offered = FileName.of(name);
      objection = PathGuard.objection(offered, PathGuard.Rules.BYTES);
    } catch (IllegalArgumentException notUnicode) {
      offered = FileName.of("");
      objection = "is not Unicode";
    }
    if (objection != null) {
      throw new UnusableSourceException(
          ExitCode.USAGE,
          "The name " + Escaper.escape(name) + " " + objection + "; give another with --name.");
    }
    return new ManifestEntry.Stream(0, offered, Attributes.of(null, MODE));
  }

  /// What a text is offered as.
  ///
  /// @param sizeBytes 1 to {@link sluice.app.transfer.Limits#TEXT_BYTES}
  public static ManifestEntry text(long sizeBytes) {
    return new ManifestEntry.Text(0, FileName.of("text"), sizeBytes);
  }

  /// What a stream is offered as whose name nobody will see.
  public static ManifestEntry nameless() {
    return new ManifestEntry.Stream(0, FileName.of("stdin"), Attributes.of(null, MODE));
  }

  /// Takes a command; from any thread.
  public void execute(SourceCommand command) {
    queue.add(command);
  }

  /// Lets go of the stream and ends the thread; does not wait for it, since a read may wait for ever.
  @Override
  public void close() {
    StreamInput open = input;
    if (open != null) {
      open.close();
    }
    thread.interrupt();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        SourceResult result = answer(queue.take());
        if (result != null) {
          results.accept(result);
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable SourceResult answer(SourceCommand command) throws InterruptedException {
    return switch (command) {
      case SourceCommand.Count() ->
          new SourceResult.Counted(new Totals(1, 1, 1, entry.sizeBytes()));
      case SourceCommand.Walk _ -> new SourceResult.Walked(List.of(entry), true, List.of());
      case SourceCommand.Forget _ -> null;
      case SourceCommand.ReadFiles _, SourceCommand.Learn _, SourceCommand.Search _ ->
          throw new IllegalStateException("a stream is no file");
      case SourceCommand.Open(ManifestEntry entry, Hashes hashes, _) -> {
        hasher = new RangeHasher(entry.sizeBytes(), hashes);
        yield open(entry.id());
      }
      case SourceCommand.Read(SendBlock block) -> read(block);
      case SourceCommand.Close(int id) ->
          new SourceResult.Closed(id, false, failed == null ? hasher.sha256() : null);
    };
  }

  private SourceResult open(int id) {
    try {
      input = opener.open();
      return new SourceResult.Opened(
          id, entry.sizeBytes(), null, List.of(new Extent(0, endBytes())));
    } catch (IOException refused) {
      complaints.accept("The stream cannot be opened: " + Escaper.escape(refused.toString()));
      failed = AbandonReason.SOURCE_FAILED;
      return new SourceResult.Unavailable(id, AbandonReason.SOURCE_FAILED);
    }
  }

  private long endBytes() {
    return entry.sizeBytes() == ManifestEntry.UNKNOWN_SIZE ? Extent.ENDLESS : entry.sizeBytes();
  }

  private StreamInput opened() {
    StreamInput open = input;
    if (open == null) {
      throw new IllegalStateException("the stream is read before it is opened");
    }
    return open;
  }

  private SourceResult read(SendBlock block) throws InterruptedException {
    AbandonReason reason = failed;
    if (reason == null) {
      reason = fill(block);
      failed = reason;
    }
    return reason == null ? new SourceResult.Filled(block) : new SourceResult.Unread(block, reason);
  }

  /// Fills one payload after the other as long as bytes are there without waiting.
  private @Nullable AbandonReason fill(SendBlock block) throws InterruptedException {
    int length = 0;
    StreamInput in = opened();
    try {
      for (int i = 0; i < block.payloads() && !ended && (i == 0 || in.isReady()); i++) {
        int filled = fill(block.array(), block.payloadAt(i), block.payloadLength(i));
        hasher.put(block.array(), block.payloadAt(i), filled, block::rangeEnds);
        length += filled;
        if (filled < block.payloadLength(i)) {
          break;
        }
      }
    } catch (IOException unreadable) {
      complaints.accept("The stream cannot be read: " + Escaper.escape(unreadable.toString()));
      return AbandonReason.SOURCE_FAILED;
    }
    block.came(offset, length);
    offset += length;
    return length == 0 ? end(block) : null;
  }

  /// Bytes for one payload: those that are there now, at least one but at the end.
  private int fill(byte[] array, int at, int length) throws IOException {
    int filled = 0;
    do {
      int count = opened().read(array, at + filled, length - filled);
      if (count < 0) {
        ended = true;
        break;
      }
      filled += count;
    } while (filled < length && opened().isReady());
    return filled;
  }

  private @Nullable AbandonReason end(SendBlock block) throws InterruptedException {
    ended = true;
    String complaint = opened().verdict();
    if (complaint != null) {
      complaints.accept(complaint);
      return AbandonReason.SOURCE_FAILED;
    }
    hasher.end(block::rangeEnds);
    return null;
  }
}
