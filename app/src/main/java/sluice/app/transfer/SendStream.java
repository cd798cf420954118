package sluice.app.transfer;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns the disk's results, in their order, into the messages of `data`, as far as the receiver's credit and the
/// channel's room go.
final class SendStream {
  private static final int NONE = -1;

  private final Manifest manifest;
  private final SendProgress progress;
  private final SendPlan plan;
  private final ArrayDeque<SourceResult> results = new ArrayDeque<>();
  private final ByteBuffer small = ByteBuffer.allocate(DataHeader.BYTES + DataHeader.SHA256_BYTES);
  private final SendCommand.SendData smallCommand = new SendCommand.SendData(small);
  private final ArrayDeque<TransferEvent> events = new ArrayDeque<>();
  private final Haves haves;

  /// What the receiver has, and was not told yet that it is right.
  private final ArrayDeque<Match> matches = new ArrayDeque<>();

  private @Nullable SendBlock block;
  private @Nullable SendBatch sentBatch;
  private int payload;
  private int sentOfBlock;
  private int hash;
  private boolean lastRangeSent;
  private int started = NONE;
  private long position;
  private long sentOfFile;
  private long spent;
  private long credit;
  private long room;

  SendStream(Manifest manifest, SendProgress progress, Haves haves, SendPlan plan) {
    this.haves = haves;
    this.manifest = manifest;
    this.progress = progress;
    this.plan = plan;
  }

  void add(SourceResult result) {
    plan.answered(result);
    results.add(result);
  }

  void credit(long bytes) {
    credit = bytes;
  }

  void room(long bytes) {
    room = bytes;
  }

