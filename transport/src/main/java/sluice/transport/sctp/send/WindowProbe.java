package sluice.transport.sctp.send;

/// When a shut window may be asked (RFC 9260, section 6.1, A): first an RTO after it shut, then at intervals that double.
/// A probe that the peer took and acknowledged counts as one all the same.
final class WindowProbe {
  private static final long NONE = Long.MAX_VALUE;
  private static final int MAX_DOUBLINGS = 6;
  private static final long MAX_NANOS = 10_000_000_000L;

  private long dueNanos = NONE;
  private int probes;

  /// The window has room for a packet again.
  void windowOpened() {
    dueNanos = NONE;
    probes = 0;
  }

  /// Whether a chunk may go though the window has no room for it.
  boolean mayProbe(int inFlightChunks, RttEstimator rtt, long nowNanos) {
    if (inFlightChunks > 0) {
      return false;
    }
    if (dueNanos == NONE) {
      dueNanos = nowNanos + rtt.rtoNanos();
      return false;
    }
    if (nowNanos < dueNanos) {
      return false;
    }
    probes = Math.min(probes + 1, MAX_DOUBLINGS);
    dueNanos = nowNanos + Math.min(rtt.rtoNanos() << probes, MAX_NANOS);
    return true;
  }

  /// When {@link #mayProbe} will say yes, if it was asked before.
  long deadlineNanos() {
    return dueNanos;
  }
}
