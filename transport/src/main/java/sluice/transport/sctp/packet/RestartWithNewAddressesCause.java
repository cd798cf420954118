package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Restart of an Association with New Addresses: the new addresses (RFC 9260, section 3.3.10.11).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |        Type = 11              |            Length             |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// \                        New Address TLVs                       \
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record RestartWithNewAddressesCause(ByteBuffer addresses) implements ErrorCause {
  /// Cause type.
  public static final int TYPE = 11;

  public RestartWithNewAddressesCause {
    addresses = addresses.slice();
  }

  /// Reads the cause at the buffer's position.
  public static Parsed<RestartWithNewAddressesCause> parse(ByteBuffer cause) {
    @Nullable ParseError error = Tlv.check(cause, TYPE, 0);
    if (error != null) {
      return Parsed.malformed(error);
    }
    return Parsed.value(new RestartWithNewAddressesCause(Tlv.value(cause)));
  }

  @Override
  public ByteBuffer addresses() {
    return addresses.duplicate();
  }

  @Override
  public int lengthBytes() {
    return Tlv.HEADER_BYTES + addresses.limit();
  }

  @Override
  public void writeTo(ByteBuffer to) {
    Tlv.write(to, TYPE, addresses());
  }
}
