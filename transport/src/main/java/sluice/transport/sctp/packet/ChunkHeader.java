package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The four bytes that begin each chunk, read in place (RFC 9260, section 3.2).
///
/// ```
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |     Type      |     Flags     |            Length             |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public final class ChunkHeader {
  /// Bytes before a chunk's value.
  public static final int BYTES = 4;

  private static final int FLAGS_OFFSET = 1;
  private static final int LENGTH_OFFSET = 2;

  private ChunkHeader() {}

  /// The chunk type, 0 to 255, of the chunk at `offset`.
  public static int type(ByteBuffer buffer, int offset) {
    return buffer.get(offset) & 0xFF;
  }

  /// The chunk flags, 0 to 255.
  public static int flags(ByteBuffer buffer, int offset) {
    return buffer.get(offset + FLAGS_OFFSET) & 0xFF;
  }

  /// The chunk's length in bytes, header counted, padding not.
  public static int lengthBytes(ByteBuffer buffer, int offset) {
    return buffer.getShort(offset + LENGTH_OFFSET) & 0xFFFF;
  }

  /// The bytes a chunk of this length takes in a packet: the next multiple of four.
  public static int paddedBytes(int lengthBytes) {
    return Tlv.paddedBytes(lengthBytes);
  }

  static void write(ByteBuffer to, int type, int flags, int lengthBytes) {
    if (lengthBytes < BYTES || lengthBytes > 0xFFFF) {
      throw new IllegalStateException("a chunk of " + lengthBytes + " bytes cannot be written");
    }
    to.put((byte) type).put((byte) flags).putShort((short) lengthBytes);
  }

  /// What is wrong with the chunk at the buffer's position, before its value is looked at.
  static @Nullable ParseError check(ByteBuffer chunk, int type, int leastBytes) {
    if (chunk.remaining() < BYTES) {
      return ParseError.TRUNCATED;
    }
    if (type(chunk, chunk.position()) != type) {
      return ParseError.TYPE;
    }
    int lengthBytes = lengthBytes(chunk, chunk.position());
    if (lengthBytes < leastBytes) {
      return ParseError.LENGTH;
    }
    return lengthBytes > chunk.remaining() ? ParseError.TRUNCATED : null;
  }

  /// A view of the chunk at the position from `fromBytes` after its type byte to its end.
  static ByteBuffer tail(ByteBuffer chunk, int fromBytes) {
    int lengthBytes = lengthBytes(chunk, chunk.position());
    return chunk.slice(chunk.position() + fromBytes, lengthBytes - fromBytes);
  }
}
