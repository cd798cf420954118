package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// I-FORWARD-TSN: FORWARD TSN with message interleaving (RFC 8260, section 2.3.1). We read it and
/// never offer it.
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |  Type = 194   |   Flags = 0   |       Length = Variable       |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                      New Cumulative TSN                       |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |       Stream Identifier       |          Reserved           |U|
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                      Message Identifier                       |
/// \                              ...                              \
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public record IForwardTsnChunk(int newCumulativeTsn, List<SkippedMessage> skippedMessages)
    implements Chunk {
  /// Chunk type.
  public static final int TYPE = 194;

  /// Skipped messages that we are willing to read from one chunk.
  public static final int MAX_SKIPPED_MESSAGES = 4_096;

  private static final int FIXED_BYTES = 8;
  private static final int ENTRY_BYTES = 8;
  private static final int U_BIT = 0x01;

  /// The largest message identifier skipped among the stream's ordered or unordered messages.
  public record SkippedMessage(int streamId, boolean unordered, int messageIdentifier) {}

  public IForwardTsnChunk {
    skippedMessages = List.copyOf(skippedMessages);
  }

  /// Reads the I-FORWARD-TSN chunk at the buffer's position.
  public static Parsed<IForwardTsnChunk> parse(ByteBuffer chunk) {
    @Nullable ParseError error = ChunkHeader.check(chunk, TYPE, FIXED_BYTES);
    if (error != null) {
      return Parsed.malformed(error);
    }
    ByteBuffer entries = ChunkHeader.tail(chunk, FIXED_BYTES);
    if (entries.remaining() % ENTRY_BYTES != 0) {
      return Parsed.malformed(ParseError.LENGTH);
    }
    if (entries.remaining() / ENTRY_BYTES > MAX_SKIPPED_MESSAGES) {
      return Parsed.malformed(ParseError.LIMIT);
    }
    List<SkippedMessage> skipped = new ArrayList<>(entries.remaining() / ENTRY_BYTES);
    while (entries.hasRemaining()) {
      int streamId = entries.getShort() & 0xFFFF;
      boolean unordered = (entries.getShort() & U_BIT) != 0;
      skipped.add(new SkippedMessage(streamId, unordered, entries.getInt()));
    }
    int newCumulativeTsn = chunk.getInt(chunk.position() + ChunkHeader.BYTES);
    return Parsed.value(new IForwardTsnChunk(newCumulativeTsn, skipped));
  }

  @Override
  public int lengthBytes() {
    return FIXED_BYTES + ENTRY_BYTES * skippedMessages.size();
  }

  @Override
  public void writeTo(ByteBuffer to) {
    ChunkHeader.write(to, TYPE, 0, lengthBytes());
    to.putInt(newCumulativeTsn);
    for (SkippedMessage message : skippedMessages) {
      to.putShort((short) message.streamId())
          .putShort((short) (message.unordered() ? U_BIT : 0))
          .putInt(message.messageIdentifier());
    }
  }
}
