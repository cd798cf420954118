package sluice.transport.sctp.receive;

import java.util.Arrays;

/// Memory for chunks that arrived above a gap: blocks of {@value #BLOCK_BYTES} bytes, chained, from segments that are
/// allocated when first needed and then reused. What a chunk occupies here, and not its length, counts against the
/// receive window: so a hostile sender of tiny chunks stays within it, too.
final class BlockStore {
  static final int BLOCK_BYTES = 512;
  static final int NONE = -1;

  private static final int BLOCKS_PER_SEGMENT_LOG = 8;
  private static final int BLOCKS_PER_SEGMENT = 1 << BLOCKS_PER_SEGMENT_LOG;

  private byte[][] segments = new byte[0][];
  private int[] nextBlock = new int[0];
  private int freeHead = NONE;
  private int usedBlocks;

  static int occupiedBytes(int length) {
    return (length + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
  }

  int usedBytes() {
    return usedBlocks * BLOCK_BYTES;
  }

  /// Copies bytes in.
  ///
  /// @return the first block, for {@link #read} and {@link #free}
  int store(byte[] source, int from, int length) {
    int first = NONE;
    int last = NONE;
    for (int done = 0; done < length; done += BLOCK_BYTES) {
      int block = take();
      System.arraycopy(
          source, from + done, segment(block), start(block), Math.min(BLOCK_BYTES, length - done));
      if (first == NONE) {
        first = block;
      } else {
        nextBlock[last] = block;
      }
      last = block;
    }
    return first;
  }

  /// Copies out what {@link #store} copied in.
  void read(int first, int length, byte[] target, int to) {
    int block = first;
    for (int done = 0; done < length; done += BLOCK_BYTES) {
      System.arraycopy(
          segment(block), start(block), target, to + done, Math.min(BLOCK_BYTES, length - done));
      block = nextBlock[block];
    }
  }

  void free(int first) {
    int block = first;
    while (block != NONE) {
      int next = nextBlock[block];
      nextBlock[block] = freeHead;
      freeHead = block;
      usedBlocks--;
      block = next;
    }
  }

  private int take() {
    if (freeHead == NONE) {
      addSegment();
    }
    int block = freeHead;
    freeHead = nextBlock[block];
    nextBlock[block] = NONE;
    usedBlocks++;
    return block;
  }

  private void addSegment() {
    int index = segments.length;
    segments = Arrays.copyOf(segments, index + 1);
    segments[index] = new byte[BLOCKS_PER_SEGMENT * BLOCK_BYTES];
    int firstBlock = index << BLOCKS_PER_SEGMENT_LOG;
    if (nextBlock.length < firstBlock + BLOCKS_PER_SEGMENT) {
      nextBlock =
          Arrays.copyOf(nextBlock, Math.max(2 * nextBlock.length, firstBlock + BLOCKS_PER_SEGMENT));
    }
    for (int block = firstBlock + BLOCKS_PER_SEGMENT - 1; block >= firstBlock; block--) {
      nextBlock[block] = freeHead;
      freeHead = block;
    }
  }

  private byte[] segment(int block) {
    return segments[block >>> BLOCKS_PER_SEGMENT_LOG];
  }

  private static int start(int block) {
    return (block & (BLOCKS_PER_SEGMENT - 1)) * BLOCK_BYTES;
  }
}
