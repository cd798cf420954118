package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Cookie Received While Shutting Down (RFC 9260, section 3.3.10.10).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |        Type = 10              |          Length = 4           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record CookieReceivedWhileShuttingDownCause() implements ErrorCause {
  /// Cause type.
  public static final int TYPE = 10;

  /// Reads the cause at the buffer's position.
  public static Parsed<CookieReceivedWhileShuttingDownCause> parse(ByteBuffer cause) {
    @Nullable ParseError error = Tlv.check(cause, TYPE, 0);
    return error == null
        ? Parsed.value(new CookieReceivedWhileShuttingDownCause())
        : Parsed.malformed(error);
  }

  @Override
  public int lengthBytes() {
    return Tlv.HEADER_BYTES;
  }

  @Override
  public void writeTo(ByteBuffer to) {
    Tlv.writeHeader(to, TYPE, 0);
  }
}
