package sluice.app.files;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import sluice.app.transfer.Piece;

/// The pieces that a receiver has of one file, to be found by their SHA-256. Two tables of numbers instead of objects,
/// since there may be half a million: one finds a piece by its hash and offset, the other by its hash alone.
///
/// The numbers that mix a hash are drawn, so that who chooses the hashes cannot choose where they collide.
final class PieceIndex {
  static final long NONE = -1;
  private static final int HASH_BYTES = 32;
  private static final int CHUNK = 4_096;

  private final List<byte[]> hashes = new ArrayList<>();
  private final List<long[]> offsets = new ArrayList<>();
  private final long[] mixers = new long[HASH_BYTES / Long.BYTES + 1];
  private int[] exact = new int[2 * CHUNK];
  private int[] any = new int[2 * CHUNK];
  private int size;

  PieceIndex(RandomGenerator random) {
    Arrays.setAll(mixers, i -> random.nextLong() | 1);
  }

  void add(Piece piece) {
    if (4 * (size + 1) > exact.length) {
      grow();
    }
    if (size % CHUNK == 0) {
      hashes.add(new byte[CHUNK * HASH_BYTES]);
      offsets.add(new long[CHUNK]);
    }
    System.arraycopy(piece.sha256(), 0, hashes.getLast(), size % CHUNK * HASH_BYTES, HASH_BYTES);
    offsets.getLast()[size % CHUNK] = piece.offset();
    enter(size);
    size++;
  }

  private void grow() {
    exact = new int[2 * exact.length];
    any = new int[exact.length];
    for (int i = 0; i < size; i++) {
      enter(i);
    }
  }

  /// Slots hold the number of a piece plus one.
  private void enter(int number) {
    long mixed = mix(hashes.get(number / CHUNK), number % CHUNK * HASH_BYTES);
    exact[free(exact, mixed ^ (offset(number) * mixers[HASH_BYTES / Long.BYTES]))] = number + 1;
    int slot = find(any, mixed, hashes.get(number / CHUNK), number % CHUNK * HASH_BYTES);
    if (any[slot] == 0) {
      any[slot] = number + 1;
    }
  }

  private static int free(int[] table, long mixed) {
    int slot = slot(table, mixed);
    while (table[slot] != 0) {
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }

  /// The slot of a piece with this hash, or the free one where it would be.
  private int find(int[] table, long mixed, byte[] hash, int at) {
    int slot = slot(table, mixed);
    while (table[slot] != 0 && !isHash(table[slot] - 1, hash, at)) {
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }

  private static int slot(int[] table, long mixed) {
    return (int) (mixed >>> 32) & (table.length - 1);
  }

  private boolean isHash(int number, byte[] hash, int at) {
    int from = number % CHUNK * HASH_BYTES;
    return Arrays.equals(
        hashes.get(number / CHUNK), from, from + HASH_BYTES, hash, at, at + HASH_BYTES);
  }

  private long offset(int number) {
    return offsets.get(number / CHUNK)[number % CHUNK];
  }

  private long mix(byte[] hash, int at) {
    ByteBuffer words = ByteBuffer.wrap(hash, at, HASH_BYTES);
    long mixed = 0;
    for (int i = 0; i < HASH_BYTES / Long.BYTES; i++) {
      mixed += words.getLong() * mixers[i];
      mixed ^= mixed >>> 29;
    }
    return mixed * mixers[0];
  }

  /// Where a piece with this hash lies: at this offset if there is one, else anywhere; {@link #NONE} if there is none.
  long find(byte[] sha256, long preferred) {
    long mixed = mix(sha256, 0);
    int slot = slot(exact, mixed ^ (preferred * mixers[HASH_BYTES / Long.BYTES]));
    while (exact[slot] != 0) {
      if (offset(exact[slot] - 1) == preferred && isHash(exact[slot] - 1, sha256, 0)) {
        return preferred;
      }
      slot = (slot + 1) & (exact.length - 1);
    }
    int found = any[find(any, mixed, sha256, 0)];
    return found == 0 ? NONE : offset(found - 1);
  }
}
