package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Unresolvable Address: an address parameter, whole, that we cannot use (RFC 9260, section
/// 3.3.10.5).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |        Type = 5               |            Length             |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// \                      Unresolvable Address                     \
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record UnresolvableAddressCause(ByteBuffer address) implements ErrorCause {
  /// Cause type.
  public static final int TYPE = 5;

  public UnresolvableAddressCause {
    address = address.slice();
  }

  /// Reads the cause at the buffer's position.
  public static Parsed<UnresolvableAddressCause> parse(ByteBuffer cause) {
    @Nullable ParseError error = Tlv.check(cause, TYPE, 0);
    if (error != null) {
      return Parsed.malformed(error);
    }
    return Parsed.value(new UnresolvableAddressCause(Tlv.value(cause)));
  }

  @Override
  public ByteBuffer address() {
    return address.duplicate();
  }

  @Override
  public int lengthBytes() {
    return Tlv.HEADER_BYTES + address.limit();
  }

  @Override
  public void writeTo(ByteBuffer to) {
    Tlv.write(to, TYPE, address());
  }
}
