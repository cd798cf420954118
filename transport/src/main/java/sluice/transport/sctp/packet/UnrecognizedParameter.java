package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Unrecognized Parameter: one of the INIT's, whole, returned in the INIT ACK (RFC 9260, section
/// 3.3.3.1).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |        Type = 8               |            Length             |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// \            Unrecognized Parameter, with its header            \
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record UnrecognizedParameter(ByteBuffer parameter) implements Parameter {
  /// Parameter type.
  public static final int TYPE = 8;

  public UnrecognizedParameter {
    parameter = parameter.slice();
  }

  /// Reads the parameter at the buffer's position.
  public static Parsed<UnrecognizedParameter> parse(ByteBuffer tlv) {
    @Nullable ParseError error = Tlv.check(tlv, TYPE, 0);
    if (error != null) {
      return Parsed.malformed(error);
    }
    return Parsed.value(new UnrecognizedParameter(Tlv.value(tlv)));
  }

  @Override
  public ByteBuffer parameter() {
    return parameter.duplicate();
  }

  @Override
  public int lengthBytes() {
    return Tlv.HEADER_BYTES + parameter.limit();
  }

  @Override
  public void writeTo(ByteBuffer to) {
    Tlv.write(to, TYPE, parameter());
  }
}
