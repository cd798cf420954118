package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// SHUTDOWN COMPLETE: answers a SHUTDOWN ACK (RFC 9260, section 3.3.13).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   Type = 14   |  Reserved   |T|          Length = 4           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
///
/// @param tagReflected the T bit: the verification tag is the one the peer had sent, because its
///     sender has no association
public record ShutdownCompleteChunk(boolean tagReflected) implements Chunk {
  /// Chunk type.
  public static final int TYPE = 14;

  private static final int T_BIT = 0x01;

  /// Reads the SHUTDOWN COMPLETE chunk at the buffer's position.
  public static Parsed<ShutdownCompleteChunk> parse(ByteBuffer chunk) {
    @Nullable ParseError error = ChunkHeader.check(chunk, TYPE, ChunkHeader.BYTES);
    if (error != null) {
      return Parsed.malformed(error);
    }
    int flags = ChunkHeader.flags(chunk, chunk.position());
    return Parsed.value(new ShutdownCompleteChunk((flags & T_BIT) != 0));
  }

  @Override
  public int lengthBytes() {
    return ChunkHeader.BYTES;
  }

  @Override
  public void writeTo(ByteBuffer to) {
    ChunkHeader.write(to, TYPE, tagReflected ? T_BIT : 0, ChunkHeader.BYTES);
  }
}
