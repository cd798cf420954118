package sluice.app.streams;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.app.Escaper;
import sluice.app.files.RangeHasher;
import sluice.app.transfer.DestinationCommand;
import sluice.app.transfer.DestinationResult;
import sluice.app.transfer.ErrorCode;
import sluice.app.transfer.FileName;
import sluice.app.transfer.FileRecord;
import sluice.app.transfer.Hashes;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.Placed;
import sluice.app.transfer.Totals;
import sluice.app.transfer.WriteBlock;

/// Hands what a `ReceiveEngine` receives to one reader instead of the disk, on a thread of its own.
/// What the reader has taken counts as durable: nothing is kept here.
public final class StreamDestination implements AutoCloseable {
  private record RangeHash(long high, long low) {}

  /// Opens it when the offer is accepted, so that a command does not start in vain.
  @FunctionalInterface
  public interface Opener {
    StreamOutput open() throws IOException;
  }

  private final String name;
  private final Opener opener;
  private final Consumer<DestinationResult> results;
  private final LinkedBlockingQueue<DestinationCommand> queue = new LinkedBlockingQueue<>();
  private final ArrayDeque<RangeHash> unchecked = new ArrayDeque<>();
  private RangeHasher hasher = new RangeHasher(ManifestEntry.UNKNOWN_SIZE, Hashes.RANGES);
  private volatile @Nullable StreamOutput output;
  private volatile boolean abandoned;
  private FileName offered = FileName.of("");
  private long written;
  private boolean surplus;
  private boolean planned;

  /// @param name for people: where it goes
  public StreamDestination(String name, Opener opener, Consumer<DestinationResult> results) {
    this.name = name;
    this.opener = opener;
    this.results = results;
    Thread.ofPlatform().daemon().name("sluice-stream-out").start(this::run);
  }

  /// Takes a command; from any thread.
  public void execute(DestinationCommand command) {
    if (command instanceof DestinationCommand.Close(var how)
        && how != DestinationCommand.Leaving.DONE) {
      abandon();
    }
    queue.add(command);
  }

  @Override
  public void close() {
    execute(new DestinationCommand.Close(DestinationCommand.Leaving.REMOVE));
  }

  /// The command dies at once, even while a write to it waits.
  private void abandon() {
    abandoned = true;
    StreamOutput open = output;
    if (open != null) {
      open.abort();
    }
  }

