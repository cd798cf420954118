package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// I-DATA: DATA with message interleaving (RFC 8260, section 2.1). We read it and never offer it.
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   Type = 64   |  Res  |I|U|B|E|       Length = Variable       |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                              TSN                              |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |       Stream Identifier       |           Reserved            |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                      Message Identifier                       |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |    Payload Protocol Identifier / Fragment Sequence Number     |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// \                           User Data                           \
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
///
/// @param flags as in [DataChunk]
/// @param protocolIdOrFragmentSequenceNumber the payload protocol identifier where the B bit is
///     set, else the fragment sequence number
public record IDataChunk(
    int flags,
    int tsn,
    int streamId,
    int messageIdentifier,
    int protocolIdOrFragmentSequenceNumber,
    ByteBuffer userData)
    implements Chunk {
  /// Chunk type.
  public static final int TYPE = 64;

  private static final int HEADER_BYTES = 20;
  private static final int TSN_OFFSET = 4;
  private static final int STREAM_ID_OFFSET = 8;
  private static final int MESSAGE_IDENTIFIER_OFFSET = 12;
  private static final int PROTOCOL_ID_OFFSET = 16;

  public IDataChunk {
    userData = userData.slice();
  }

  /// Reads the I-DATA chunk at the buffer's position.
  public static Parsed<IDataChunk> parse(ByteBuffer chunk) {
    @Nullable ParseError error = ChunkHeader.check(chunk, TYPE, HEADER_BYTES);
    if (error != null) {
      return Parsed.malformed(error);
    }
    int at = chunk.position();
    return Parsed.value(
        new IDataChunk(
            ChunkHeader.flags(chunk, at),
            chunk.getInt(at + TSN_OFFSET),
            chunk.getShort(at + STREAM_ID_OFFSET) & 0xFFFF,
            chunk.getInt(at + MESSAGE_IDENTIFIER_OFFSET),
            chunk.getInt(at + PROTOCOL_ID_OFFSET),
            ChunkHeader.tail(chunk, HEADER_BYTES)));
  }

  @Override
  public ByteBuffer userData() {
    return userData.duplicate();
  }

  @Override
  public int lengthBytes() {
    return HEADER_BYTES + userData.limit();
  }

  @Override
  public void writeTo(ByteBuffer to) {
    ChunkHeader.write(to, TYPE, flags, lengthBytes());
    to.putInt(tsn)
        .putShort((short) streamId)
        .putShort((short) 0)
        .putInt(messageIdentifier)
        .putInt(protocolIdOrFragmentSequenceNumber)
        .put(userData());
    Tlv.pad(to, userData.limit());
  }
}
