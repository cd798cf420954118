package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The shape that parameters and error causes share: 16-bit type, 16-bit length with the header
/// counted and the padding not, value, padding to a multiple of four (RFC 9260, section 3.2.1).
final class Tlv {
  static final int HEADER_BYTES = 4;

  private Tlv() {}

  static int paddedBytes(int lengthBytes) {
    return (lengthBytes + 3) & ~3;
  }

  static int type(ByteBuffer tlv) {
    return tlv.getShort(tlv.position()) & 0xFFFF;
  }

  static int lengthBytes(ByteBuffer tlv) {
    return tlv.getShort(tlv.position() + 2) & 0xFFFF;
  }

  /// What is wrong with the TLV at the position, whose value is any number of bytes when
  /// `valueBytes` is 0, else exactly that many.
  static @Nullable ParseError check(ByteBuffer tlv, int type, int valueBytes) {
    if (tlv.remaining() < HEADER_BYTES) {
      return ParseError.TRUNCATED;
    }
    if (type(tlv) != type) {
      return ParseError.TYPE;
    }
    int lengthBytes = lengthBytes(tlv);
    if (lengthBytes < HEADER_BYTES
        || (valueBytes > 0 && lengthBytes != HEADER_BYTES + valueBytes)) {
      return ParseError.LENGTH;
    }
    return lengthBytes > tlv.remaining() ? ParseError.TRUNCATED : null;
  }

  /// Whether a whole TLV stands at the buffer's position.
  static boolean isWhole(ByteBuffer tlv) {
    return tlv.remaining() >= HEADER_BYTES
        && lengthBytes(tlv) >= HEADER_BYTES
        && lengthBytes(tlv) <= tlv.remaining();
  }

  static ByteBuffer value(ByteBuffer tlv) {
    return tlv.slice(tlv.position() + HEADER_BYTES, lengthBytes(tlv) - HEADER_BYTES);
  }

  /// Steps over the TLV at the position, and its padding so far as it is there.
  static void skip(ByteBuffer tlv) {
    int next = tlv.position() + paddedBytes(lengthBytes(tlv));
    tlv.position(Math.min(next, tlv.limit()));
  }

  static void writeHeader(ByteBuffer to, int type, int valueBytes) {
    int lengthBytes = HEADER_BYTES + valueBytes;
    if (lengthBytes > 0xFFFF) {
      throw new IllegalStateException("a value of " + valueBytes + " bytes fits no 16-bit length");
    }
    to.putShort((short) type).putShort((short) lengthBytes);
  }

  static void write(ByteBuffer to, int type, ByteBuffer value) {
    int valueBytes = value.remaining();
    writeHeader(to, type, valueBytes);
    to.put(value.duplicate());
    pad(to, valueBytes);
  }

  /// The sender pads with zeros (RFC 9260, section 3.2).
  static void pad(ByteBuffer to, int lengthBytes) {
    for (int i = lengthBytes; i < paddedBytes(lengthBytes); i++) {
      to.put((byte) 0);
    }
  }
}
