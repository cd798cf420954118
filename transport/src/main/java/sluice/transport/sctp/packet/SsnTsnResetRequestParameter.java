package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// SSN/TSN Reset Request: asks to begin all streams and TSNs anew (RFC 6525, section 4.3). We
/// refuse it.
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |        Type = 15              |          Length = 8           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |            Re-configuration Request Sequence Number           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record SsnTsnResetRequestParameter(int requestSequenceNumber) implements ReConfigParameter {
  /// Parameter type.
  public static final int TYPE = 15;

  private static final int VALUE_BYTES = 4;

  /// Reads the parameter at the buffer's position.
  public static Parsed<SsnTsnResetRequestParameter> parse(ByteBuffer parameter) {
    @Nullable ParseError error = Tlv.check(parameter, TYPE, VALUE_BYTES);
    if (error != null) {
      return Parsed.malformed(error);
    }
    return Parsed.value(new SsnTsnResetRequestParameter(Tlv.value(parameter).getInt()));
  }

  @Override
  public int lengthBytes() {
    return Tlv.HEADER_BYTES + VALUE_BYTES;
  }

  @Override
  public void writeTo(ByteBuffer to) {
    Tlv.writeHeader(to, TYPE, VALUE_BYTES);
    to.putInt(requestSequenceNumber);
  }
}
