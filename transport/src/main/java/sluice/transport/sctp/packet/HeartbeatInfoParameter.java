package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Heartbeat Info: opaque to all but its sender (RFC 9260, section 3.3.5).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |        Type = 1               |            Length             |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// \                 Sender-Specific Heartbeat Info                \
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record HeartbeatInfoParameter(ByteBuffer info) implements Parameter {
  /// Parameter type.
  public static final int TYPE = 1;

  public HeartbeatInfoParameter {
    info = info.slice();
  }

  /// Reads the parameter at the buffer's position.
  public static Parsed<HeartbeatInfoParameter> parse(ByteBuffer parameter) {
    @Nullable ParseError error = Tlv.check(parameter, TYPE, 0);
    if (error != null) {
      return Parsed.malformed(error);
    }
    return Parsed.value(new HeartbeatInfoParameter(Tlv.value(parameter)));
  }

  @Override
  public ByteBuffer info() {
    return info.duplicate();
  }

  @Override
  public int lengthBytes() {
    return Tlv.HEADER_BYTES + info.limit();
  }

  @Override
  public void writeTo(ByteBuffer to) {
    Tlv.write(to, TYPE, info());
  }
}
