package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Invalid Mandatory Parameter (RFC 9260, section 3.3.10.7).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |        Type = 7               |          Length = 4           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record InvalidMandatoryParameterCause() implements ErrorCause {
  /// Cause type.
  public static final int TYPE = 7;

  /// Reads the cause at the buffer's position.
  public static Parsed<InvalidMandatoryParameterCause> parse(ByteBuffer cause) {
    @Nullable ParseError error = Tlv.check(cause, TYPE, 0);
    return error == null
        ? Parsed.value(new InvalidMandatoryParameterCause())
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
