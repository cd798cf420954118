package sluice.transport.sctp.send;

/// T3-rtx (RFC 9260, section 6.3.2) and the probe time-out before it (RFC 8985, section 7.2), as two deadlines. Both
/// stand still while there is no path.
final class SendTimers {
  static final long NONE = Long.MAX_VALUE;

  private final RttEstimator rtt;
  private final long peerDelayNanos;
  private long t3Nanos = NONE;
  private long probeNanos = NONE;
  private boolean probed;

  /// @param peerDelayNanos how long the peer may wait for a second packet before it acknowledges
  SendTimers(RttEstimator rtt, long peerDelayNanos) {
    this.rtt = rtt;
    this.peerDelayNanos = peerDelayNanos;
  }

  /// R1: "Every time a DATA chunk is sent ... if the T3-rtx timer of that address is not running, start it".
  void onDataSent(OutstandingChunks chunks, long nowNanos) {
    if (t3Nanos == NONE) {
      t3Nanos = nowNanos + rtt.rtoNanos();
    }
    armProbe(chunks, nowNanos);
  }

  /// R2 and R3: stopped when nothing is outstanding, restarted when something was acknowledged.
  void onAcknowledged(OutstandingChunks chunks, boolean outstanding, long nowNanos) {
    probed = false;
    t3Nanos = outstanding ? nowNanos + rtt.rtoNanos() : NONE;
    armProbe(chunks, nowNanos);
  }

  void restart(long nowNanos) {
    t3Nanos = nowNanos + rtt.rtoNanos();
    probeNanos = NONE;
    probed = false;
  }

  void stop() {
    t3Nanos = NONE;
    probeNanos = NONE;
    probed = false;
  }

  private void armProbe(OutstandingChunks chunks, long nowNanos) {
    probeNanos = NONE;
    if (probed || !rtt.isKnown() || chunks.inFlightCount() == 0) {
      return;
    }
    long timeout = 2 * rtt.smoothedNanos();
    if (chunks.inFlightCount() == 1) {
      timeout += peerDelayNanos;
    }
    long at = nowNanos + Math.max(timeout, 2_000_000L);
    if (at < t3Nanos) {
      probeNanos = at;
    }
  }

  /// The probe time-out came: one probe for each tail, then it is T3's turn.
  void probed() {
    probed = true;
    probeNanos = NONE;
  }

  boolean probeIsDue(long nowNanos) {
    return nowNanos >= probeNanos;
  }

  boolean t3IsDue(long nowNanos) {
    return nowNanos >= t3Nanos;
  }

  long deadlineNanos() {
    return Math.min(t3Nanos, probeNanos);
  }
}
