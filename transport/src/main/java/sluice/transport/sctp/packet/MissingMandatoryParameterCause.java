package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Missing Mandatory Parameter (RFC 9260, section 3.3.10.2).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |        Cause Code = 2         |   Cause Length = 8 + N * 2    |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                 Number of missing params = N                  |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |     Missing Param Type #1     |     Missing Param Type #2     |
/// \                              ...                              \
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record MissingMandatoryParameterCause(List<Integer> parameterTypes) implements ErrorCause {
  /// Cause code.
  public static final int TYPE = 2;

  private static final int FIXED_VALUE_BYTES = 4;
  private static final int ENTRY_BYTES = 2;

  public MissingMandatoryParameterCause {
    parameterTypes = List.copyOf(parameterTypes);
  }

  /// Reads the cause at the buffer's position.
  public static Parsed<MissingMandatoryParameterCause> parse(ByteBuffer cause) {
    @Nullable ParseError error = Tlv.check(cause, TYPE, 0);
    if (error != null) {
      return Parsed.malformed(error);
    }
    ByteBuffer value = Tlv.value(cause);
    if (value.remaining() < FIXED_VALUE_BYTES) {
      return Parsed.malformed(ParseError.LENGTH);
    }
    long count = value.getInt() & 0xFFFF_FFFFL;
    if (count > Parameter.MAX_PARAMETERS) {
      return Parsed.malformed(ParseError.LIMIT);
    }
    if (value.remaining() != count * ENTRY_BYTES) {
      return Parsed.malformed(ParseError.LENGTH);
    }
    List<Integer> types = new ArrayList<>();
    while (value.hasRemaining()) {
      types.add(value.getShort() & 0xFFFF);
    }
    return Parsed.value(new MissingMandatoryParameterCause(types));
  }

  @Override
  public int lengthBytes() {
    return Tlv.HEADER_BYTES + FIXED_VALUE_BYTES + ENTRY_BYTES * parameterTypes.size();
  }

  @Override
  public void writeTo(ByteBuffer to) {
    int valueBytes = lengthBytes() - Tlv.HEADER_BYTES;
    Tlv.writeHeader(to, TYPE, valueBytes);
    to.putInt(parameterTypes.size());
    for (int type : parameterTypes) {
      to.putShort((short) type);
    }
    Tlv.pad(to, valueBytes);
  }
}
