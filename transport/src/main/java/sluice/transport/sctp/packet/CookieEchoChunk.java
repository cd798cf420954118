package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// COOKIE ECHO: returns the state cookie of an INIT ACK (RFC 9260, section 3.3.11).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   Type = 10   |  Chunk Flags  |            Length             |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// \                            Cookie                             \
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record CookieEchoChunk(ByteBuffer cookie) implements Chunk {
  /// Chunk type.
  public static final int TYPE = 10;

  public CookieEchoChunk {
    cookie = cookie.slice();
  }

  /// Reads the COOKIE ECHO chunk at the buffer's position.
  public static Parsed<CookieEchoChunk> parse(ByteBuffer chunk) {
    @Nullable ParseError error = ChunkHeader.check(chunk, TYPE, ChunkHeader.BYTES);
    if (error != null) {
      return Parsed.malformed(error);
    }
    return Parsed.value(new CookieEchoChunk(ChunkHeader.tail(chunk, ChunkHeader.BYTES)));
  }

  @Override
  public ByteBuffer cookie() {
    return cookie.duplicate();
  }

  @Override
  public int lengthBytes() {
    return ChunkHeader.BYTES + cookie.limit();
  }

  @Override
  public void writeTo(ByteBuffer to) {
    ChunkHeader.write(to, TYPE, 0, lengthBytes());
    to.put(cookie());
    Tlv.pad(to, cookie.limit());
  }
}
