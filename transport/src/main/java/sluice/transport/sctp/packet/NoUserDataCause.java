package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// No User Data: a DATA chunk was empty (RFC 9260, section 3.3.10.9).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |        Type = 9               |          Length = 8           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                              TSN                              |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record NoUserDataCause(int tsn) implements ErrorCause {
  /// Cause type.
  public static final int TYPE = 9;

  private static final int VALUE_BYTES = 4;

  /// Reads the cause at the buffer's position.
  public static Parsed<NoUserDataCause> parse(ByteBuffer cause) {
    @Nullable ParseError error = Tlv.check(cause, TYPE, VALUE_BYTES);
    if (error != null) {
      return Parsed.malformed(error);
    }
    return Parsed.value(new NoUserDataCause(Tlv.value(cause).getInt()));
  }

  @Override
  public int lengthBytes() {
    return Tlv.HEADER_BYTES + VALUE_BYTES;
  }

  @Override
  public void writeTo(ByteBuffer to) {
    Tlv.writeHeader(to, TYPE, VALUE_BYTES);
    to.putInt(tsn);
  }
}
