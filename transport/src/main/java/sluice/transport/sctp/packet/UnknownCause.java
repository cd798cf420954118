package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;

/// An error cause that we do not know, or whose length contradicts its code.
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |             Type              |            Length             |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// \                             Value                             \
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record UnknownCause(int code, ByteBuffer value) implements ErrorCause {

  public UnknownCause {
    value = value.slice();
  }

  /// Reads the cause at the buffer's position, whatever its code.
  public static Parsed<UnknownCause> parse(ByteBuffer cause) {
    if (cause.remaining() < Tlv.HEADER_BYTES) {
      return Parsed.malformed(ParseError.TRUNCATED);
    }
    if (!Tlv.isWhole(cause)) {
      return Parsed.malformed(ParseError.LENGTH);
    }
    return Parsed.value(new UnknownCause(Tlv.type(cause), Tlv.value(cause)));
  }

  @Override
  public ByteBuffer value() {
    return value.duplicate();
  }

  @Override
  public int lengthBytes() {
    return Tlv.HEADER_BYTES + value.limit();
  }

  @Override
  public void writeTo(ByteBuffer to) {
    Tlv.write(to, code, value());
  }
}
