package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Host Name Address: deprecated; an INIT with it is answered by ABORT (RFC 9260, section 3.3.2.1).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |        Type = 11              |            Length             |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// \                           Host Name                           \
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record HostNameAddressParameter(ByteBuffer hostName) implements Parameter {
  /// Parameter type.
  public static final int TYPE = 11;

  public HostNameAddressParameter {
    hostName = hostName.slice();
  }

  /// Reads the parameter at the buffer's position.
  public static Parsed<HostNameAddressParameter> parse(ByteBuffer parameter) {
    @Nullable ParseError error = Tlv.check(parameter, TYPE, 0);
    if (error != null) {
      return Parsed.malformed(error);
    }
    return Parsed.value(new HostNameAddressParameter(Tlv.value(parameter)));
  }

  @Override
  public ByteBuffer hostName() {
    return hostName.duplicate();
  }

  @Override
  public int lengthBytes() {
    return Tlv.HEADER_BYTES + hostName.limit();
  }

  @Override
  public void writeTo(ByteBuffer to) {
    Tlv.write(to, TYPE, hostName());
  }
}
