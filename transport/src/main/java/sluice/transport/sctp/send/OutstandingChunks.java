package sluice.transport.sctp.send;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The chunks that have a TSN and are not cumulatively acknowledged: a ring indexed by TSN, in primitive arrays that
/// grow with the window. Those in flight also form a list in the order of their last transmission, which is what loss
/// detection walks along.
///
/// A chunk's size in flight counts with its chunk header and padding.
final class OutstandingChunks {
  static final int IN_FLIGHT = 1;
  static final int LOST = 2;
  static final int ACKNOWLEDGED = 3;
  static final int ABANDONED = 4;

  private static final int INITIAL_CAPACITY = 256;

  /// Gap blocks cannot tell further (RFC 9260, section 3.3.4).
  static final int MAX_OUTSTANDING = 65_535;

  private int mask = INITIAL_CAPACITY - 1;
  private @Nullable Message[] message = new @Nullable Message[INITIAL_CAPACITY];
  private byte[] state = new byte[INITIAL_CAPACITY];
  private byte[] flags = new byte[INITIAL_CAPACITY];
  private int[] transmissions = new int[INITIAL_CAPACITY];
  private int[] offset = new int[INITIAL_CAPACITY];
  private int[] length = new int[INITIAL_CAPACITY];
  private int[] older = new int[INITIAL_CAPACITY];
  private int[] newer = new int[INITIAL_CAPACITY];
  private long[] packetNumber = new long[INITIAL_CAPACITY];
  private long[] sentNanos = new long[INITIAL_CAPACITY];
  private long[] acknowledgedBits = new long[INITIAL_CAPACITY / Long.SIZE];

  /// What the delivery rate needs to know of each transmission.
  private long[] deliveredAtSend = new long[INITIAL_CAPACITY];

  private long[] deliveredNanosAtSend = new long[INITIAL_CAPACITY];
  private long[] firstSentAtSend = new long[INITIAL_CAPACITY];
  private long[] lostAtSend = new long[INITIAL_CAPACITY];
  private long[] inFlightAtSend = new long[INITIAL_CAPACITY];
  private boolean[] limitedAtSend = new boolean[INITIAL_CAPACITY];

  private int firstTsn;
  private int nextTsn;
  private int oldest;
  private int newest;
  private int inFlightCount;
  private long inFlightBytes;
  private int lostCount;
  private int lostHint;
  private int acknowledgedCount;

  OutstandingChunks(int initialTsn) {
    firstTsn = initialTsn;
    nextTsn = initialTsn;
    lostHint = initialTsn;
  }

  int firstTsn() {
    return firstTsn;
  }

  /// The TSN that the next new chunk gets.
  int nextTsn() {
    return nextTsn;
  }

  int size() {
    return nextTsn - firstTsn;
  }

  boolean isEmpty() {
    return nextTsn == firstTsn;
  }

  boolean isFull() {
    return size() >= MAX_OUTSTANDING;
  }

  boolean contains(int tsn) {
    return tsn - firstTsn >= 0 && tsn - nextTsn < 0;
  }

  long inFlightBytes() {
    return inFlightBytes;
  }

  int inFlightCount() {
    return inFlightCount;
  }

  int lostCount() {
    return lostCount;
  }

  /// Chunks acknowledged by gap blocks only.
  int acknowledgedCount() {
    return acknowledgedCount;
  }

  int state(int tsn) {
    return state[tsn & mask];
  }

  Message message(int tsn) {
    Message found = message[tsn & mask];
    if (found == null) {
      throw new IllegalStateException("no chunk with TSN " + tsn);
    }
    return found;
  }

  int flags(int tsn) {
    return flags[tsn & mask];
  }

  int offset(int tsn) {
    return offset[tsn & mask];
  }

  int length(int tsn) {
    return length[tsn & mask];
  }

  int transmissions(int tsn) {
    return transmissions[tsn & mask];
  }

  long packetNumber(int tsn) {
    return packetNumber[tsn & mask];
  }

  long sentNanos(int tsn) {
    return sentNanos[tsn & mask];
  }

  long deliveredAtSend(int tsn) {
    return deliveredAtSend[tsn & mask];
  }

  long deliveredNanosAtSend(int tsn) {
    return deliveredNanosAtSend[tsn & mask];
  }

  long firstSentAtSend(int tsn) {
    return firstSentAtSend[tsn & mask];
  }

