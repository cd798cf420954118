package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Unrecognized Parameters: the parameters, whole (RFC 9260, section 3.3.10.8).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |        Type = 8               |            Length             |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// \                    Unrecognized Parameters                    \
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record UnrecognizedParametersCause(ByteBuffer parameters) implements ErrorCause {
  /// Cause type.
  public static final int TYPE = 8;

  public UnrecognizedParametersCause {
    parameters = parameters.slice();
  }

  /// Reads the cause at the buffer's position.
  public static Parsed<UnrecognizedParametersCause> parse(ByteBuffer cause) {
    @Nullable ParseError error = Tlv.check(cause, TYPE, 0);
    if (error != null) {
      return Parsed.malformed(error);
    }
    return Parsed.value(new UnrecognizedParametersCause(Tlv.value(cause)));
  }

  @Override
  public ByteBuffer parameters() {
    return parameters.duplicate();
  }

  @Override
  public int lengthBytes() {
    return Tlv.HEADER_BYTES + parameters.limit();
  }

  @Override
  public void writeTo(ByteBuffer to) {
    Tlv.write(to, TYPE, parameters());
  }
}
