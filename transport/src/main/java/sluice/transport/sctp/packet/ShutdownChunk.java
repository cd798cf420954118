package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// SHUTDOWN: begins the graceful end (RFC 9260, section 3.3.8).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   Type = 7    |  Chunk Flags  |          Length = 8           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                      Cumulative TSN Ack                       |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record ShutdownChunk(int cumulativeTsnAck) implements Chunk {
  /// Chunk type.
  public static final int TYPE = 7;

  private static final int BYTES = 8;

  /// Reads the SHUTDOWN chunk at the buffer's position.
  public static Parsed<ShutdownChunk> parse(ByteBuffer chunk) {
    @Nullable ParseError error = ChunkHeader.check(chunk, TYPE, BYTES);
    if (error != null) {
      return Parsed.malformed(error);
    }
    return Parsed.value(new ShutdownChunk(chunk.getInt(chunk.position() + ChunkHeader.BYTES)));
  }

  @Override
  public int lengthBytes() {
    return BYTES;
  }

  @Override
  public void writeTo(ByteBuffer to) {
    ChunkHeader.write(to, TYPE, 0, BYTES);
    to.putInt(cumulativeTsnAck);
  }
}