  long lostAtSend(int tsn) {
    return lostAtSend[tsn & mask];
  }

  long inFlightAtSend(int tsn) {
    return inFlightAtSend[tsn & mask];
  }

  boolean limitedAtSend(int tsn) {
    return limitedAtSend[tsn & mask];
  }

  /// What a chunk counts in flight.
  int sizeInFlight(int tsn) {
    return sizeInFlightOf(length[tsn & mask]);
  }

  static int sizeInFlightOf(int userDataBytes) {
    return 16 + ((userDataBytes + 3) & ~3);
  }

  /// Gives a new chunk the next TSN; it is neither in flight nor anything else until {@link #transmitted} or {@link
  /// #abandon}.
  int add(Message of, int from, int size, int chunkFlags) {
    if (isFull()) {
      throw new IllegalStateException("more outstanding than gap blocks can tell");
    }
    if (size() == mask + 1) {
      grow();
    }
    int tsn = nextTsn++;
    int i = tsn & mask;
    message[i] = of;
    offset[i] = from;
    length[i] = size;
    flags[i] = (byte) chunkFlags;
    transmissions[i] = 0;
    state[i] = 0;
    return tsn;
  }

  /// A chunk, new or lost, goes into the packet of this number.
  void transmitted(int tsn, long inPacket, long nowNanos, DeliveryRate rate) {
    int i = tsn & mask;
    if (state[i] == LOST) {
      lostCount--;
    }
    state[i] = IN_FLIGHT;
    transmissions[i]++;
    packetNumber[i] = inPacket;
    sentNanos[i] = nowNanos;
    inFlightBytes += sizeInFlight(tsn);
    deliveredAtSend[i] = rate.deliveredBytes();
    deliveredNanosAtSend[i] = rate.deliveredNanos();
    firstSentAtSend[i] = rate.firstSentNanos();
    lostAtSend[i] = rate.lostBytes();
    inFlightAtSend[i] = inFlightBytes;
    limitedAtSend[i] = rate.isLimitedByOthers();
    append(tsn);
  }

  void lost(int tsn) {
    leaveFlight(tsn);
    state[tsn & mask] = LOST;
    if (lostCount == 0 || tsn - lostHint < 0) {
      lostHint = tsn;
    }
    lostCount++;
  }

  /// The lowest lost TSN; only where {@link #lostCount} is positive.
  int firstLost() {
    int tsn = lostHint - firstTsn < 0 ? firstTsn : lostHint;
    while (state[tsn & mask] != LOST) {
      tsn++;
      if (tsn - nextTsn >= 0) {
        throw new IllegalStateException("lost chunks miscounted");
      }
    }
    lostHint = tsn;
    return tsn;
  }

  void acknowledged(int tsn) {
    int i = tsn & mask;
    switch (state[i]) {
      case IN_FLIGHT -> leaveFlight(tsn);
      case LOST -> lostCount--;
      default -> throw new IllegalStateException("acknowledged in state " + state[i]);
    }
    state[i] = ACKNOWLEDGED;
    acknowledgedBits[(tsn & mask) >>> 6] |= 1L << tsn;
    acknowledgedCount++;
  }

  /// The peer took back what its gap blocks had told (RFC 9260, section 6.2.1): the chunk counts as lost.
  void reneged(int tsn) {
    int i = tsn & mask;
    acknowledgedBits[i >>> 6] &= ~(1L << tsn);
    acknowledgedCount--;
    state[i] = LOST;
    if (lostCount == 0 || tsn - lostHint < 0) {
      lostHint = tsn;
    }
    lostCount++;
  }

  void abandon(int tsn) {
    int i = tsn & mask;
    switch (state[i]) {
      case IN_FLIGHT -> leaveFlight(tsn);
      case LOST -> lostCount--;
      default -> {}
    }
    state[i] = ABANDONED;
  }

  /// Removes the first chunk, which is acknowledged or abandoned.
  Message removeFirst() {
    int i = firstTsn & mask;
    Message of = message(firstTsn);
    if (state[i] == IN_FLIGHT || state[i] == LOST) {
      throw new IllegalStateException("removed unacknowledged");
    }
    if ((acknowledgedBits[i >>> 6] & (1L << firstTsn)) != 0) {
      acknowledgedBits[i >>> 6] &= ~(1L << firstTsn);
      acknowledgedCount--;
    }
    message[i] = null;
    state[i] = 0;
    firstTsn++;
    return of;
  }

