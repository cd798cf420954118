package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Incoming SSN Reset Request: its sender wishes the receiver to reset these streams toward it
/// (RFC 6525, section 4.2).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |           Type = 14           |   Length = 8 + 2 * Streams    |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |           Re-configuration Request Sequence Number            |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |  Stream Number 1 (optional)   |              ...              |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
///
/// @param streams stream identifiers; empty means all
public record IncomingSsnResetRequestParameter(int requestSequenceNumber, List<Integer> streams)
    implements ReConfigParameter {
  /// Parameter type.
  public static final int TYPE = 14;

  private static final int FIXED_VALUE_BYTES = 4;

  public IncomingSsnResetRequestParameter {
    streams = List.copyOf(streams);
  }

  /// Reads the parameter at the buffer's position.
  public static Parsed<IncomingSsnResetRequestParameter> parse(ByteBuffer parameter) {
    @Nullable ParseError error = Tlv.check(parameter, TYPE, 0);
    if (error != null) {
      return Parsed.malformed(error);
    }
    ByteBuffer value = Tlv.value(parameter);
    if (value.remaining() < FIXED_VALUE_BYTES) {
      return Parsed.malformed(ParseError.LENGTH);
    }
    int request = value.getInt();
    return StreamNumbers.parse(value)
        .map(streams -> new IncomingSsnResetRequestParameter(request, streams));
  }

  @Override
  public int lengthBytes() {
    return Tlv.HEADER_BYTES + FIXED_VALUE_BYTES + StreamNumbers.lengthBytes(streams);
  }

  @Override
  public void writeTo(ByteBuffer to) {
    int valueBytes = lengthBytes() - Tlv.HEADER_BYTES;
    Tlv.writeHeader(to, TYPE, valueBytes);
    to.putInt(requestSequenceNumber);
    StreamNumbers.write(streams, to);
    Tlv.pad(to, valueBytes);
  }
}
