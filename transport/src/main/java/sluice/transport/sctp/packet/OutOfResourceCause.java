package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Out of Resource (RFC 9260, section 3.3.10.4).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |        Type = 4               |          Length = 4           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record OutOfResourceCause() implements ErrorCause {
  /// Cause type.
  public static final int TYPE = 4;

  /// Reads the cause at the buffer's position.
  public static Parsed<OutOfResourceCause> parse(ByteBuffer cause) {
    @Nullable ParseError error = Tlv.check(cause, TYPE, 0);
    return error == null ? Parsed.value(new OutOfResourceCause()) : Parsed.malformed(error);
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