  private void run() {
    try {
      DestinationCommand command = queue.take();
      while (!(command instanceof DestinationCommand.Close)) {
        if (!abandoned) {
          attempt(command);
        }
        command = queue.take();
      }
      results.accept(new DestinationResult.Closed());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void attempt(DestinationCommand command) throws InterruptedException {
    try {
      run(command);
    } catch (StreamOutput.ReaderClosedException closed) {
      fail(ErrorCode.READER_CLOSED, "Whoever read " + name + " closed it.");
    } catch (IOException refused) {
      fail(
          ErrorCode.WRITE_FAILED,
          "Cannot write to " + name + ": " + Escaper.escape(String.valueOf(refused.getMessage())));
    }
  }

  private void run(DestinationCommand command) throws IOException, InterruptedException {
    switch (command) {
      case DestinationCommand.Judge(List<Placed> entries) -> judge(entries);
      case DestinationCommand.Weigh(Totals totals) -> plan(totals);
      case DestinationCommand.WriteFiles files -> writeSmall(files);
      case DestinationCommand.Create(Placed file, Hashes hashes) -> {
        ManifestEntry entry = file.entry();
        hasher = new RangeHasher(entry.sizeBytes(), hashes);
        offered = entry.name();
        begin();
      }
      case DestinationCommand.Write(int id, WriteBlock block) -> {
        write(block);
        results.accept(new DestinationResult.Written(id, block));
      }
      case DestinationCommand.CheckRange(_, _, long high, long low) -> rangeIsRight(high, low);
      case DestinationCommand.Sync(int id) ->
          results.accept(new DestinationResult.Synced(id, written));
      case DestinationCommand.Finish(int id, _, byte[] sha256) -> finish(id, sha256);
      case DestinationCommand.Discard(int id) -> {
        abandon();
        results.accept(new DestinationResult.Discarded(id));
      }
      case DestinationCommand.Publish _,
          DestinationCommand.Make _,
          DestinationCommand.Cut _,
          DestinationCommand.Release _,
          DestinationCommand.Keep _,
          DestinationCommand.Close _ ->
          throw new IllegalStateException("never asked of a stream: " + command);
    }
  }

  /// The totals are the sender's word only, and leave room for more: what it then offers may belie them. Before they
  /// are there, it need not be a lie.
  private void judge(List<Placed> entries) {
    surplus |= entries.stream().anyMatch(entry -> entry.id() > 0 || !entry.hasContent());
    if (surplus && planned) {
      failBelied();
    } else {
      results.accept(new DestinationResult.Judged(entries.getLast().id() + 1, List.of()));
    }
  }

  private void failBelied() {
    fail(
        ErrorCode.PROTOCOL,
        "One file or stream was announced for " + name + ", and more than that is offered.");
  }

  private void plan(Totals totals) {
    if (totals.entries() == 1 && totals.files() == 1) {
      planned = true;
      if (surplus) {
        failBelied();
      } else {
        results.accept(new DestinationResult.Weighed(name));
      }
    } else {
      fail(
          ErrorCode.USAGE,
          totals.entries()
              + " things are offered, and "
              + name
              + " takes one; give a folder to -o.");
    }
  }

  /// Opens it, if it is still wanted then: opening may take long.
  ///
  /// @return whether it is
  private boolean begin() throws IOException {
    output = opener.open();
    if (abandoned) {
      abandon();
      return false;
    }
    return true;
  }

  /// The only file, if it is a small one.
  private void writeSmall(DestinationCommand.WriteFiles files)
      throws IOException, InterruptedException {
    for (DestinationCommand.SmallFile file : files.files()) {
      FileRecord record = file.record();
      hasher = new RangeHasher(record.lengthBytes(), file.hashes());
      offered = file.file().entry().name();
      if (!begin()) {
        return;
      }
      opened().write(record.bytes(), record.at(), record.lengthBytes());
      written += record.lengthBytes();
      hasher.put(record.bytes(), record.at(), record.lengthBytes(), this::rangeEnds);
      if (record.lengthBytes() > 0 && !rangeIsRight(record.hashHigh(), record.hashLow())) {
        return;
      }
      results.accept(new DestinationResult.FilesWritten(files));
      finish(record.id(), record.sha256());
    }
  }

  /// Writes, and only then hashes the very array, so that one that is used too early again does not pass.
  private void write(WriteBlock block) throws IOException {
    opened().write(block.array(), 0, block.length());
    written += block.length();
    hasher.put(block.array(), 0, block.length(), this::rangeEnds);
  }

  private void rangeEnds(long rangeStart, long dataEnd, long high, long low) {
    unchecked.add(new RangeHash(high, low));
  }

  /// Fails the transfer where the bytes are others than the sender hashed.
  private boolean rangeIsRight(long high, long low) {
    if (unchecked.isEmpty()) {
      hasher.end(this::rangeEnds);
    }
    boolean right = new RangeHash(high, low).equals(unchecked.poll());
    if (!right) {
      fail(ErrorCode.HASH_MISMATCH, "the bytes of the stream are not what the sender says.");
    }
    return right;
  }

  private void finish(int id, byte @Nullable [] sha256) throws IOException, InterruptedException {
    byte[] ours = hasher.sha256();
    if (sha256 != null && !MessageDigest.isEqual(ours, sha256)) {
      fail(ErrorCode.HASH_MISMATCH, "the SHA-256 of the stream is not what the sender says.");
      return;
    }
    String complaint = opened().finish();
    if (complaint == null) {
      results.accept(
          new DestinationResult.Stored(
              List.of(new DestinationResult.StoredEntry(id, offered, offered, ours))));
    } else {
      fail(ErrorCode.COMMAND_FAILED, complaint);
    }
  }

  private StreamOutput opened() {
    StreamOutput open = output;
    if (open == null) {
      throw new IllegalStateException("the stream was not begun");
    }
    return open;
  }

  private void fail(ErrorCode code, String sentence) {
    abandon();
    results.accept(new DestinationResult.Failed(code, 0, sentence));
  }
}
