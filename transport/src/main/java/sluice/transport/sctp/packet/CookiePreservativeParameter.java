package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Cookie Preservative: asks for a longer life of the cookie, in milliseconds (RFC 9260, section
/// 3.3.2.1).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |        Type = 9               |          Length = 8           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |          Suggested Cookie Life-Span Increment (msec.)         |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record CookiePreservativeParameter(int lifeSpanIncrementMillis) implements Parameter {
  /// Parameter type.
  public static final int TYPE = 9;

  private static final int VALUE_BYTES = 4;

  /// Reads the parameter at the buffer's position.
  public static Parsed<CookiePreservativeParameter> parse(ByteBuffer parameter) {
    @Nullable ParseError error = Tlv.check(parameter, TYPE, VALUE_BYTES);
    if (error != null) {
      return Parsed.malformed(error);
    }
    return Parsed.value(new CookiePreservativeParameter(Tlv.value(parameter).getInt()));
  }

  @Override
  public int lengthBytes() {
    return Tlv.HEADER_BYTES + VALUE_BYTES;
  }

  @Override
  public void writeTo(ByteBuffer to) {
    Tlv.writeHeader(to, TYPE, VALUE_BYTES);
    to.putInt(lifeSpanIncrementMillis);
  }
}
