package sluice.transport.sctp.receive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What the reassembly knows of each incoming stream: the next Stream Sequence Number, and the list of ordered messages
/// that are whole but wait for an earlier one, sorted by TSN. Grows with the highest identifier seen.
final class InboundStreams {
  private static final int UNUSED = -1;

  private int[] nextSsn = new int[0];
  private int[] waitingTsn = new int[0];
  private int[] lastWaiting = new int[0];
  private int[] waitingCount = new int[0];

  /// The next expected SSN, 0 for a stream never used.
  int nextSsn(int streamId) {
    ensure(streamId);
    return Math.max(nextSsn[streamId], 0);
  }

  void delivered(int streamId, int ssn) {
    ensure(streamId);
    nextSsn[streamId] = (ssn + 1) & 0xFFFF;
  }

  /// An unordered message makes a stream used as well.
  void touch(int streamId) {
    ensure(streamId);
    nextSsn[streamId] = Math.max(nextSsn[streamId], 0);
  }

  int waitingCount(int streamId) {
    ensure(streamId);
    return waitingCount[streamId];
  }

  /// The first TSN of the first waiting message; only where {@link #waitingCount} is positive.
  int firstWaiting(int streamId) {
    return waitingTsn[streamId];
  }

  /// The first TSN of the last waiting message; only where {@link #waitingCount} is positive.
  int lastWaiting(int streamId) {
    return lastWaiting[streamId];
  }

  void lastWaiting(int streamId, int tsn) {
    lastWaiting[streamId] = tsn;
  }

  void waiting(int streamId, int firstTsn, int count) {
    waitingTsn[streamId] = firstTsn;
    waitingCount[streamId] = count;
  }

  void reset(int streamId) {
    ensure(streamId);
    nextSsn[streamId] = UNUSED;
  }

  List<Integer> used() {
    List<Integer> ids = new ArrayList<>();
    for (int id = 0; id < nextSsn.length; id++) {
      if (nextSsn[id] != UNUSED) {
        ids.add(id);
      }
    }
    return ids;
  }

  private void ensure(int streamId) {
    int size = nextSsn.length;
    if (streamId < size) {
      return;
    }
    int wanted = Math.max(16, Integer.highestOneBit(streamId) << 1);
    nextSsn = Arrays.copyOf(nextSsn, wanted);
    Arrays.fill(nextSsn, size, wanted, UNUSED);
    waitingTsn = Arrays.copyOf(waitingTsn, wanted);
    lastWaiting = Arrays.copyOf(lastWaiting, wanted);
    waitingCount = Arrays.copyOf(waitingCount, wanted);
  }
}
