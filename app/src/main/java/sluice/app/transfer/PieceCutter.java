package sluice.app.transfer;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Cuts a file where its content says so, so that the same content is cut alike wherever it stands
/// (`docs/file-transfer.md`, "Pieces"). A gear hash with two masks, after Xia et al., "FastCDC: a Fast and Efficient
/// Content-Defined Chunking Approach for Data Deduplication", USENIX ATC 2016, sections 3.3 to 3.5.
public final class PieceCutter {
  /// Lengths that pieces have on average, powers of two.
  public static final int LEAST_AVERAGE = 1 << 14;

  public static final int MOST_AVERAGE = 1 << 21;

  /// Pieces that a file is cut into, roughly and at most, until they have to become longer.
  private static final int PIECES = 1 << 16;

  /// How much the masks differ from the one that the average alone would ask for, in bits.
  private static final int NORMALISATION = 2;

  private static final long[] GEAR = gear();

  private PieceCutter() {}

  /// "G of b is the number that the first eight bytes of the SHA-256 of the one byte b make, big-endian."
  private static long[] gear() {
    long[] gear = new long[256];
    for (int i = 0; i < gear.length; i++) {
      gear[i] = ByteBuffer.wrap(sha256().digest(new byte[] {(byte) i})).getLong();
    }
    return gear;
  }

  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// How long pieces should be on average where there are so many bytes.
  static int average(long bytes) {
    int average = LEAST_AVERAGE;
    while (average < MOST_AVERAGE && bytes / average > PIECES) {
      average <<= 1;
    }
    return average;
  }

  /// The longest piece.
  public static int maxBytes(int average) {
    return 4 * average;
  }

  /// How long the piece is that begins at `from`.
  ///
  /// @param to the end of what is there; at least {@link #maxBytes} away, unless the stretch ends there
  public static int cut(byte[] bytes, int from, int to, int average) {
    int length = to - from;
    int least = average / 4;
    if (length <= least) {
      return length;
    }
    int bits = Integer.numberOfTrailingZeros(average);
    long strict = topBits(bits + NORMALISATION);
    long loose = topBits(bits - NORMALISATION);
    int normal = from + Math.min(average, length);
    int most = from + Math.min(maxBytes(average), length);
    long hash = 0;
    int at = from + least;
    for (; at < normal; at++) {
      hash = (hash << 1) + GEAR[bytes[at] & 0xff];
      if ((hash & strict) == 0) {
        return at + 1 - from;
      }
    }
    for (; at < most; at++) {
      hash = (hash << 1) + GEAR[bytes[at] & 0xff];
      if ((hash & loose) == 0) {
        return at + 1 - from;
      }
    }
    return most - from;
  }

  /// The upper bits have seen the most bytes.
  private static long topBits(int count) {
    return -1L << (Long.SIZE - count);
  }
}
