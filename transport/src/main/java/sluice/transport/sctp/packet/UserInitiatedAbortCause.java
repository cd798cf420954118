package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// User-Initiated Abort: the upper layer ended the association (RFC 9260, section 3.3.10.12).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |        Type = 12              |            Length             |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// \                    Upper Layer Abort Reason                   \
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record UserInitiatedAbortCause(ByteBuffer reason) implements ErrorCause {
  /// Cause type.
  public static final int TYPE = 12;

  public UserInitiatedAbortCause {
    reason = reason.slice();
  }

  /// Reads the cause at the buffer's position.
  public static Parsed<UserInitiatedAbortCause> parse(ByteBuffer cause) {
    @Nullable ParseError error = Tlv.check(cause, TYPE, 0);
    if (error != null) {
      return Parsed.malformed(error);
    }
    return Parsed.value(new UserInitiatedAbortCause(Tlv.value(cause)));
  }

  @Override
  public ByteBuffer reason() {
    return reason.duplicate();
  }

  @Override
  public int lengthBytes() {
    return Tlv.HEADER_BYTES + reason.limit();
  }

  @Override
  public void writeTo(ByteBuffer to) {
    Tlv.write(to, TYPE, reason());
  }
}
