package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Protocol Violation: what the sender thinks was broken (RFC 9260, section 3.3.10.13).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |        Type = 13              |            Length             |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// \                     Additional Information                    \
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record ProtocolViolationCause(ByteBuffer information) implements ErrorCause {
  /// Cause type.
  public static final int TYPE = 13;

  public ProtocolViolationCause {
    information = information.slice();
  }

  /// Reads the cause at the buffer's position.
  public static Parsed<ProtocolViolationCause> parse(ByteBuffer cause) {
    @Nullable ParseError error = Tlv.check(cause, TYPE, 0);
    if (error != null) {
      return Parsed.malformed(error);
    }
    return Parsed.value(new ProtocolViolationCause(Tlv.value(cause)));
  }

  @Override
  public ByteBuffer information() {
    return information.duplicate();
  }

  @Override
  public int lengthBytes() {
    return Tlv.HEADER_BYTES + information.limit();
  }

  @Override
  public void writeTo(ByteBuffer to) {
    Tlv.write(to, TYPE, information());
  }
}
