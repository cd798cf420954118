package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// SHUTDOWN ACK: answers a SHUTDOWN (RFC 9260, section 3.3.9).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   Type = 8    |  Chunk Flags  |          Length = 4           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record ShutdownAckChunk() implements Chunk {
  /// Chunk type.
  public static final int TYPE = 8;

  /// Reads the SHUTDOWN ACK chunk at the buffer's position.
  public static Parsed<ShutdownAckChunk> parse(ByteBuffer chunk) {
    @Nullable ParseError error = ChunkHeader.check(chunk, TYPE, ChunkHeader.BYTES);
    return error == null ? Parsed.value(new ShutdownAckChunk()) : Parsed.malformed(error);
  }

  @Override
  public int lengthBytes() {
    return ChunkHeader.BYTES;
  }

  @Override
  public void writeTo(ByteBuffer to) {
    ChunkHeader.write(to, TYPE, 0, ChunkHeader.BYTES);
  }
}
