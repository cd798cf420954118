package sluice.transport.sctp.receive;

/// Lets the receive window grow to twice what arrives in a round trip, so that it is never what limits the peer, and a
/// slow path takes no more memory than it needs. It never shrinks: what was advertised stays granted.
///
/// In slow start what arrives doubles with each round trip, and so does the window.
final class WindowTuning {
  /// What every path begins with.
  static final int INITIAL_BYTES = 2 << 20;

  /// On a path of microseconds it is the machine's own pauses that the window has to cover.
  private static final long MIN_ROUND_NANOS = 10_000_000L;

  private final int maxBytes;
  private int windowBytes;
  private long roundBeganNanos;
  private long deliveredAtBegin;

  WindowTuning(int initialBytes, int maxBytes) {
    this.windowBytes = initialBytes;
    this.maxBytes = maxBytes;
  }

  int windowBytes() {
    return windowBytes;
  }

  /// @param deliveredBytes since the association began
  /// @param rttNanos 0 where unknown
  void onProgress(long deliveredBytes, long rttNanos, long nowNanos) {
    long round = Math.max(rttNanos, MIN_ROUND_NANOS);
    long elapsed = nowNanos - roundBeganNanos;
    if (elapsed < round) {
      return;
    }
    // A wake-up that came late must not make a trickle look like a flood.
    long inARound = (long) ((double) (deliveredBytes - deliveredAtBegin) * round / elapsed);
    if (2 * inARound > windowBytes) {
      windowBytes = (int) Math.min(2 * inARound, maxBytes);
    }
    roundBeganNanos = nowNanos;
    deliveredAtBegin = deliveredBytes;
  }
}
