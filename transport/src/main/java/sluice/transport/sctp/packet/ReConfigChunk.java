package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// RE-CONFIG: resets and adds streams (RFC 6525, section 3.1).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |  Type = 130   |  Chunk Flags  |         Chunk Length          |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// \                  Re-configuration Parameter                   \
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// \             Re-configuration Parameter (optional)             \
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
///
/// @param parameters one or two
public record ReConfigChunk(List<ReConfigParameter> parameters) implements Chunk {
  /// Chunk type.
  public static final int TYPE = 130;

  private static final int MAX_PARAMETERS = 2;

  public ReConfigChunk {
    parameters = List.copyOf(parameters);
  }

  /// Reads the RE-CONFIG chunk at the buffer's position.
  public static Parsed<ReConfigChunk> parse(ByteBuffer chunk) {
    @Nullable ParseError error = ChunkHeader.check(chunk, TYPE, ChunkHeader.BYTES);
    if (error != null) {
      return Parsed.malformed(error);
    }
    return switch (Parameter.parseAll(ChunkHeader.tail(chunk, ChunkHeader.BYTES))) {
      case Parsed.Malformed<List<Parameter>>(ParseError inside) -> Parsed.malformed(inside);
      case Parsed.Value<List<Parameter>>(List<Parameter> parameters) -> ofParameters(parameters);
    };
  }

  private static Parsed<ReConfigChunk> ofParameters(List<Parameter> parameters) {
    if (parameters.isEmpty() || parameters.size() > MAX_PARAMETERS) {
      return Parsed.malformed(ParseError.PARAMETER);
    }
    List<ReConfigParameter> own = new ArrayList<>(MAX_PARAMETERS);
    for (Parameter parameter : parameters) {
      if (!(parameter instanceof ReConfigParameter reConfig)) {
        return Parsed.malformed(ParseError.PARAMETER);
      }
      own.add(reConfig);
    }
    return Parsed.value(new ReConfigChunk(own));
  }

  @Override
  public int lengthBytes() {
    return ChunkHeader.BYTES + Parameter.lengthBytes(parameters);
  }

  @Override
  public void writeTo(ByteBuffer to) {
    ChunkHeader.write(to, TYPE, 0, lengthBytes());
    Parameter.writeAll(parameters, to);
  }
}
