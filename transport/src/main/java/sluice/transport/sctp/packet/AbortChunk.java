package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// ABORT: closes the association at once (RFC 9260, section 3.3.7).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   Type = 6    |  Reserved   |T|            Length             |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// \                   zero or more Error Causes                   \
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
///
/// An ABORT whose causes cannot be read is an ABORT all the same: those that can be are kept.
///
/// @param tagReflected the T bit: the verification tag is the one the peer had sent, because its
///     sender has no association
public record AbortChunk(boolean tagReflected, List<ErrorCause> causes) implements Chunk {
  /// Chunk type.
  public static final int TYPE = 6;

  private static final int T_BIT = 0x01;

  public AbortChunk {
    causes = List.copyOf(causes);
  }

  /// Reads the ABORT chunk at the buffer's position.
  public static Parsed<AbortChunk> parse(ByteBuffer chunk) {
    @Nullable ParseError error = ChunkHeader.check(chunk, TYPE, ChunkHeader.BYTES);
    if (error != null) {
      return Parsed.malformed(error);
    }
    int flags = ChunkHeader.flags(chunk, chunk.position());
    List<ErrorCause> causes = ErrorCause.parseAll(ChunkHeader.tail(chunk, ChunkHeader.BYTES));
    return Parsed.value(new AbortChunk((flags & T_BIT) != 0, causes));
  }

  @Override
  public int lengthBytes() {
    return ChunkHeader.BYTES + ErrorCause.lengthBytes(causes);
  }

  @Override
  public void writeTo(ByteBuffer to) {
    ChunkHeader.write(to, TYPE, tagReflected ? T_BIT : 0, lengthBytes());
    ErrorCause.writeAll(causes, to);
  }
}
