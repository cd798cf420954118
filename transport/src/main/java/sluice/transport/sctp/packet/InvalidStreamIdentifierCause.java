package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Invalid Stream Identifier: a DATA chunk named a stream that does not exist (RFC 9260,
/// section 3.3.10.1).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |        Cause Code = 1         |       Cause Length = 8        |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |       Stream Identifier       |          (Reserved)           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record InvalidStreamIdentifierCause(int streamId) implements ErrorCause {
  /// Cause code.
  public static final int TYPE = 1;

  private static final int VALUE_BYTES = 4;

  /// Reads the cause at the buffer's position.
  public static Parsed<InvalidStreamIdentifierCause> parse(ByteBuffer cause) {
    @Nullable ParseError error = Tlv.check(cause, TYPE, VALUE_BYTES);
    if (error != null) {
      return Parsed.malformed(error);
    }
    return Parsed.value(new InvalidStreamIdentifierCause(Tlv.value(cause).getShort() & 0xFFFF));
  }

  @Override
  public int lengthBytes() {
    return Tlv.HEADER_BYTES + VALUE_BYTES;
  }

  @Override
  public void writeTo(ByteBuffer to) {
    Tlv.writeHeader(to, TYPE, VALUE_BYTES);
    to.putShort((short) streamId).putShort((short) 0);
  }
}
