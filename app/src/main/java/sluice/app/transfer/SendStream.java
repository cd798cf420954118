package sluice.app.transfer;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns the disk's results, in their order, into the messages of `data`, as far as the receiver's credit and the
/// channel's room go.
final class SendStream {
  private static final int NONE = -1;

  private final List<ManifestEntry> entries;
  private final SendProgress progress;
  private final SendPlan plan;
  private final ArrayDeque<SourceResult> results = new ArrayDeque<>();
  private final ByteBuffer small = ByteBuffer.allocate(DataHeader.BYTES + DataHeader.SHA256_BYTES);
  private final SendCommand.SendData smallCommand = new SendCommand.SendData(small);
  private final ArrayDeque<TransferEvent> events = new ArrayDeque<>();
  private @Nullable SendBlock block;
  private int payload;
  private int hash;
  private int started = NONE;
  private long hashed;
  private long sent;
  private long spent;
  private long credit;
  private long room;

  SendStream(List<ManifestEntry> entries, SendProgress progress, SendPlan plan) {
    this.entries = entries;
    this.progress = progress;
    this.plan = plan;
  }

  void add(SourceResult result) {
    plan.answered();
    results.add(result);
  }

  void credit(long bytes) throws MalformedMessageException {
    if (bytes < credit) {
      throw new MalformedMessageException("credit was taken back");
    }
    credit = bytes;
  }

  void room(long bytes) {
    room = bytes;
  }

  Stall waitingFor() {
    if (results.isEmpty() && block == null) {
      return plan.isWaitingForDisk() ? Stall.LOCAL_DISK : Stall.REMOTE_DISK;
    }
    boolean lacksCredit = spent + DataHeader.cost(Limits.MESSAGE_BYTES) > credit;
    return lacksCredit ? Stall.REMOTE_DISK : Stall.NETWORK;
  }

  @Nullable SourceCommand pollDisk() {
    return plan.poll();
  }

  boolean isEmpty() {
    return results.isEmpty() && block == null && started == NONE;
  }

  @Nullable TransferEvent pollEvent() {
    return events.poll();
  }

  /// The next message, or null: nothing is ready, or it may not be sent yet.
  SendCommand.@Nullable SendData poll() {
    if (started != NONE && progress.isSkipped(started)) {
      return abandonStarted(AbandonReason.SKIPPED);
    }
    while (true) {
      if (block != null) {
        if (hashIsDue() || payload < block.payloads()) {
          return hashIsDue() ? rangeHash(block) : bytes(block);
        }
        plan.release(block);
        block = null;
      }
      SourceResult result = results.peek();
      if (result == null) {
        return null;
      }
      if (isMoot(result)) {
        results.remove();
      } else if (result instanceof SourceResult.Filled(SendBlock filled)) {
        results.remove();
        begin(filled);
      } else {
        return small(result);
      }
    }
  }

  /// Whether nothing is to be said about this result any more; gives its block back.
  private boolean isMoot(SourceResult result) {
    return switch (result) {
      case SourceResult.Opened(int id) -> progress.isUnwanted(id);
      case SourceResult.Unavailable(int id, AbandonReason reason) -> progress.isUnwanted(id);
      case SourceResult.Closed closed -> progress.isUnwanted(closed.id());
      case SourceResult.Filled(SendBlock filled) -> releaseUnwanted(filled);
      case SourceResult.Unread(SendBlock unread, AbandonReason reason) -> releaseUnwanted(unread);
    };
  }

  private boolean releaseUnwanted(SendBlock unwanted) {
    if (!progress.isUnwanted(unwanted.id())) {
      return false;
    }
    plan.release(unwanted);
    return true;
  }

  private void begin(SendBlock filled) {
    if (filled.id() != started || filled.offset() != sent) {
      throw new IllegalStateException("the disk's results are out of order");
    }
    block = filled;
    payload = 0;
    hash = 0;
  }

  private boolean hashIsDue() {
    if (started == NONE) {
      return false;
    }
    long size = entries.get(started).sizeBytes();
    return hashed < size && sent >= Math.min(hashed + Limits.RANGE_BYTES, size);
  }