  /// Of the TSNs from this one on to the end of its word of bits, and not beyond `last`: which are not acknowledged by a
  /// gap block. Bit 0 is the TSN given.
  long unacknowledgedFrom(int tsn, int last) {
    int bit = tsn & 63;
    int span = Math.min(Long.SIZE - bit, last - tsn + 1);
    long all = span == Long.SIZE ? -1L : (1L << span) - 1;
    return ~(acknowledgedBits[(tsn & mask) >>> 6] >>> bit) & all;
  }

  /// The chunk in flight that was transmitted first; only where {@link #inFlightCount} is positive.
  int oldest() {
    return oldest;
  }

  /// The chunk in flight that was transmitted last.
  int newest() {
    return newest;
  }

  private void append(int tsn) {
    if (inFlightCount == 0) {
      oldest = tsn;
    } else {
      newer[newest & mask] = tsn;
      older[tsn & mask] = newest;
    }
    newest = tsn;
    inFlightCount++;
  }

  private void leaveFlight(int tsn) {
    inFlightBytes -= sizeInFlight(tsn);
    inFlightCount--;
    if (inFlightCount == 0) {
      return;
    }
    if (tsn == oldest) {
      oldest = newer[tsn & mask];
    } else if (tsn == newest) {
      newest = older[tsn & mask];
    } else {
      int before = older[tsn & mask];
      int after = newer[tsn & mask];
      newer[before & mask] = after;
      older[after & mask] = before;
    }
  }

  private void grow() {
    int[] tsns = new int[mask + 1];
    for (int i = 0; i <= mask; i++) {
      tsns[i] = firstTsn + i;
    }
    int newMask = 2 * (mask + 1) - 1;
    message = moved(message, new @Nullable Message[newMask + 1], tsns, newMask);
    state = moved(state, tsns, newMask);
    flags = moved(flags, tsns, newMask);
    transmissions = moved(transmissions, tsns, newMask);
    offset = moved(offset, tsns, newMask);
    length = moved(length, tsns, newMask);
    older = moved(older, tsns, newMask);
    newer = moved(newer, tsns, newMask);
    packetNumber = moved(packetNumber, tsns, newMask);
    sentNanos = moved(sentNanos, tsns, newMask);
    deliveredAtSend = moved(deliveredAtSend, tsns, newMask);
    deliveredNanosAtSend = moved(deliveredNanosAtSend, tsns, newMask);
    firstSentAtSend = moved(firstSentAtSend, tsns, newMask);
    lostAtSend = moved(lostAtSend, tsns, newMask);
    inFlightAtSend = moved(inFlightAtSend, tsns, newMask);
    boolean[] grownLimited = new boolean[newMask + 1];
    for (int tsn : tsns) {
      grownLimited[tsn & newMask] = limitedAtSend[tsn & mask];
    }
    limitedAtSend = grownLimited;
    mask = newMask;
    acknowledgedBits = new long[(newMask + 1) / Long.SIZE];
    for (int tsn : tsns) {
      if (state[tsn & mask] == ACKNOWLEDGED) {
        acknowledgedBits[(tsn & mask) >>> 6] |= 1L << tsn;
      }
    }
  }

  private @Nullable Message[] moved(
      @Nullable Message[] old, @Nullable Message[] grown, int[] tsns, int newMask) {
    for (int tsn : tsns) {
      grown[tsn & newMask] = old[tsn & mask];
    }
    return grown;
  }

  private byte[] moved(byte[] old, int[] tsns, int newMask) {
    byte[] grown = Arrays.copyOf(old, newMask + 1);
    for (int tsn : tsns) {
      grown[tsn & newMask] = old[tsn & mask];
    }
    return grown;
  }

  private int[] moved(int[] old, int[] tsns, int newMask) {
    int[] grown = new int[newMask + 1];
    for (int tsn : tsns) {
      grown[tsn & newMask] = old[tsn & mask];
    }
    return grown;
  }

  private long[] moved(long[] old, int[] tsns, int newMask) {
    long[] grown = new long[newMask + 1];
    for (int tsn : tsns) {
      grown[tsn & newMask] = old[tsn & mask];
    }
    return grown;
  }
}