  void judged(int entries) {
    plan.judged(entries);
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

  /// Whether all that was offered until now is sent.
  boolean isFinished() {
    return results.isEmpty() && block == null && started == NONE && plan.isFinished();
  }

  @Nullable TransferEvent pollEvent() {
    return events.poll();
  }

  /// The next message, or null: nothing is ready, or it may not be sent yet.
  SendCommand.@Nullable SendData poll() {
    SendBatch before = sentBatch;
    if (before != null) {
      sentBatch = null;
      plan.release(before);
    }
    if (started != NONE && progress.isUnwanted(started)) {
      return abandonStarted();
    }
    while (true) {
      if (block != null) {
        if (hashIsDue(block) || payload < block.payloads()) {
          return hashIsDue(block) ? rangeHash(block) : bytes(block);
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
      } else if (isDue(matches.peek(), result)) {
        return match(matches.element());
      } else if (result instanceof SourceResult.Searched(_, _, List<Match> found)) {
        results.remove();
        matches.addAll(found);
      } else if (result instanceof SourceResult.Filled(SendBlock filled)) {
        results.remove();
        begin(filled);
      } else {
        return message(result);
      }
    }
  }

  /// Whether a match lies before what comes next.
  private static boolean isDue(@Nullable Match match, SourceResult next) {
    if (match == null) {
      return false;
    }
    return switch (next) {
      case SourceResult.Filled(SendBlock filled) -> match.offset() < filled.offset();
      case SourceResult.Searched _, SourceResult.Closed _ -> true;
      case SourceResult.Opened _,
          SourceResult.Unavailable _,
          SourceResult.Unread _,
          SourceResult.Batched _,
          SourceResult.Walked _,
          SourceResult.Counted _ ->
          false;
    };
  }

  /// Says that the receiver has this already.
  private SendCommand.@Nullable SendData match(Match match) {
    Haves.Having having = haves.of(started);
    boolean copies = having != null && having.base() == Base.OLD;
    int length = copies ? DataHeader.COPY_BYTES : DataHeader.KEEP_BYTES;
    if (!spend(DataHeader.BYTES + length, 1)) {
      return null;
    }
    matches.remove();
    header(copies ? DataHeader.COPY : DataHeader.KEEP, 0, started, match.offset(), length);
    if (copies) {
      small.putLong(match.at());
    }
    small.putLong(match.length()).flip();
    position = match.end();
    sentOfFile += match.length();
    progress.sentBytes(match.length());
    return smallCommand;
  }

  /// Whether nothing is to be said about this result any more; gives its block back.
  private boolean isMoot(SourceResult result) {
    return switch (result) {
      case SourceResult.Opened opened -> progress.isUnwanted(opened.id());
      case SourceResult.Unavailable(int id, AbandonReason reason) -> progress.isUnwanted(id);
      case SourceResult.Closed closed -> progress.isUnwanted(closed.id());
      case SourceResult.Filled(SendBlock filled) -> releaseUnwanted(filled);
      case SourceResult.Unread(SendBlock unread, AbandonReason reason) -> releaseUnwanted(unread);
      case SourceResult.Searched searched -> progress.isUnwanted(searched.id());
      case SourceResult.Batched _ -> false;
      case SourceResult.Walked _, SourceResult.Counted _ -> throw new IllegalStateException();
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
    if (filled.id() != started || filled.offset() < position) {
      throw new IllegalStateException("the disk's results are out of order");
    }
    block = filled;
    payload = 0;
    sentOfBlock = 0;
    hash = 0;
  }

  private boolean hashIsDue(SendBlock from) {
    return hash < from.hashCount() && sentOfBlock >= from.bytesBefore(hash);
  }

  private SendCommand.@Nullable SendData bytes(SendBlock from) {
    int length = from.payloadLength(payload);
    if (!spend(from.messageBytes(payload), 1, from.unpackedBytes(payload))) {
      return null;
    }
    sentOfBlock += length;
    position = from.offset() + sentOfBlock;
    sentOfFile += length;
    progress.sentBytes(length);
    return from.message(payload++);
  }

  private SendCommand.@Nullable SendData rangeHash(SendBlock from) {
    if (!spend(DataHeader.BYTES + DataHeader.RANGE_HASH_BYTES, 1)) {
      return null;
    }
    header(DataHeader.RANGE_HASH, 0, started, from.rangeStart(hash), DataHeader.RANGE_HASH_BYTES);
    small.putLong(from.hashHigh(hash)).putLong(from.hashLow(hash)).flip();
    hash++;
    return smallCommand;
  }

  private SendCommand.@Nullable SendData message(SourceResult result) {
    return switch (result) {
      case SourceResult.Opened opened -> start(opened);
      case SourceResult.Unavailable(int id, AbandonReason reason) -> abandon(id, reason);
      case SourceResult.Unread(SendBlock unread, AbandonReason reason) -> {
        SendCommand.SendData message = abandon(unread.id(), reason);
        if (message != null) {
          plan.release(unread);
        }
        yield message;
      }
      case SourceResult.Batched(SendBatch batch) -> files(batch);
      case SourceResult.Closed closed -> end(closed);
      case SourceResult.Filled _,
          SourceResult.Searched _,
          SourceResult.Walked _,
          SourceResult.Counted _ ->
          throw new IllegalStateException("no message of its own: " + result);
    };
  }

  private SendCommand.@Nullable SendData start(SourceResult.Opened opened) {
    ManifestEntry entry = manifest.at(opened.id()).entry();
    boolean renewed =
        entry instanceof ManifestEntry.File
            && (opened.sizeBytes() != entry.sizeBytes()
                || (entry.modified() != null && !entry.modified().equals(opened.modified())));
    ModificationTime modified = opened.modified();
    int length = renewed && modified != null ? DataHeader.RENEWAL_BYTES : 0;
    if (!spend(DataHeader.BYTES + length, 1)) {
      return null;
    }
    results.remove();
    started = opened.id();
    matches.clear();
    lastRangeSent = false;
    position = 0;
    sentOfFile = 0;
    progress.started(started);
    header(DataHeader.START, length == 0 ? 0 : DataHeader.RENEWED, started, 0, length);
    if (length > 0 && modified != null) {
      progress.renewed(started, opened.sizeBytes(), modified);
      small.putLong(opened.sizeBytes()).putLong(modified.seconds()).putInt(modified.nanos());
    }
    small.flip();
    return smallCommand;
  }

  private SendCommand.@Nullable SendData end(SourceResult.Closed closed) {
    SourceResult.RangeEnd last = closed.lastRange();
    if (last != null && !lastRangeSent) {
      return lastRange(last);
    }
    byte[] sha256 = closed.sha256();
    int length = sha256 == null ? 0 : DataHeader.SHA256_BYTES;
    if (!spend(DataHeader.BYTES + length, 1)) {
      return null;
    }
    results.remove();
    int flags =
        (closed.changed() ? DataHeader.CHANGED : 0) | (length == 0 ? 0 : DataHeader.WITH_SHA256);
    long size = manifest.at(closed.id()).entry().sizeBytes();
    header(DataHeader.END, flags, closed.id(), size < 0 ? position : size, length);
    if (sha256 != null) {
      small.put(sha256);
    }
    small.flip();
    started = NONE;
    haves.forget(closed.id());
    progress.holes(size < 0 ? 0 : size - sentOfFile);
    if (closed.changed()) {
      events.add(new TransferEvent.Problem(progress.changed(closed.id())));
    }
    manifest.ended(closed.id(), position);
    progress.sent(closed.id());
    return smallCommand;
  }

  private SendCommand.@Nullable SendData lastRange(SourceResult.RangeEnd range) {
    if (!spend(DataHeader.BYTES + DataHeader.RANGE_HASH_BYTES, 1)) {
      return null;
    }
    lastRangeSent = true;
    header(DataHeader.RANGE_HASH, 0, started, range.start(), DataHeader.RANGE_HASH_BYTES);
    small.putLong(range.hashHigh()).putLong(range.hashLow()).flip();
    return smallCommand;
  }

  private SendCommand.@Nullable SendData files(SendBatch batch) {
    if (!spend(batch.messageBytes(), 1 + batch.outcomes().size(), batch.unpackedBytes())) {
      return null;
    }
    results.remove();
    for (SendBatch.Outcome outcome : batch.outcomes()) {
      tell(outcome);
    }
    // Its bytes are the channel's until the next poll.
    sentBatch = batch;
    return batch.message();
  }

  private void tell(SendBatch.Outcome outcome) {
    int id = outcome.member().id();
    progress.sentBytes(outcome.lengthBytes());
    if (progress.isUnwanted(id)) {
      return;
    }
    AbandonReason reason = outcome.reason();
    if (reason != null) {
      events.add(new TransferEvent.Problem(progress.abandoned(id, reason)));
      return;
    }
    progress.started(id);
    if (outcome.renewed() != null) {
      progress.renewed(id, outcome.lengthBytes(), outcome.renewed());
    }
    if (outcome.changed()) {
      events.add(new TransferEvent.Problem(progress.changed(id)));
    }
    progress.sent(id);
  }

  private SendCommand.@Nullable SendData abandon(int id, AbandonReason reason) {
    if (!spend(DataHeader.BYTES + 1, 1)) {
      return null;
    }
    results.remove();
    started = NONE;
    matches.clear();
    haves.forget(id);
    events.add(new TransferEvent.Problem(progress.abandoned(id, reason)));
    return abandonMessage(id, reason);
  }

  /// Ends a file in the middle that the receiver no longer wants.
  private SendCommand.@Nullable SendData abandonStarted() {
    if (!spend(DataHeader.BYTES + 1, 1)) {
      return null;
    }
    if (block != null) {
      plan.release(block);
      block = null;
    }
    int id = started;
    started = NONE;
    matches.clear();
    haves.forget(id);
    return abandonMessage(id, AbandonReason.SKIPPED);
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

  /// @param units the message, and each record in it
  private boolean spend(int messageBytes, int units) {
    return spend(messageBytes, units, 0);
  }

  /// @param unpackedBytes what a packed payload becomes, which is charged as well
  private boolean spend(int messageBytes, int units, int unpackedBytes) {
    long cost = messageBytes + (long) units * Limits.MESSAGE_COST + unpackedBytes;
    if (spent + cost > credit || messageBytes > room) {
      return false;
    }
    spent += cost;
    room -= messageBytes;
    return true;
  }
}
