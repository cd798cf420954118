package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Supported Address Types (RFC 9260, section 3.3.2.1). Means nothing over DTLS.
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |           Type = 12           |            Length             |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |        Address Type #1        |        Address Type #2        |
/// \                              ...                              \
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record SupportedAddressTypesParameter(List<Integer> addressTypes) implements Parameter {
  /// Parameter type.
  public static final int TYPE = 12;

  private static final int ENTRY_BYTES = 2;
  private static final int MAX_ADDRESS_TYPES = 64;

  public SupportedAddressTypesParameter {
    addressTypes = List.copyOf(addressTypes);
  }

  /// Reads the parameter at the buffer's position.
  public static Parsed<SupportedAddressTypesParameter> parse(ByteBuffer parameter) {
    @Nullable ParseError error = Tlv.check(parameter, TYPE, 0);
    if (error != null) {
      return Parsed.malformed(error);
    }
    ByteBuffer value = Tlv.value(parameter);
    if (value.remaining() % ENTRY_BYTES != 0) {
      return Parsed.malformed(ParseError.LENGTH);
    }
    if (value.remaining() / ENTRY_BYTES > MAX_ADDRESS_TYPES) {
      return Parsed.malformed(ParseError.LIMIT);
    }
    List<Integer> types = new ArrayList<>();
    while (value.hasRemaining()) {
      types.add(value.getShort() & 0xFFFF);
    }
    return Parsed.value(new SupportedAddressTypesParameter(types));
  }

  @Override
  public int lengthBytes() {
    return Tlv.HEADER_BYTES + ENTRY_BYTES * addressTypes.size();
  }

  @Override
  public void writeTo(ByteBuffer to) {
    int valueBytes = ENTRY_BYTES * addressTypes.size();
    Tlv.writeHeader(to, TYPE, valueBytes);
    for (int type : addressTypes) {
      to.putShort((short) type);
    }
    Tlv.pad(to, valueBytes);
  }
}
