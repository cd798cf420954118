package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// HEARTBEAT ACK: the information of a HEARTBEAT, sent back (RFC 9260, section 3.3.6).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   Type = 5    |  Chunk Flags  |         Chunk Length          |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// \           Heartbeat Information TLV (Variable-Length)         \
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record HeartbeatAckChunk(HeartbeatInfoParameter info) implements Chunk {
  /// Chunk type.
  public static final int TYPE = 5;

  /// Reads the HEARTBEAT ACK chunk at the buffer's position.
  public static Parsed<HeartbeatAckChunk> parse(ByteBuffer chunk) {
    @Nullable ParseError error = ChunkHeader.check(chunk, TYPE, ChunkHeader.BYTES);
    if (error != null) {
      return Parsed.malformed(error);
    }
    return HeartbeatInfoParameter.parse(ChunkHeader.tail(chunk, ChunkHeader.BYTES))
        .map(HeartbeatAckChunk::new);
  }

  @Override
  public int lengthBytes() {
    return ChunkHeader.BYTES + info.lengthBytes();
  }

  @Override
  public void writeTo(ByteBuffer to) {
    ChunkHeader.write(to, TYPE, 0, lengthBytes());
    info.writeTo(to);
  }
}
