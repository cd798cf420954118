package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// ERROR: tells of something wrong that need not end the association (RFC 9260, section 3.3.10).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   Type = 9    |  Chunk Flags  |            Length             |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// \                    one or more Error Causes                   \
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
///
/// @param causes those that could be read
public record ErrorChunk(List<ErrorCause> causes) implements Chunk {
  /// Chunk type.
  public static final int TYPE = 9;

  public ErrorChunk {
    causes = List.copyOf(causes);
  }

  /// Reads the ERROR chunk at the buffer's position.
  public static Parsed<ErrorChunk> parse(ByteBuffer chunk) {
    @Nullable ParseError error = ChunkHeader.check(chunk, TYPE, ChunkHeader.BYTES);
    if (error != null) {
      return Parsed.malformed(error);
    }
    return Parsed.value(
        new ErrorChunk(ErrorCause.parseAll(ChunkHeader.tail(chunk, ChunkHeader.BYTES))));
  }

  @Override
  public int lengthBytes() {
    return ChunkHeader.BYTES + ErrorCause.lengthBytes(causes);
  }

  @Override
  public void writeTo(ByteBuffer to) {
    ChunkHeader.write(to, TYPE, 0, lengthBytes());
    ErrorCause.writeAll(causes, to);
  }
}
