package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;

/// A chunk of a type we do not know; its two highest bits say what to do with it.
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |     Type      |  Chunk Flags  |         Chunk Length          |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// \                          Chunk Value                          \
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record UnknownChunk(int type, int flags, ByteBuffer value) implements Chunk {

  public UnknownChunk {
    value = value.slice();
  }

  /// Reads the chunk at the buffer's position, whatever its type.
  public static Parsed<UnknownChunk> parse(ByteBuffer chunk) {
    if (chunk.remaining() < ChunkHeader.BYTES) {
      return Parsed.malformed(ParseError.TRUNCATED);
    }
    int at = chunk.position();
    int lengthBytes = ChunkHeader.lengthBytes(chunk, at);
    if (lengthBytes < ChunkHeader.BYTES) {
      return Parsed.malformed(ParseError.LENGTH);
    }
    if (lengthBytes > chunk.remaining()) {
      return Parsed.malformed(ParseError.TRUNCATED);
    }
    return Parsed.value(
        new UnknownChunk(
            ChunkHeader.type(chunk, at),
            ChunkHeader.flags(chunk, at),
            ChunkHeader.tail(chunk, ChunkHeader.BYTES)));
  }

  /// What its type asks of a receiver that does not know it.
  public UnknownTypeRule rule() {
    return UnknownTypeRule.ofChunkType(type);
  }

  @Override
  public ByteBuffer value() {
    return value.duplicate();
  }

  @Override
  public int lengthBytes() {
    return ChunkHeader.BYTES + value.limit();
  }

  @Override
  public void writeTo(ByteBuffer to) {
    ChunkHeader.write(to, type, flags, lengthBytes());
    to.put(value());
    Tlv.pad(to, value.limit());
  }
}
