package sluice.transport.sctp.send;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Messages that wait for their TSNs, by stream, and the scheduler between the streams: round robin by message (RFC
/// 8260, section 3.2). A message once begun is finished first, since fragments of different messages cannot mix without
/// I-DATA; so a message of a quiet stream waits for one message of a busy one at most.
public final class SendQueue {
  private static final int MAX_POOLED = 1024;

  private final ArrayDeque<Message> pool = new ArrayDeque<>();
  private final ReleaseSink sink;
  private final long capacityBytes;
  private @Nullable OutboundStream[] streams = new @Nullable OutboundStream[16];
  private @Nullable OutboundStream roundHead;
  private @Nullable OutboundStream roundTail;
  private @Nullable Message current;
  private long bufferedBytes;
  private int streamLimit = 65_536;

  SendQueue(long capacityBytes, ReleaseSink sink) {
    this.capacityBytes = capacityBytes;
    this.sink = sink;
  }

  /// What became of a message.
  public enum Admission {
    QUEUED,
    BUFFER_FULL,
    NO_SUCH_STREAM,
    STREAM_RESETTING
  }

  /// How many streams the peer takes; messages queued before for streams beyond are dropped.
  void limitStreams(int count) {
    streamLimit = count;
    for (int id = count; id < streams.length; id++) {
      OutboundStream stream = streams[id];
      while (stream != null && stream.head != null) {
        drop(stream, stream.removeHead());
      }
    }
  }

  Admission add(
      int streamId,
      int payloadProtocolId,
      boolean unordered,
      int maxRetransmissions,
      long expiryNanos,
      ByteBuffer buffer) {
    if (streamId < 0 || streamId >= streamLimit) {
      return Admission.NO_SUCH_STREAM;
    }
    OutboundStream stream = stream(streamId);
    if (stream.resetting) {
      return Admission.STREAM_RESETTING;
    }
    int length = buffer.remaining();
    if (bufferedBytes + length > capacityBytes) {
      return Admission.BUFFER_FULL;
    }
    Message message = pool.isEmpty() ? new Message() : pool.pop();
    message.buffer = buffer;
    message.offset = buffer.position();
    message.length = length;
    message.streamId = streamId;
    message.payloadProtocolId = payloadProtocolId;
    message.unordered = unordered;
    message.maxRetransmissions = maxRetransmissions;
    message.expiryNanos = expiryNanos;
    message.fragmentedBytes = 0;
    message.outstandingFragments = 0;
    message.abandoned = false;
    stream.add(message);
    stream.bufferedBytes += length;
    bufferedBytes += length;
    if (current == null || current.streamId != streamId) {
      schedule(stream);
    }
    return Admission.QUEUED;
  }

  /// The message to take the next fragment from: the one begun, else the next in the round that has not expired.
  @Nullable Message peek(long nowNanos) {
    if (current != null) {
      return current;
    }
    OutboundStream stream = roundHead;
    while (stream != null) {
      Message message = stream.head;
      if (message == null) {
        unscheduleHead(stream);
      } else if (message.hasExpired(nowNanos)) {
        drop(stream, stream.removeHead());
      } else {
        return message;
      }
      stream = roundHead;
    }
    return null;
  }

  /// A fragment of the peeked message gets a TSN.
  void fragmentTaken(Message message, int bytes) {
    if (message.fragmentedBytes == 0) {
      begin(message);
    }
    message.fragmentedBytes += bytes;
    message.outstandingFragments++;
    if (message.isFragmented()) {
      endTurn(message);
    }
  }

  /// Only now its stream joins the round again: one that became busy meanwhile goes first.
  private void endTurn(Message message) {
    current = null;
    OutboundStream stream = stream(message.streamId);
    if (stream.head != null) {
      schedule(stream);
    }
  }

  private void begin(Message message) {
    OutboundStream stream = stream(message.streamId);
    if (stream != roundHead || stream.removeHead() != message) {
      throw new IllegalStateException("a message out of its turn");
    }
    if (!message.unordered) {
      message.ssn = stream.nextSsn;
      stream.nextSsn = (stream.nextSsn + 1) & 0xFFFF;
    }
    current = message;
    unscheduleHead(stream);
  }

  /// The rest of a message, begun and given up, is not sent.
  void giveUpRest(Message message) {
    message.fragmentedBytes = message.length;
    if (current == message) {
      endTurn(message);
    }
  }

  /// A fragment left the outstanding ones for good. The message goes when it was the last.
  void fragmentSettled(Message message) {
    message.outstandingFragments--;
    if (message.outstandingFragments == 0 && message.isFragmented()) {
      release(stream(message.streamId), message);
    }
  }

  private void drop(OutboundStream stream, Message message) {
    release(stream, message);
  }

  private void release(OutboundStream stream, Message message) {
    long before = stream.bufferedBytes;
    stream.bufferedBytes -= message.length;
    bufferedBytes -= message.length;
    ByteBuffer buffer = message.buffer;
    message.buffer = Message.NOTHING;
    if (pool.size() < MAX_POOLED) {
      pool.push(message);
    }
    sink.released(stream.id, buffer);
    if (before > stream.lowThreshold && stream.bufferedBytes <= stream.lowThreshold) {
      sink.bufferedLow(stream.id);
    }
  }

  /// Drops all that has no TSN yet, as an association does that ends.
  void clear() {
    Message begun = current;
    current = null;
    if (begun != null) {
      giveUpRest(begun);
    }
    for (OutboundStream stream : streams) {
      while (stream != null && stream.head != null) {
        drop(stream, stream.removeHead());
      }
    }
    roundHead = null;
    roundTail = null;
    for (OutboundStream stream : streams) {
      if (stream != null) {
        stream.scheduled = false;
        stream.nextScheduled = null;
      }
    }
  }

  public boolean isEmpty() {
    if (current != null) {
      return false;
    }
    OutboundStream stream = roundHead;
    while (stream != null) {
      if (stream.head != null) {
        return false;
      }
      stream = stream.nextScheduled;
    }
    return true;
  }

  public long bufferedBytes() {
    return bufferedBytes;
  }

  public long bufferedBytes(int streamId) {
    OutboundStream stream = streamId < streams.length ? streams[streamId] : null;
    return stream == null ? 0 : stream.bufferedBytes;
  }

  public void lowThreshold(int streamId, long bytes) {
    stream(streamId).lowThreshold = bytes;
  }

  /// No messages are taken on these streams until the reset is performed or refused.
  public void beginReset(Collection<Integer> ids) {
    for (int id : ids) {
      stream(id).resetting = true;
    }
  }

  /// Whether all that was handed over on the stream is acknowledged or given up.
  public boolean isDrained(int streamId) {
    return bufferedBytes(streamId) == 0;
  }

  /// The reset was performed: the streams begin anew.
  public void resetPerformed(Collection<Integer> ids) {
    for (int id : ids) {
      OutboundStream stream = stream(id);
      stream.resetting = false;
      stream.nextSsn = 0;
    }
  }

  /// The reset was refused: the streams go on as they were.
  public void resetRefused(Collection<Integer> ids) {
    for (int id : ids) {
      stream(id).resetting = false;
    }
  }

  private void schedule(OutboundStream stream) {
    if (stream.scheduled) {
      return;
    }
    stream.scheduled = true;
    stream.nextScheduled = null;
    OutboundStream last = roundTail;
    if (last == null) {
      roundHead = stream;
    } else {
      last.nextScheduled = stream;
    }
    roundTail = stream;
  }

  private void unscheduleHead(OutboundStream stream) {
    roundHead = stream.nextScheduled;
    if (roundHead == null) {
      roundTail = null;
    }
    stream.scheduled = false;
    stream.nextScheduled = null;
  }

  private OutboundStream stream(int id) {
    if (id >= streams.length) {
      streams = Arrays.copyOf(streams, Integer.highestOneBit(id) << 1);
    }
    OutboundStream stream = streams[id];
    if (stream == null) {
      stream = new OutboundStream(id);
      streams[id] = stream;
    }
    return stream;
  }
}
