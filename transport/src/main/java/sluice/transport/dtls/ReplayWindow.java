package sluice.transport.dtls;

import java.util.Arrays;

/// Which of the newest 65,536 sequence numbers have been received (RFC 6347, section 4.1.2.6). The
/// usual 64 would turn the reordering of a fast path into loss.
final class ReplayWindow {

  static final int SIZE_RECORDS = 65_536;

  /// One bit a record, in a ring of words. Twice the window, because the word that holds the newest
  /// number must not share its place with the one that holds the window's oldest.
  private static final int WORDS = 2 * SIZE_RECORDS / Long.SIZE;

  private final long[] received = new long[WORDS];
  private long highest = -1;

  /// Whether `sequenceNumber` is new, as far as the window reaches. Changes nothing.
  boolean isNew(long sequenceNumber) {
    if (sequenceNumber > highest) {
      return true;
    }
    return highest - sequenceNumber < SIZE_RECORDS
        && (received[place(sequenceNumber)] & 1L << sequenceNumber) == 0;
  }

  /// Marks a new record, once it has been authenticated: "The receive window is updated only if the
  /// MAC verification succeeds."
  void mark(long sequenceNumber) {
    if (sequenceNumber > highest) {
      clearUpTo(sequenceNumber);
      highest = sequenceNumber;
    }
    received[place(sequenceNumber)] |= 1L << sequenceNumber;
  }

  private void clearUpTo(long sequenceNumber) {
    long oldWord = Math.floorDiv(highest, Long.SIZE);
    long newWord = sequenceNumber / Long.SIZE;
    if (newWord - oldWord >= WORDS) {
      Arrays.fill(received, 0);
      return;
    }
    for (long word = oldWord + 1; word <= newWord; word++) {
      received[(int) (word & WORDS - 1)] = 0;
    }
  }

  private static int place(long sequenceNumber) {
    return (int) (sequenceNumber / Long.SIZE & WORDS - 1);
  }
}
