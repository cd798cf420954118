package sluice.transport.sctp.send.congestion;

/// How long to wait until bandwidth is probed again: two to three seconds, spread at chance so that flows do not probe
/// together; a few round trips where the last probe found much more, as after a start that ended at chance losses.
final class ProbeInterval {
  private static final long SECOND = 1_000_000_000L;
  private static final double GROWN = 1.1;
  private static final int ROUNDS_BETWEEN_FINDS = 3;

  private long nanos = 2 * SECOND;
  private long spread = 0x9E3779B97F4A7C15L;
  private long bandwidthBefore;

  /// A probe has ended.
  ///
  /// @param mayBeShort whether nobody else is there to be disturbed
  void onProbed(boolean mayBeShort, long bandwidth, long roundTripNanos, long nowNanos) {
    if (mayBeShort && bandwidth > GROWN * bandwidthBefore) {
      nanos = ROUNDS_BETWEEN_FINDS * roundTripNanos;
    } else {
      spread = spread * 6364136223846793005L + nowNanos;
      nanos = 2 * SECOND + Long.remainderUnsigned(spread >>> 16, SECOND);
    }
    bandwidthBefore = bandwidth;
  }

  long nanos() {
    return nanos;
  }
}
