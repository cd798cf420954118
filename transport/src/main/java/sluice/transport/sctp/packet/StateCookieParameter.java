package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// State Cookie: opaque to all but the sender of the INIT ACK (RFC 9260, section 3.3.3.1).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |        Type = 7               |            Length             |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// \                             Cookie                            \
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record StateCookieParameter(ByteBuffer cookie) implements Parameter {
  /// Parameter type.
  public static final int TYPE = 7;

  public StateCookieParameter {
    cookie = cookie.slice();
  }

  /// Reads the parameter at the buffer's position.
  public static Parsed<StateCookieParameter> parse(ByteBuffer parameter) {
    @Nullable ParseError error = Tlv.check(parameter, TYPE, 0);
    if (error != null) {
      return Parsed.malformed(error);
    }
    return Parsed.value(new StateCookieParameter(Tlv.value(parameter)));
  }

  @Override
  public ByteBuffer cookie() {
    return cookie.duplicate();
  }

  @Override
  public int lengthBytes() {
    return Tlv.HEADER_BYTES + cookie.limit();
  }

  @Override
  public void writeTo(ByteBuffer to) {
    Tlv.write(to, TYPE, cookie());
  }
}
