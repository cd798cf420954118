package sluice.signaling.ws;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.signaling.wire.WireLimits;

/// Datagrams on their way into a WebSocket, several a message: `docs/protocol.md`, section 2.7. When
/// more come than leave, the oldest are dropped: who sends datagrams expects that, and a late one is
/// worth less than a fresh one. Not for several threads.
final class DatagramQueue {
  /// What may wait: the room of a relay's queue at 2.5 MB/s.
  static final int MAX_WAITING_BYTES = 262_144;

  /// What a datagram costs there beside its bytes: tiny ones must not pile up without end.
  static final int OVERHEAD_BYTES = 64;

  private final Deque<byte[]> waiting = new ArrayDeque<>();

  /// As they are written into messages.
  private int waitingBytes;

  /// Takes a copy of a datagram.
  void add(ByteBuffer datagram) {
    byte[] copy = new byte[datagram.remaining()];
    datagram.get(copy);
    waiting.addLast(copy);
    waitingBytes += Short.BYTES + copy.length;
    while (waitingBytes + waiting.size() * OVERHEAD_BYTES > MAX_WAITING_BYTES) {
      waitingBytes -= Short.BYTES + waiting.removeFirst().length;
    }
  }

  /// The next message, as full as it can be, or null.
  @Nullable ByteBuffer next() {
    if (waiting.isEmpty()) {
      return null;
    }
    ByteBuffer message =
        ByteBuffer.allocate(Math.min(waitingBytes, WireLimits.MAX_FORWARDED_BYTES));
    byte[] head;
    while ((head = waiting.peekFirst()) != null
        && Short.BYTES + head.length <= message.remaining()) {
      waiting.removeFirst();
      waitingBytes -= Short.BYTES + head.length;
      message.putShort((short) head.length).put(head);
    }
    return message.flip();
  }

  void clear() {
    waiting.clear();
    waitingBytes = 0;
  }

  int waitingBytes() {
    return waitingBytes;
  }

  int waiting() {
    return waiting.size();
  }

  /// Takes a message apart. What is left after the last whole datagram is left out.
  static void split(ByteBuffer message, Consumer<ByteBuffer> receiver) {
    while (message.remaining() > Short.BYTES) {
      int length = Short.toUnsignedInt(message.getShort());
      if (length == 0 || length > message.remaining() || length > WireLimits.MAX_DATAGRAM_BYTES) {
        return;
      }
      receiver.accept(message.slice(message.position(), length));
      message.position(message.position() + length);
    }
  }
}
