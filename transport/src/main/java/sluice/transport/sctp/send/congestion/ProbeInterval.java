package sluice.transport.sctp.send.congestion;

/// How long to wait until bandwidth is probed again: two to three seconds, spread at chance so that flows do not probe
/// together; a few round trips where the last probe found much more, as after a start that ended at chance losses or
/// while the machine was still slow.
///
/// What a probe found is acknowledged a round trip after it has ended.
final class ProbeInterval {
  private static final long SECOND = 1_000_000_000L;
  private static final double GROWN = 1.15;
  private static final int ROUNDS_BETWEEN_FINDS = 3;

  private long nanos = 2 * SECOND;
  private long shortNanos = nanos;
  private long spread = 0x9E3779B97F4A7C15L;
  private long bandwidthBefore;

  /// A probe begins.
  ///
  /// @param bandwidth as known before it
  void onProbe(long bandwidth) {
    bandwidthBefore = bandwidth;
  }

  /// A probe has ended.
  ///
  /// @param mayBeShort whether nobody else is there to be disturbed
  void onProbed(boolean mayBeShort, long roundTripNanos, long nowNanos) {
    spread = spread * 6364136223846793005L + nowNanos;
    nanos = 2 * SECOND + Long.remainderUnsigned(spread >>> 16, SECOND);
    shortNanos = mayBeShort ? Math.min(nanos, ROUNDS_BETWEEN_FINDS * roundTripNanos) : nanos;
  }

  /// @param bandwidth as known now
  long nanos(long bandwidth) {
    return bandwidth > GROWN * bandwidthBefore ? shortNanos : nanos;
  }
}
