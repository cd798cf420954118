package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Zero Checksum Acceptable: its sender accepts packets with a zero checksum when the named method,
/// such as DTLS, detects errors instead (RFC 9653, section 4).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |        Type = 0x8001          |          Length = 8           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |           Error Detection Method Identifier (EDMID)           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record ZeroChecksumAcceptableParameter(int errorDetectionMethodId) implements Parameter {
  /// Parameter type.
  public static final int TYPE = 0x8001;

  /// The method identifier of SCTP over DTLS.
  public static final int EDMID_DTLS = 1;

  private static final int VALUE_BYTES = 4;

  /// Reads the parameter at the buffer's position.
  public static Parsed<ZeroChecksumAcceptableParameter> parse(ByteBuffer parameter) {
    @Nullable ParseError error = Tlv.check(parameter, TYPE, VALUE_BYTES);
    if (error != null) {
      return Parsed.malformed(error);
    }
    return Parsed.value(new ZeroChecksumAcceptableParameter(Tlv.value(parameter).getInt()));
  }

  @Override
  public int lengthBytes() {
    return Tlv.HEADER_BYTES + VALUE_BYTES;
  }

  @Override
  public void writeTo(ByteBuffer to) {
    Tlv.writeHeader(to, TYPE, VALUE_BYTES);
    to.putInt(errorDetectionMethodId);
  }
}
