package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Add Outgoing Streams Request (RFC 6525, section 4.5).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |           Type = 17           |          Length = 12          |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |           Re-configuration Request Sequence Number            |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |     Number of New Streams     |           Reserved            |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record AddOutgoingStreamsRequestParameter(int requestSequenceNumber, int newStreams)
    implements ReConfigParameter {
  /// Parameter type.
  public static final int TYPE = 17;

  private static final int VALUE_BYTES = 8;

  /// Reads the parameter at the buffer's position.
  public static Parsed<AddOutgoingStreamsRequestParameter> parse(ByteBuffer parameter) {
    @Nullable ParseError error = Tlv.check(parameter, TYPE, VALUE_BYTES);
    if (error != null) {
      return Parsed.malformed(error);
    }
    ByteBuffer value = Tlv.value(parameter);
    return Parsed.value(
        new AddOutgoingStreamsRequestParameter(value.getInt(), value.getShort() & 0xFFFF));
  }

  @Override
  public int lengthBytes() {
    return Tlv.HEADER_BYTES + VALUE_BYTES;
  }

  @Override
  public void writeTo(ByteBuffer to) {
    Tlv.writeHeader(to, TYPE, VALUE_BYTES);
    to.putInt(requestSequenceNumber).putShort((short) newStreams).putShort((short) 0);
  }
}
