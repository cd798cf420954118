package sluice.transport.loop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// Arrays that held messages which the other end has by now, to hold the next ones: a new array of 64 KiB for each
/// message costs the collector more than the copy does. Any thread may call.
final class SpareArrays {
  private static final int MIN_BITS = 12;
  private static final int MAX_BITS = 18;

  private final int maxSpareBytes;
  private final List<ArrayDeque<byte[]>> spares = new ArrayList<>();
  private int spareBytes;

  /// @param maxSpareBytes kept while nobody uses them
  SpareArrays(int maxSpareBytes) {
    this.maxSpareBytes = maxSpareBytes;
    for (int bits = MIN_BITS; bits <= MAX_BITS; bits++) {
      spares.add(new ArrayDeque<>());
    }
  }

  /// An array of at least this size, whose content is whatever was there before.
  byte[] take(int sizeBytes) {
    int bits = Math.max(MIN_BITS, Integer.SIZE - Integer.numberOfLeadingZeros(sizeBytes - 1));
    if (sizeBytes <= 1 << (MIN_BITS - 1) || bits > MAX_BITS) {
      return new byte[sizeBytes];
    }
    synchronized (this) {
      byte[] spare = spares.get(bits - MIN_BITS).poll();
      if (spare != null) {
        spareBytes -= spare.length;
        return spare;
      }
    }
    return new byte[1 << bits];
  }

  /// Takes back an array that nobody reads any more.
  synchronized void give(byte[] array) {
    int bits = Integer.numberOfTrailingZeros(array.length);
    if (array.length == 1 << bits
        && bits >= MIN_BITS
        && bits <= MAX_BITS
        && spareBytes <= maxSpareBytes - array.length) {
      spareBytes += array.length;
      spares.get(bits - MIN_BITS).push(array);
    }
  }

  synchronized int spareBytes() {
    return spareBytes;
  }
}
