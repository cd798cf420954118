package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Supported Extensions: the chunk types beyond RFC 9260 that its sender knows (RFC 5061,
/// section 4.2.7).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |         Type = 0x8008         |            Length             |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// | Chunk Type 1  | Chunk Type 2  | Chunk Type 3  | Chunk Type 4  |
/// \                              ...                              \
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record SupportedExtensionsParameter(List<Integer> chunkTypes) implements Parameter {
  /// Parameter type.
  public static final int TYPE = 0x8008;

  private static final int MAX_CHUNK_TYPES = 256;

  public SupportedExtensionsParameter {
    chunkTypes = List.copyOf(chunkTypes);
  }

  /// Reads the parameter at the buffer's position.
  public static Parsed<SupportedExtensionsParameter> parse(ByteBuffer parameter) {
    @Nullable ParseError error = Tlv.check(parameter, TYPE, 0);
    if (error != null) {
      return Parsed.malformed(error);
    }
    ByteBuffer value = Tlv.value(parameter);
    if (value.remaining() > MAX_CHUNK_TYPES) {
      return Parsed.malformed(ParseError.LIMIT);
    }
    List<Integer> types = new ArrayList<>(value.remaining());
    while (value.hasRemaining()) {
      types.add(value.get() & 0xFF);
    }
    return Parsed.value(new SupportedExtensionsParameter(types));
  }

  @Override
  public int lengthBytes() {
    return Tlv.HEADER_BYTES + chunkTypes.size();
  }

  @Override
  public void writeTo(ByteBuffer to) {
    Tlv.writeHeader(to, TYPE, chunkTypes.size());
    for (int type : chunkTypes) {
      to.put((byte) type);
    }
    Tlv.pad(to, chunkTypes.size());
  }
}
