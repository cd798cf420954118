package sluice.transport.sctp.send;

/// RACK (RFC 8985) applied to TSNs: a packet is lost when one sent later has been delivered, and either three packets
/// later ones have (as long as the network was never seen to reorder: RFC 9260's three miss indications), or the
/// reordering window has passed.
///
/// Transmissions are numbered packet by packet, so that their order is exact however coarse the clock is.
final class LossDetection {
  private static final int MISSES = 3;
  private static final int MAX_WINDOW_MULTIPLE = 64;
  private static final int WINDOW_PERSISTS_RECOVERIES = 16;

  private final RttEstimator rtt;
  private long deliveredPacket = -1;
  private long deliveredRttNanos;
  private int highestAcknowledgedTsn;
  private boolean reorderingSeen;
  private int windowMultiple = 1;
  private int windowPersists;
  private long windowGrewNanos = Long.MIN_VALUE / 2;
  private long deadlineNanos = Long.MAX_VALUE;

  /// Hears of each chunk that counts as lost, still in flight when called.
  interface Losses {
    void lost(int tsn);
  }

  LossDetection(RttEstimator rtt, int initialTsn) {
    this.rtt = rtt;
    this.highestAcknowledgedTsn = initialTsn - 1;
  }

  /// The newest packet known to be delivered, or -1.
  long deliveredPacket() {
    return deliveredPacket;
  }

  /// A chunk is newly acknowledged; it has not left its slot yet.
  void onAcknowledged(OutstandingChunks chunks, int tsn, long nowNanos) {
    boolean repeated = chunks.transmissions(tsn) > 1;
    if (tsn - highestAcknowledgedTsn > 0) {
      highestAcknowledgedTsn = tsn;
    } else if (!repeated) {
      reorderingSeen = true;
    }
    long sampleNanos = nowNanos - chunks.sentNanos(tsn);
    if (repeated && sampleNanos < rtt.minNanos()) {
      // RFC 8985, section 6.2, step 2: more likely the original was delivered than the repetition.
      return;
    }
    if (chunks.packetNumber(tsn) > deliveredPacket) {
      deliveredPacket = chunks.packetNumber(tsn);
      deliveredRttNanos = sampleNanos;
    }
  }

  /// A repetition was needless: packets are reordered by more than the window allows (RFC 8985, section 6.2, step 4).
  /// The window grows once in a round trip, however many show it.
  void onNeedlessRepetition(long nowNanos) {
    reorderingSeen = true;
    if (nowNanos >= windowGrewNanos + rtt.smoothedNanos()) {
      windowGrewNanos = nowNanos;
      windowMultiple = Math.min(windowMultiple + 1, MAX_WINDOW_MULTIPLE);
    }
    windowPersists = WINDOW_PERSISTS_RECOVERIES;
  }

  void onRecovered() {
    if (windowPersists > 0 && --windowPersists == 0) {
      windowMultiple = 1;
    }
  }

  /// Another path, which may well keep the order.
  void onPathChanged() {
    windowMultiple = 1;
    windowPersists = 0;
  }

  /// Tells the losses that are certain now, and sets the deadline for the next one that may become so.
  void detect(OutstandingChunks chunks, boolean inRecovery, long nowNanos, Losses losses) {
    deadlineNanos = Long.MAX_VALUE;
    long window = windowNanos(inRecovery);
    while (chunks.inFlightCount() > 0) {
      int tsn = chunks.oldest();
      long behind = deliveredPacket - chunks.packetNumber(tsn);
      if (behind <= 0) {
        return;
      }
      long lostAtNanos = chunks.sentNanos(tsn) + deliveredRttNanos + window;
      if (lostAtNanos > nowNanos && (reorderingSeen || behind < MISSES)) {
        deadlineNanos = lostAtNanos;
        return;
      }
      losses.lost(tsn);
    }
  }

  private long windowNanos(boolean inRecovery) {
    if (!reorderingSeen && inRecovery) {
      return 0;
    }
    // RFC 8985, section 6.2, step 4 bounds it by SRTT. Where delays vary by several times the least
    // round trip, that
    // would take a tenth of all packets for lost.
    return Math.min(windowMultiple * (rtt.minNanos() / 4), rtt.longestNanos());
  }

  /// When {@link #detect} has to be called though no SACK came.
  long deadlineNanos() {
    return deadlineNanos;
  }

  void stop() {
    deadlineNanos = Long.MAX_VALUE;
  }
}
