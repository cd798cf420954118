package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Outgoing SSN Reset Request: its sender begins these outgoing streams anew (RFC 6525,
/// section 4.1).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |           Type = 13           |   Length = 16 + 2 * Streams   |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |           Re-configuration Request Sequence Number            |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |           Re-configuration Response Sequence Number           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                   Sender's Last Assigned TSN                  |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |  Stream Number 1 (optional)   |              ...              |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
///
/// @param streams stream identifiers; empty means all
public record OutgoingSsnResetRequestParameter(
    int requestSequenceNumber,
    int responseSequenceNumber,
    int senderLastAssignedTsn,
    List<Integer> streams)
    implements ReConfigParameter {
  /// Parameter type.
  public static final int TYPE = 13;

  private static final int FIXED_VALUE_BYTES = 12;

  public OutgoingSsnResetRequestParameter {
    streams = List.copyOf(streams);
  }

  /// Reads the parameter at the buffer's position.
  public static Parsed<OutgoingSsnResetRequestParameter> parse(ByteBuffer parameter) {
    @Nullable ParseError error = Tlv.check(parameter, TYPE, 0);
    if (error != null) {
      return Parsed.malformed(error);
    }
    ByteBuffer value = Tlv.value(parameter);
    if (value.remaining() < FIXED_VALUE_BYTES) {
      return Parsed.malformed(ParseError.LENGTH);
    }
    int request = value.getInt();
    int response = value.getInt();
    int lastTsn = value.getInt();
    return StreamNumbers.parse(value)
        .map(streams -> new OutgoingSsnResetRequestParameter(request, response, lastTsn, streams));
  }

  @Override
  public int lengthBytes() {
    return Tlv.HEADER_BYTES + FIXED_VALUE_BYTES + StreamNumbers.lengthBytes(streams);
  }

  @Override
  public void writeTo(ByteBuffer to) {
    int valueBytes = lengthBytes() - Tlv.HEADER_BYTES;
    Tlv.writeHeader(to, TYPE, valueBytes);
    to.putInt(requestSequenceNumber).putInt(responseSequenceNumber).putInt(senderLastAssignedTsn);
    StreamNumbers.write(streams, to);
    Tlv.pad(to, valueBytes);
  }
}
