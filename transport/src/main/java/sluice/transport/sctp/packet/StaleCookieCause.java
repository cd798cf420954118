package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Stale Cookie: by how many microseconds the cookie was too old (RFC 9260, section 3.3.10.3).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |        Type = 3               |          Length = 8           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                  Measure of Staleness (usec.)                 |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record StaleCookieCause(int stalenessMicros) implements ErrorCause {
  /// Cause type.
  public static final int TYPE = 3;

  private static final int VALUE_BYTES = 4;

  /// Reads the cause at the buffer's position.
  public static Parsed<StaleCookieCause> parse(ByteBuffer cause) {
    @Nullable ParseError error = Tlv.check(cause, TYPE, VALUE_BYTES);
    if (error != null) {
      return Parsed.malformed(error);
    }
    return Parsed.value(new StaleCookieCause(Tlv.value(cause).getInt()));
  }

  @Override
  public int lengthBytes() {
    return Tlv.HEADER_BYTES + VALUE_BYTES;
  }

  @Override
  public void writeTo(ByteBuffer to) {
    Tlv.writeHeader(to, TYPE, VALUE_BYTES);
    to.putInt(stalenessMicros);
  }
}
