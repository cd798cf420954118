package sluice.transport.sctp.receive;

import java.nio.ByteBuffer;

/// Which TSNs have arrived: the Cumulative TSN Ack Point, and a ring of bits for the 65,535 TSNs above it, which is as
/// far as a gap block's 16 bits can tell (RFC 9260, section 3.3.4).
final class TsnTracker {
  /// The highest offset above the Cumulative TSN Ack Point that can be reported.
  static final int MAX_OFFSET = 65_535;

  private static final int RING_BITS = 1 << 16;
  private static final int MAX_DUPLICATES = 32;

  private final long[] ring = new long[RING_BITS / Long.SIZE];
  private final int[] duplicates = new int[MAX_DUPLICATES];
  private int duplicateCount;
  private int cumulativeTsn;
  private int highestOffset;

  /// What a TSN is to the tracker.
  enum Arrival {
    /// The one after the Cumulative TSN Ack Point.
    NEXT,
    /// New, with a gap below it.
    ABOVE_GAP,
    DUPLICATE,
    /// Further ahead than a SACK can report: not to be accepted.
    OUT_OF_RANGE
  }

  TsnTracker(int initialTsn) {
    cumulativeTsn = initialTsn - 1;
  }

  Arrival classify(int tsn) {
    int offset = tsn - cumulativeTsn;
    if (offset == 1) {
      return Arrival.NEXT;
    }
    if (offset <= 0) {
      return Arrival.DUPLICATE;
    }
    if (offset > MAX_OFFSET) {
      return Arrival.OUT_OF_RANGE;
    }
    return isSet(tsn) ? Arrival.DUPLICATE : Arrival.ABOVE_GAP;
  }

  /// Remembers a duplicate for the next SACK; as many as fit are reported.
  void noteDuplicate(int tsn) {
    if (duplicateCount < MAX_DUPLICATES) {
      duplicates[duplicateCount++] = tsn;
    }
  }

  /// Records a TSN that {@link #classify} called above a gap.
  void recordAboveGap(int tsn) {
    ring[word(tsn)] |= 1L << tsn;
    highestOffset = Math.max(highestOffset, tsn - cumulativeTsn);
  }

  /// Moves the Cumulative TSN Ack Point up by one, whether that TSN was recorded or not.
  void advance() {
    cumulativeTsn++;
    if (highestOffset > 0) {
      ring[word(cumulativeTsn)] &= ~(1L << cumulativeTsn);
      highestOffset--;
    }
  }

  /// Whether the TSN after the Cumulative TSN Ack Point was recorded while there was a gap before it.
  boolean nextIsRecorded() {
    return highestOffset > 0 && isSet(cumulativeTsn + 1);
  }

  boolean hasGaps() {
    return highestOffset > 0;
  }

  int cumulativeTsn() {
    return cumulativeTsn;
  }

  int duplicateCount() {
    return duplicateCount;
  }

  void writeDuplicates(ByteBuffer out, int count) {
    for (int i = 0; i < count; i++) {
      out.putInt(duplicates[i]);
    }
    duplicateCount = 0;
  }

  /// Writes gap blocks in ascending order, at most so many.
  ///
  /// @return how many it wrote
  int writeGapBlocks(ByteBuffer out, int maxBlocks) {
    int blocks = 0;
    int offset = 1;
    while (blocks < maxBlocks) {
      int start = nextOffset(offset, 0L);
      if (start > highestOffset) {
        break;
      }
      int end = Math.min(nextOffset(start, -1L) - 1, highestOffset);
      out.putShort((short) start).putShort((short) end);
      blocks++;
      offset = end + 1;
    }
    return blocks;
  }

  /// The first offset from `offset` on whose bit is set (`invert` 0) or clear (`invert` -1), or one beyond the highest.
  private int nextOffset(int offset, long invert) {
    int at = offset;
    while (at <= highestOffset) {
      int tsn = cumulativeTsn + at;
      int bit = tsn & 63;
      long rest = (ring[word(tsn)] ^ invert) >>> bit;
      if (rest != 0) {
        return Math.min(at + Long.numberOfTrailingZeros(rest), highestOffset + 1);
      }
      at += Long.SIZE - bit;
    }
    return highestOffset + 1;
  }

  private boolean isSet(int tsn) {
    return (ring[word(tsn)] & (1L << tsn)) != 0;
  }

  private static int word(int tsn) {
    return (tsn & (RING_BITS - 1)) >>> 6;
  }
}
