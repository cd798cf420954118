package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// INIT: asks for an association (RFC 9260, section 3.3.2).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   Type = 1    |  Chunk Flags  |         Chunk Length          |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                         Initiate Tag                          |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |          Advertised Receiver Window Credit (a_rwnd)           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |  Number of Outbound Streams   |   Number of Inbound Streams   |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                          Initial TSN                          |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// \              Optional/Variable-Length Parameters              \
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
///
/// Values that the RFC forbids (a zero tag, zero streams) parse: the association answers them.
///
/// @param aRwnd receiver window in bytes, 0 to 2^32 - 1
/// @param parameters in their order; it ends early at an unknown one whose type says stop
public record InitChunk(
    int initiateTag,
    long aRwnd,
    int outboundStreams,
    int inboundStreams,
    int initialTsn,
    List<Parameter> parameters)
    implements Chunk {
  /// Chunk type.
  public static final int TYPE = 1;

  public InitChunk {
    parameters = List.copyOf(parameters);
  }

  /// Reads the INIT chunk at the buffer's position.
  public static Parsed<InitChunk> parse(ByteBuffer chunk) {
    @Nullable ParseError error = ChunkHeader.check(chunk, TYPE, InitLayout.FIXED_BYTES);
    if (error != null) {
      return Parsed.malformed(error);
    }
    return Parameter.parseAll(ChunkHeader.tail(chunk, InitLayout.FIXED_BYTES))
        .map(
            parameters ->
                new InitChunk(
                    InitLayout.signedInt(chunk, InitLayout.INITIATE_TAG_OFFSET),
                    InitLayout.unsignedInt(chunk, InitLayout.A_RWND_OFFSET),
                    InitLayout.unsignedShort(chunk, InitLayout.OUTBOUND_STREAMS_OFFSET),
                    InitLayout.unsignedShort(chunk, InitLayout.INBOUND_STREAMS_OFFSET),
                    InitLayout.signedInt(chunk, InitLayout.INITIAL_TSN_OFFSET),
                    parameters));
  }

  @Override
  public int lengthBytes() {
    return InitLayout.lengthBytes(parameters);
  }

  @Override
  public void writeTo(ByteBuffer to) {
    ChunkHeader.write(to, TYPE, 0, lengthBytes());
    to.putInt(initiateTag)
        .putInt((int) aRwnd)
        .putShort((short) outboundStreams)
        .putShort((short) inboundStreams)
        .putInt(initialTsn);
    Parameter.writeAll(parameters, to);
  }
}
