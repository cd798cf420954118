package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// FORWARD TSN: the sender gave up on messages, the receiver must too (RFC 3758, section 3.2).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |  Type = 192   |  Flags = 0    |            Length             |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                      New Cumulative TSN                       |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |           Stream-1            |       Stream Sequence-1       |
/// \                              ...                              \
/// |           Stream-N            |       Stream Sequence-N       |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record ForwardTsnChunk(int newCumulativeTsn, List<SkippedStream> skippedStreams)
    implements Chunk {
  /// Chunk type.
  public static final int TYPE = 192;

  /// Skipped streams that we are willing to read from one chunk.
  public static final int MAX_SKIPPED_STREAMS = 8_192;

  /// Bytes before the skipped streams.
  public static final int FIXED_BYTES = 8;

  /// Bytes of one skipped stream.
  public static final int ENTRY_BYTES = 4;

  /// The largest stream sequence number skipped on an ordered stream.
  public record SkippedStream(int streamId, int streamSequenceNumber) {}

  public ForwardTsnChunk {
    skippedStreams = List.copyOf(skippedStreams);
  }

  /// Reads the FORWARD TSN chunk at the buffer's position.
  public static Parsed<ForwardTsnChunk> parse(ByteBuffer chunk) {
    @Nullable ParseError error = ChunkHeader.check(chunk, TYPE, FIXED_BYTES);
    if (error != null) {
      return Parsed.malformed(error);
    }
    ByteBuffer entries = ChunkHeader.tail(chunk, FIXED_BYTES);
    if (entries.remaining() % ENTRY_BYTES != 0) {
      return Parsed.malformed(ParseError.LENGTH);
    }
    if (entries.remaining() / ENTRY_BYTES > MAX_SKIPPED_STREAMS) {
      return Parsed.malformed(ParseError.LIMIT);
    }
    List<SkippedStream> skipped = new ArrayList<>(entries.remaining() / ENTRY_BYTES);
    while (entries.hasRemaining()) {
      skipped.add(new SkippedStream(entries.getShort() & 0xFFFF, entries.getShort() & 0xFFFF));
    }
    int newCumulativeTsn = chunk.getInt(chunk.position() + ChunkHeader.BYTES);
    return Parsed.value(new ForwardTsnChunk(newCumulativeTsn, skipped));
  }

  @Override
  public int lengthBytes() {
    return FIXED_BYTES + ENTRY_BYTES * skippedStreams.size();
  }

  @Override
  public void writeTo(ByteBuffer to) {
    ChunkHeader.write(to, TYPE, 0, lengthBytes());
    to.putInt(newCumulativeTsn);
    for (SkippedStream stream : skippedStreams) {
      to.putShort((short) stream.streamId()).putShort((short) stream.streamSequenceNumber());
    }
  }
}
