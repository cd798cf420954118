package sluice.transport.sctp.receive;

import java.util.Arrays;

/// The chunks that arrived above a gap: a ring of slots indexed by TSN, in primitive arrays that grow with the widest
/// gap seen. Adjacent fragments of one message form a run; the two ends of a run know each other, so that one new
/// chunk joins runs in constant time however long they are.
final class HeldChunks {
  static final int BEGINNING = 0x02;
  static final int ENDING = 0x01;
  static final int UNORDERED = 0x04;

  /// What a slot holds.
  enum Slot {
    EMPTY,
    HELD,
    /// Its message was delivered ahead of the Cumulative TSN Ack Point; the content is gone.
    DELIVERED
  }

  private static final Slot[] SLOTS = Slot.values();
  private static final int INITIAL_CAPACITY = 256;

  final BlockStore blocks = new BlockStore();
  private int mask = INITIAL_CAPACITY - 1;
  private byte[] state = new byte[INITIAL_CAPACITY];
  private byte[] flags = new byte[INITIAL_CAPACITY];
  private short[] streamId = new short[INITIAL_CAPACITY];
  private short[] ssn = new short[INITIAL_CAPACITY];
  private int[] ppid = new int[INITIAL_CAPACITY];
  private int[] length = new int[INITIAL_CAPACITY];
  private int[] block = new int[INITIAL_CAPACITY];
  private int[] runOther = new int[INITIAL_CAPACITY];
  private int[] nextWaiting = new int[INITIAL_CAPACITY];

  Slot slot(int tsn) {
    return SLOTS[state[tsn & mask]];
  }

  int flags(int tsn) {
    return flags[tsn & mask];
  }

  boolean has(int tsn, int flag) {
    return (flags[tsn & mask] & flag) != 0;
  }

  int streamId(int tsn) {
    return streamId[tsn & mask] & 0xFFFF;
  }

  int ssn(int tsn) {
    return ssn[tsn & mask] & 0xFFFF;
  }

  int payloadProtocolId(int tsn) {
    return ppid[tsn & mask];
  }

  int length(int tsn) {
    return length[tsn & mask];
  }

  /// The first waiting TSN after this one in the list of its stream.
  int nextWaiting(int tsn) {
    return nextWaiting[tsn & mask];
  }

  void nextWaiting(int tsn, int next) {
    nextWaiting[tsn & mask] = next;
  }

  /// For a run's first TSN its last, and the other way round.
  int runOther(int tsn) {
    return runOther[tsn & mask];
  }

  /// Makes room for TSNs up to so far above the Cumulative TSN Ack Point.
  void ensure(int cumulativeTsn, int offset) {
    if (offset <= mask) {
      return;
    }
    int oldMask = mask;
    int capacity = Integer.highestOneBit(offset) << 1;
    int newMask = capacity - 1;
    int[] from = new int[oldMask + 1];
    for (int i = 1; i <= oldMask + 1; i++) {
      from[i - 1] = cumulativeTsn + i;
    }
    state = moved(state, from, newMask);
    flags = moved(flags, from, newMask);
    streamId = moved(streamId, from, newMask);
    ssn = moved(ssn, from, newMask);
    ppid = moved(ppid, from, newMask);
    length = moved(length, from, newMask);
    block = moved(block, from, newMask);
    runOther = moved(runOther, from, newMask);
    nextWaiting = moved(nextWaiting, from, newMask);
    mask = newMask;
  }

  private byte[] moved(byte[] old, int[] tsns, int newMask) {
    byte[] grown = new byte[newMask + 1];
    for (int tsn : tsns) {
      grown[tsn & newMask] = old[tsn & mask];
    }
    return grown;
  }

  private short[] moved(short[] old, int[] tsns, int newMask) {
    short[] grown = new short[newMask + 1];
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

  /// Copies a chunk in and joins it to the fragments beside it.
  ///
  /// @return the first TSN of the run it now belongs to
  int hold(
      int tsn,
      int chunkFlags,
      int stream,
      int sequence,
      int protocol,
      byte[] data,
      int from,
      int size) {
    int i = tsn & mask;
    state[i] = (byte) Slot.HELD.ordinal();
    flags[i] = (byte) chunkFlags;
    streamId[i] = (short) stream;
    ssn[i] = (short) sequence;
    ppid[i] = protocol;
    length[i] = size;
    block[i] = blocks.store(data, from, size);
    int first = tsn;
    int last = tsn;
    if (slot(tsn - 1) == Slot.HELD && !has(tsn, BEGINNING) && !has(tsn - 1, ENDING)) {
      first = runOther(tsn - 1);
    }
    if (slot(tsn + 1) == Slot.HELD && !has(tsn, ENDING) && !has(tsn + 1, BEGINNING)) {
      last = runOther(tsn + 1);
    }
    runOther[first & mask] = last;
    runOther[last & mask] = first;
    return first;
  }

  boolean runIsWhole(int first) {
    return slot(first) == Slot.HELD && has(first, BEGINNING) && has(runOther(first), ENDING);
  }

  void read(int tsn, byte[] target, int to) {
    blocks.read(block[tsn & mask], length[tsn & mask], target, to);
  }

  void markDelivered(int tsn) {
    blocks.free(block[tsn & mask]);
    state[tsn & mask] = (byte) Slot.DELIVERED.ordinal();
  }

  void clear(int tsn) {
    if (slot(tsn) == Slot.HELD) {
      blocks.free(block[tsn & mask]);
    }
    state[tsn & mask] = (byte) Slot.EMPTY.ordinal();
  }

  /// A run whose lower part was taken into the assembly at the Cumulative TSN Ack Point begins later now.
  void shortenRun(int newFirst, int last) {
    runOther[newFirst & mask] = last;
    runOther[last & mask] = newFirst;
  }

  int capacity() {
    return mask + 1;
  }

  void reset() {
    Arrays.fill(state, (byte) 0);
  }
}
