package sluice.transport.channel;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/// Messages on streams that no channel was opened on yet: unordered ones may overtake the
/// DATA_CHANNEL_OPEN of a peer that does not wait for its acknowledgement.
final class EarlyMessages {
  /// Memory that one message takes beside its bytes.
  private static final int OVERHEAD_BYTES = 64;

  record Early(int streamId, int payloadProtocolId, ByteBuffer payload) {}

  private final Deque<Early> messages = new ArrayDeque<>();
  private final int maxBytes;
  private int bytes;

  EarlyMessages(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /// Keeps a copy, if there is room.
  ///
  /// @return false if there was none
  boolean add(int streamId, int payloadProtocolId, ByteBuffer payload) {
    if (payload.remaining() + OVERHEAD_BYTES > maxBytes - bytes) {
      return false;
    }
    ByteBuffer copy = ByteBuffer.allocate(payload.remaining()).put(payload.duplicate()).flip();
    bytes += copy.remaining() + OVERHEAD_BYTES;
    messages.add(new Early(streamId, payloadProtocolId, copy));
    return true;
  }

  /// Takes out what came on a stream.
  List<Early> remove(int streamId) {
    List<Early> removed = new ArrayList<>();
    for (Iterator<Early> all = messages.iterator(); all.hasNext(); ) {
      Early message = all.next();
      if (message.streamId() == streamId) {
        all.remove();
        bytes -= message.payload().remaining() + OVERHEAD_BYTES;
        removed.add(message);
      }
    }
    return removed;
  }

  void clear() {
    messages.clear();
    bytes = 0;
  }
}