  private SendCommand.@Nullable SendData bytes(SendBlock from) {
    int length = from.payloadLength(payload);
    if (!spend(DataHeader.BYTES + length)) {
      return null;
    }
    sent += length;
    progress.sentBytes(length);
    return from.message(payload++);
  }

  private SendCommand.@Nullable SendData rangeHash(SendBlock from) {
    if (!spend(DataHeader.BYTES + DataHeader.RANGE_HASH_BYTES)) {
      return null;
    }
    if (hash == from.hashCount()) {
      throw new IllegalStateException("the disk did not tell the hash of a range");
    }
    header(DataHeader.RANGE_HASH, 0, started, hashed, DataHeader.RANGE_HASH_BYTES);
    small.putLong(from.hashHigh(hash)).putLong(from.hashLow(hash)).flip();
    hash++;
    hashed = Math.min(hashed + Limits.RANGE_BYTES, entries.get(started).sizeBytes());
    return smallCommand;
  }

  private SendCommand.@Nullable SendData small(SourceResult result) {
    return switch (result) {
      case SourceResult.Opened(int id) -> start(id);
      case SourceResult.Unavailable(int id, AbandonReason reason) -> abandon(id, reason);
      case SourceResult.Unread(SendBlock unread, AbandonReason reason) -> {
        SendCommand.SendData message = abandon(unread.id(), reason);
        if (message != null) {
          plan.release(unread);
        }
        yield message;
      }
      case SourceResult.Closed closed -> end(closed);
      case SourceResult.Filled filled -> throw new IllegalStateException("not small: " + filled);
    };
  }

  private SendCommand.@Nullable SendData start(int id) {
    if (!spend(DataHeader.BYTES)) {
      return null;
    }
    results.remove();
    progress.started(id);
    started = id;
    sent = 0;
    hashed = 0;
    header(DataHeader.START, 0, id, 0, 0);
    small.flip();
    return smallCommand;
  }

  private SendCommand.@Nullable SendData end(SourceResult.Closed closed) {
    byte[] sha256 = closed.sha256();
    int length = sha256 == null ? 0 : DataHeader.SHA256_BYTES;
    if (!spend(DataHeader.BYTES + length)) {
      return null;
    }
    results.remove();
    int flags =
        (closed.changed() ? DataHeader.CHANGED : 0) | (length == 0 ? 0 : DataHeader.WITH_SHA256);
    header(DataHeader.END, flags, closed.id(), sent, length);
    if (sha256 != null) {
      small.put(sha256);
    }
    small.flip();
    started = NONE;
    progress.sent(closed.id(), closed.changed());
    if (closed.changed()) {
      events.add(new TransferEvent.Problem(new SourceProblem(entries.get(closed.id()), null)));
    }
    return smallCommand;
  }

  private SendCommand.@Nullable SendData abandon(int id, AbandonReason reason) {
    if (!spend(DataHeader.BYTES + 1)) {
      return null;
    }
    results.remove();
    started = NONE;
    events.add(new TransferEvent.Problem(progress.abandoned(id, reason)));
    return abandonMessage(id, reason);
  }

  /// Ends a file in the middle that the receiver no longer wants.
  private SendCommand.@Nullable SendData abandonStarted(AbandonReason reason) {
    if (!spend(DataHeader.BYTES + 1)) {
      return null;
    }
    if (block != null) {
      plan.release(block);
      block = null;
    }
    int id = started;
    started = NONE;
    return abandonMessage(id, reason);
  }

  private SendCommand.SendData abandonMessage(int id, AbandonReason reason) {
    header(DataHeader.ABANDON, 0, id, 0, 1);
    small.put((byte) reason.wireCode()).flip();
    return smallCommand;
  }

  private void header(int kind, int flags, int id, long offset, int length) {
    small.clear();
    DataHeader.write(small, kind, flags, id, offset, length);
  }

  private boolean spend(int messageBytes) {
    long cost = DataHeader.cost(messageBytes);
    if (spent + cost > credit || messageBytes > room) {
      return false;
    }
    spent += cost;
    room -= messageBytes;
    return true;
  }
}
