package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// PAD: fills a packet up, for MTU probes (RFC 4820, section 3). Its content means nothing.
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |  Type = 132   |   Flags = 0   |            Length             |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// \                         Padding Data                          \
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record PadChunk(int paddingDataBytes) implements Chunk {
  /// Chunk type.
  public static final int TYPE = 132;

  /// Reads the PAD chunk at the buffer's position.
  public static Parsed<PadChunk> parse(ByteBuffer chunk) {
    @Nullable ParseError error = ChunkHeader.check(chunk, TYPE, ChunkHeader.BYTES);
    if (error != null) {
      return Parsed.malformed(error);
    }
    int lengthBytes = ChunkHeader.lengthBytes(chunk, chunk.position());
    return Parsed.value(new PadChunk(lengthBytes - ChunkHeader.BYTES));
  }

  @Override
  public int lengthBytes() {
    return ChunkHeader.BYTES + paddingDataBytes;
  }

  @Override
  public void writeTo(ByteBuffer to) {
    ChunkHeader.write(to, TYPE, 0, lengthBytes());
    to.put(new byte[paddingDataBytes]);
    Tlv.pad(to, paddingDataBytes);
  }
}
