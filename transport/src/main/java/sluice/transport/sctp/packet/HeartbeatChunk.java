package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// HEARTBEAT: asks whether the path still works (RFC 9260, section 3.3.5).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   Type = 4    |  Chunk Flags  |         Chunk Length          |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// \           Heartbeat Information TLV (Variable-Length)         \
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record HeartbeatChunk(HeartbeatInfoParameter info) implements Chunk {
  /// Chunk type.
  public static final int TYPE = 4;

  /// Reads the HEARTBEAT chunk at the buffer's position.
  public static Parsed<HeartbeatChunk> parse(ByteBuffer chunk) {
    @Nullable ParseError error = ChunkHeader.check(chunk, TYPE, ChunkHeader.BYTES);
    if (error != null) {
      return Parsed.malformed(error);
    }
    return HeartbeatInfoParameter.parse(ChunkHeader.tail(chunk, ChunkHeader.BYTES))
        .map(HeartbeatChunk::new);
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
