package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;

/// A parameter of a type we do not know; its two highest bits say what to do with it.
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |             Type              |            Length             |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// \                             Value                             \
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record UnknownParameter(int type, ByteBuffer value) implements Parameter {

  public UnknownParameter {
    value = value.slice();
  }

  /// Reads the parameter at the buffer's position, whatever its type.
  public static Parsed<UnknownParameter> parse(ByteBuffer parameter) {
    if (parameter.remaining() < Tlv.HEADER_BYTES) {
      return Parsed.malformed(ParseError.TRUNCATED);
    }
    if (!Tlv.isWhole(parameter)) {
      return Parsed.malformed(ParseError.LENGTH);
    }
    return Parsed.value(new UnknownParameter(Tlv.type(parameter), Tlv.value(parameter)));
  }

  /// What its type asks of a receiver that does not know it.
  public UnknownTypeRule rule() {
    return UnknownTypeRule.ofParameterType(type);
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
    Tlv.write(to, type, value());
  }
}
