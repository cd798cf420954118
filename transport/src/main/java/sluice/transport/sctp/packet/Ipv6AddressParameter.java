package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// IPv6 Address (RFC 9260, section 3.3.2.1). Over DTLS addresses mean nothing: we send none and
/// ignore those we get (RFC 8261, section 6.1).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |           Type = 6            |          Length = 20          |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// \                         IPv6 Address                          \
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
///
/// @param address 16 bytes
public record Ipv6AddressParameter(ByteBuffer address) implements Parameter {
  /// Parameter type.
  public static final int TYPE = 6;

  private static final int VALUE_BYTES = 16;

  public Ipv6AddressParameter {
    address = address.slice();
    if (address.limit() != VALUE_BYTES) {
      throw new IllegalStateException("an address of " + address.limit() + " bytes");
    }
  }

  /// Reads the parameter at the buffer's position.
  public static Parsed<Ipv6AddressParameter> parse(ByteBuffer parameter) {
    @Nullable ParseError error = Tlv.check(parameter, TYPE, VALUE_BYTES);
    if (error != null) {
      return Parsed.malformed(error);
    }
    return Parsed.value(new Ipv6AddressParameter(Tlv.value(parameter)));
  }

  @Override
  public ByteBuffer address() {
    return address.duplicate();
  }

  @Override
  public int lengthBytes() {
    return Tlv.HEADER_BYTES + VALUE_BYTES;
  }

  @Override
  public void writeTo(ByteBuffer to) {
    Tlv.write(to, TYPE, address());
  }
}
