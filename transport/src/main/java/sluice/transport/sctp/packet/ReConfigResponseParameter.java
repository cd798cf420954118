package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Re-configuration Response (RFC 6525, section 4.4). The two TSNs that follow in answer to an
/// SSN/TSN reset are read over: we never ask for one.
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |           Type = 16           |       Length = 12 or 20       |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |           Re-configuration Response Sequence Number           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                            Result                             |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                  Sender's Next TSN (optional)                 |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                 Receiver's Next TSN (optional)                |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
///
/// @param result one of the constants; a peer may send others
public record ReConfigResponseParameter(int responseSequenceNumber, int result)
    implements ReConfigParameter {
  /// Parameter type.
  public static final int TYPE = 16;

  /// Result: success, there was nothing to do.
  public static final int NOTHING_TO_DO = 0;

  /// Result: success, performed.
  public static final int PERFORMED = 1;

  /// Result: denied.
  public static final int DENIED = 2;

  /// Result: error, wrong stream sequence number.
  public static final int WRONG_SSN = 3;

  /// Result: error, a request is already in progress.
  public static final int ALREADY_IN_PROGRESS = 4;

  /// Result: error, bad sequence number.
  public static final int BAD_SEQUENCE_NUMBER = 5;

  /// Result: in progress; the request is to be sent again.
  public static final int IN_PROGRESS = 6;

  private static final int VALUE_BYTES = 8;
  private static final int VALUE_WITH_TSNS_BYTES = 16;

  /// Reads the parameter at the buffer's position.
  public static Parsed<ReConfigResponseParameter> parse(ByteBuffer parameter) {
    @Nullable ParseError error = Tlv.check(parameter, TYPE, 0);
    if (error != null) {
      return Parsed.malformed(error);
    }
    ByteBuffer value = Tlv.value(parameter);
    if (value.remaining() != VALUE_BYTES && value.remaining() != VALUE_WITH_TSNS_BYTES) {
      return Parsed.malformed(ParseError.LENGTH);
    }
    return Parsed.value(new ReConfigResponseParameter(value.getInt(), value.getInt()));
  }

  @Override
  public int lengthBytes() {
    return Tlv.HEADER_BYTES + VALUE_BYTES;
  }

  @Override
  public void writeTo(ByteBuffer to) {
    Tlv.writeHeader(to, TYPE, VALUE_BYTES);
    to.putInt(responseSequenceNumber).putInt(result);
  }
}
