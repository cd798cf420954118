package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// COOKIE ACK: the association is established (RFC 9260, section 3.3.12).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   Type = 11   |  Chunk Flags  |          Length = 4           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record CookieAckChunk() implements Chunk {
  /// Chunk type.
  public static final int TYPE = 11;

  /// Reads the COOKIE ACK chunk at the buffer's position.
  public static Parsed<CookieAckChunk> parse(ByteBuffer chunk) {
    @Nullable ParseError error = ChunkHeader.check(chunk, TYPE, ChunkHeader.BYTES);
    return error == null ? Parsed.value(new CookieAckChunk()) : Parsed.malformed(error);
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
