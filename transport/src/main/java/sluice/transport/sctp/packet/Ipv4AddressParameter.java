package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// IPv4 Address (RFC 9260, section 3.3.2.1). Over DTLS addresses mean nothing: we send none and
/// ignore those we get (RFC 8261, section 6.1).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |           Type = 5            |          Length = 8           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// \                         IPv4 Address                          \
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
///
/// @param address 4 bytes
public record Ipv4AddressParameter(ByteBuffer address) implements Parameter {
  /// Parameter type.
  public static final int TYPE = 5;

  private static final int VALUE_BYTES = 4;

  public Ipv4AddressParameter {
    address = address.slice();
    if (address.limit() != VALUE_BYTES) {
      throw new IllegalStateException("an address of " + address.limit() + " bytes");
    }
  }

  /// Reads the parameter at the buffer's position.
  public static Parsed<Ipv4AddressParameter> parse(ByteBuffer parameter) {
    @Nullable ParseError error = Tlv.check(parameter, TYPE, VALUE_BYTES);
    if (error != null) {
      return Parsed.malformed(error);
    }
    return Parsed.value(new Ipv4AddressParameter(Tlv.value(parameter)));
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
