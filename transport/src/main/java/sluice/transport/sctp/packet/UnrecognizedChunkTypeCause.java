package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Unrecognized Chunk Type: the chunk, whole (RFC 9260, section 3.3.10.6).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |        Type = 6               |            Length             |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// \                       Unrecognized Chunk                      \
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record UnrecognizedChunkTypeCause(ByteBuffer chunk) implements ErrorCause {
  /// Cause type.
  public static final int TYPE = 6;

  public UnrecognizedChunkTypeCause {
    chunk = chunk.slice();
  }

  /// Reads the cause at the buffer's position.
  public static Parsed<UnrecognizedChunkTypeCause> parse(ByteBuffer cause) {
    @Nullable ParseError error = Tlv.check(cause, TYPE, 0);
    if (error != null) {
      return Parsed.malformed(error);
    }
    return Parsed.value(new UnrecognizedChunkTypeCause(Tlv.value(cause)));
  }

  @Override
  public ByteBuffer chunk() {
    return chunk.duplicate();
  }

  @Override
  public int lengthBytes() {
    return Tlv.HEADER_BYTES + chunk.limit();
  }

  @Override
  public void writeTo(ByteBuffer to) {
    Tlv.write(to, TYPE, chunk());
  }
}
