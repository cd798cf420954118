package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Forward-TSN-Supported: its sender knows FORWARD TSN (RFC 3758, section 3.1).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |        Type = 0xC000          |          Length = 4           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record ForwardTsnSupportedParameter() implements Parameter {
  /// Parameter type.
  public static final int TYPE = 0xC000;

  /// Reads the parameter at the buffer's position.
  public static Parsed<ForwardTsnSupportedParameter> parse(ByteBuffer parameter) {
    @Nullable ParseError error = Tlv.check(parameter, TYPE, 0);
    return error == null
        ? Parsed.value(new ForwardTsnSupportedParameter())
        : Parsed.malformed(error);
  }

  @Override
  public int lengthBytes() {
    return Tlv.HEADER_BYTES;
  }

  @Override
  public void writeTo(ByteBuffer to) {
    Tlv.writeHeader(to, TYPE, 0);
  }
}
