package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// DATA: a user message or a fragment of one (RFC 9260, section 3.3.1; I bit: RFC 7053).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   Type = 0    |  Res  |I|U|B|E|            Length             |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                              TSN                              |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |      Stream Identifier S      |   Stream Sequence Number n    |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                  Payload Protocol Identifier                  |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// \                 User Data (seq n of Stream S)                 \
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
///
/// Empty user data parses: the association answers it with "No User Data".
///
/// The static accessors read the chunk at an absolute offset without allocating. They are safe on
/// every DATA chunk that [PacketReader#next] stands on.
///
/// @param flags [#ENDING], [#BEGINNING], [#UNORDERED], [#IMMEDIATE] or-ed
public record DataChunk(
    int flags,
    int tsn,
    int streamId,
    int streamSequenceNumber,
    int payloadProtocolId,
    ByteBuffer userData)
    implements Chunk {
  /// Chunk type.
  public static final int TYPE = 0;

  /// E bit: the last fragment of a message.
  public static final int ENDING = 0x01;

  /// B bit: the first fragment of a message.
  public static final int BEGINNING = 0x02;

  /// U bit: the stream sequence number means nothing.
  public static final int UNORDERED = 0x04;

  /// I bit: the sender asks for a SACK at once.
  public static final int IMMEDIATE = 0x08;

  /// Bytes before the user data.
  public static final int HEADER_BYTES = 16;

  private static final int TSN_OFFSET = 4;
  private static final int STREAM_ID_OFFSET = 8;
  private static final int STREAM_SEQUENCE_NUMBER_OFFSET = 10;
  private static final int PAYLOAD_PROTOCOL_ID_OFFSET = 12;

  public DataChunk {
    userData = userData.slice();
  }

  /// Reads the DATA chunk at the buffer's position.
  public static Parsed<DataChunk> parse(ByteBuffer chunk) {
    @Nullable ParseError error = ChunkHeader.check(chunk, TYPE, HEADER_BYTES);
    if (error != null) {
      return Parsed.malformed(error);
    }
    int at = chunk.position();
    return Parsed.value(
        new DataChunk(
            ChunkHeader.flags(chunk, at),
            tsn(chunk, at),
            streamId(chunk, at),
            streamSequenceNumber(chunk, at),
            payloadProtocolId(chunk, at),
            ChunkHeader.tail(chunk, HEADER_BYTES)));
  }

  /// TSN of the DATA chunk at `offset`.
  public static int tsn(ByteBuffer buffer, int offset) {
    return buffer.getInt(offset + TSN_OFFSET);
  }

  /// Stream identifier of the DATA chunk at `offset`.
  public static int streamId(ByteBuffer buffer, int offset) {
    return buffer.getShort(offset + STREAM_ID_OFFSET) & 0xFFFF;
  }

  /// Stream sequence number of the DATA chunk at `offset`.
  public static int streamSequenceNumber(ByteBuffer buffer, int offset) {
    return buffer.getShort(offset + STREAM_SEQUENCE_NUMBER_OFFSET) & 0xFFFF;
  }

  /// Payload protocol identifier of the DATA chunk at `offset`.
  public static int payloadProtocolId(ByteBuffer buffer, int offset) {
    return buffer.getInt(offset + PAYLOAD_PROTOCOL_ID_OFFSET);
  }

  /// Where the user data of the DATA chunk at `offset` begins.
  public static int userDataOffset(int offset) {
    return offset + HEADER_BYTES;
  }

  /// Bytes of user data in the DATA chunk at `offset`.
  public static int userDataBytes(ByteBuffer buffer, int offset) {
    return ChunkHeader.lengthBytes(buffer, offset) - HEADER_BYTES;
  }

  /// Writes all that stands before `userDataBytes` of user data; the caller puts those, then pads
  /// with [#pad].
  public static void writeHeader(
      ByteBuffer to,
      int flags,
      int tsn,
      int streamId,
      int streamSequenceNumber,
      int payloadProtocolId,
      int userDataBytes) {
    ChunkHeader.write(to, TYPE, flags, HEADER_BYTES + userDataBytes);
    to.putInt(tsn)
        .putShort((short) streamId)
        .putShort((short) streamSequenceNumber)
        .putInt(payloadProtocolId);
  }

  /// Writes the zero to three bytes that follow `userDataBytes` of user data.
  public static void pad(ByteBuffer to, int userDataBytes) {
    Tlv.pad(to, userDataBytes);
  }

  @Override
  public ByteBuffer userData() {
    return userData.duplicate();
  }

  /// Whether the U bit is set.
  public boolean isUnordered() {
    return (flags & UNORDERED) != 0;
  }

  /// Whether the B bit is set.
  public boolean isBeginning() {
    return (flags & BEGINNING) != 0;
  }

  /// Whether the E bit is set.
  public boolean isEnding() {
    return (flags & ENDING) != 0;
  }

  @Override
  public int lengthBytes() {
    return HEADER_BYTES + userData.limit();
  }

  @Override
  public void writeTo(ByteBuffer to) {
    int bytes = userData.limit();
    writeHeader(to, flags, tsn, streamId, streamSequenceNumber, payloadProtocolId, bytes);
    to.put(userData());
    pad(to, bytes);
  }
}
