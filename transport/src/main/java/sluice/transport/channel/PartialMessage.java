package sluice.transport.channel;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// The parts of a message that a peer cut up by the deprecated payload protocol identifiers 52 and
/// 54 (RFC 8831, section 6.6).
final class PartialMessage {
  private final MessageKind kind;
  private final int maxBytes;
  private byte[] bytes = new byte[1_024];
  private int sizeBytes;

  PartialMessage(MessageKind kind, int maxBytes) {
    this.kind = kind;
    this.maxBytes = maxBytes;
  }

  MessageKind kind() {
    return kind;
  }

  int sizeBytes() {
    return sizeBytes;
  }

  /// Adds a part.
  ///
  /// @return false if the message would be too long
  boolean add(ByteBuffer part) {
    int partBytes = part.remaining();
    if (partBytes > maxBytes - sizeBytes) {
      return false;
    }
    if (sizeBytes + partBytes > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(sizeBytes + partBytes, 2 * bytes.length));
    }
    part.get(part.position(), bytes, sizeBytes, partBytes);
    sizeBytes += partBytes;
    return true;
  }

  ByteBuffer message() {
    return ByteBuffer.wrap(bytes, 0, sizeBytes);
  }
}
