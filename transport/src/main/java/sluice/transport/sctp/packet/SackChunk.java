package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// SACK: what arrived (RFC 9260, section 3.3.4).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   Type = 3    |  Chunk Flags  |         Chunk Length          |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                      Cumulative TSN Ack                       |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |          Advertised Receiver Window Credit (a_rwnd)           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// | Number of Gap Ack Blocks = N  |  Number of Duplicate TSNs = M |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |    Gap Ack Block #1 Start     |     Gap Ack Block #1 End      |
/// \                              ...                              \
/// |    Gap Ack Block #N Start     |     Gap Ack Block #N End      |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                       Duplicate TSN 1                         |
/// \                              ...                              \
/// |                       Duplicate TSN M                         |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
///
/// The static accessors read the chunk at an absolute offset without allocating. They are safe on
/// every SACK chunk that [PacketReader#next] stands on, for indexes below the chunk's own counts.
///
/// @param aRwnd receiver window in bytes, 0 to 2^32 - 1
public record SackChunk(
    int cumulativeTsnAck, long aRwnd, List<GapBlock> gapBlocks, List<Integer> duplicateTsns)
    implements Chunk {
  /// Chunk type.
  public static final int TYPE = 3;

  /// Bytes before the gap blocks.
  public static final int FIXED_BYTES = 16;

  /// Bytes of one gap block, and of one duplicate TSN.
  public static final int ENTRY_BYTES = 4;

  /// Gap blocks, and duplicate TSNs, that we are willing to read from one SACK.
  public static final int MAX_ENTRIES = 8_192;

  private static final int CUMULATIVE_TSN_ACK_OFFSET = 4;
  private static final int A_RWND_OFFSET = 8;
  private static final int GAP_BLOCK_COUNT_OFFSET = 12;
  private static final int DUPLICATE_TSN_COUNT_OFFSET = 14;

  /// TSNs received beyond the cumulative TSN ack, as offsets from it, both ends included.
  public record GapBlock(int start, int end) {}

  public SackChunk {
    gapBlocks = List.copyOf(gapBlocks);
    duplicateTsns = List.copyOf(duplicateTsns);
  }

  /// Reads the SACK chunk at the buffer's position.
  public static Parsed<SackChunk> parse(ByteBuffer chunk) {
    @Nullable ParseError error = ChunkHeader.check(chunk, TYPE, FIXED_BYTES);
    if (error == null) {
      error = checkCounts(chunk, chunk.position());
    }
    if (error != null) {
      return Parsed.malformed(error);
    }
    int at = chunk.position();
    int blocks = gapBlockCount(chunk, at);
    List<GapBlock> gapBlocks = new ArrayList<>(blocks);
    for (int i = 0; i < blocks; i++) {
      gapBlocks.add(new GapBlock(gapBlockStart(chunk, at, i), gapBlockEnd(chunk, at, i)));
    }
    int duplicates = duplicateTsnCount(chunk, at);
    List<Integer> duplicateTsns = new ArrayList<>(duplicates);
    for (int i = 0; i < duplicates; i++) {
      duplicateTsns.add(duplicateTsn(chunk, at, i));
    }
    return Parsed.value(
        new SackChunk(cumulativeTsnAck(chunk, at), aRwnd(chunk, at), gapBlocks, duplicateTsns));
  }

  /// Whether the counts of the SACK at `offset` agree with its length and our limits.
  static @Nullable ParseError checkCounts(ByteBuffer buffer, int offset) {
    int blocks = gapBlockCount(buffer, offset);
    int duplicates = duplicateTsnCount(buffer, offset);
    int neededBytes = FIXED_BYTES + ENTRY_BYTES * (blocks + duplicates);
    if (neededBytes > ChunkHeader.lengthBytes(buffer, offset)) {
      return ParseError.LENGTH;
    }
    return blocks > MAX_ENTRIES || duplicates > MAX_ENTRIES ? ParseError.LIMIT : null;
  }

  /// Cumulative TSN ack of the SACK at `offset`.
  public static int cumulativeTsnAck(ByteBuffer buffer, int offset) {
    return buffer.getInt(offset + CUMULATIVE_TSN_ACK_OFFSET);
  }

  /// Advertised receiver window, in bytes, of the SACK at `offset`.
  public static long aRwnd(ByteBuffer buffer, int offset) {
    return buffer.getInt(offset + A_RWND_OFFSET) & 0xFFFF_FFFFL;
  }

  /// Number of gap blocks of the SACK at `offset`.
  public static int gapBlockCount(ByteBuffer buffer, int offset) {
    return buffer.getShort(offset + GAP_BLOCK_COUNT_OFFSET) & 0xFFFF;
  }

  /// Number of duplicate TSNs of the SACK at `offset`.
  public static int duplicateTsnCount(ByteBuffer buffer, int offset) {
    return buffer.getShort(offset + DUPLICATE_TSN_COUNT_OFFSET) & 0xFFFF;
  }

  /// Offset of the first TSN of gap block `index` from the cumulative TSN ack.
  public static int gapBlockStart(ByteBuffer buffer, int offset, int index) {
    return buffer.getShort(offset + FIXED_BYTES + ENTRY_BYTES * index) & 0xFFFF;
  }

  /// Offset of the last TSN of gap block `index` from the cumulative TSN ack.
  public static int gapBlockEnd(ByteBuffer buffer, int offset, int index) {
    return buffer.getShort(offset + FIXED_BYTES + ENTRY_BYTES * index + 2) & 0xFFFF;
  }

  /// Duplicate TSN `index` of the SACK at `offset`.
  public static int duplicateTsn(ByteBuffer buffer, int offset, int index) {
    int entry = gapBlockCount(buffer, offset) + index;
    return buffer.getInt(offset + FIXED_BYTES + ENTRY_BYTES * entry);
  }

  /// Writes all that stands before the gap blocks. The caller then writes that many blocks with
  /// [#writeGapBlock] and that many duplicate TSNs with [ByteBuffer#putInt]; padding is never
  /// needed.
  public static void writeFixed(
      ByteBuffer to, int cumulativeTsnAck, long aRwnd, int gapBlockCount, int duplicateTsnCount) {
    int entries = gapBlockCount + duplicateTsnCount;
    ChunkHeader.write(to, TYPE, 0, FIXED_BYTES + ENTRY_BYTES * entries);
    to.putInt(cumulativeTsnAck)
        .putInt((int) aRwnd)
        .putShort((short) gapBlockCount)
        .putShort((short) duplicateTsnCount);
  }

  /// Writes one gap block: offsets from the cumulative TSN ack, both ends included.
  public static void writeGapBlock(ByteBuffer to, int start, int end) {
    to.putShort((short) start).putShort((short) end);
  }

  @Override
  public int lengthBytes() {
    return FIXED_BYTES + ENTRY_BYTES * (gapBlocks.size() + duplicateTsns.size());
  }

  @Override
  public void writeTo(ByteBuffer to) {
    writeFixed(to, cumulativeTsnAck, aRwnd, gapBlocks.size(), duplicateTsns.size());
    for (GapBlock block : gapBlocks) {
      writeGapBlock(to, block.start(), block.end());
    }
    for (int tsn : duplicateTsns) {
      to.putInt(tsn);
    }
  }
}
