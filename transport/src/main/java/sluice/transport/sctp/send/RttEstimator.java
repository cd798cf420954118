package sluice.transport.sctp.send;

/// The round-trip time, smoothed and least, and the retransmission time-out that follows from it (RFC 9260, section
/// 6.3.1, which is RFC 6298).
public final class RttEstimator {
  private static final long MIN_WINDOW_NANOS = 10_000_000_000L;

  private final long initialRtoNanos;
  private final long minRtoNanos;
  private final long maxRtoNanos;
  private long rtoNanos;
  private long smoothedNanos = -1;
  private long variationNanos;
  private int backoff;

  private long minNanos = Long.MAX_VALUE;
  private long youngMinNanos = Long.MAX_VALUE;
  private long windowBeganNanos;

  RttEstimator(long initialRtoNanos, long minRtoNanos, long maxRtoNanos) {
    this.initialRtoNanos = initialRtoNanos;
    this.rtoNanos = initialRtoNanos;
    this.minRtoNanos = minRtoNanos;
    this.maxRtoNanos = maxRtoNanos;
  }

  /// A packet that was sent once has been acknowledged ("RTT measurements MUST NOT be made using chunks that were
  /// retransmitted", RFC 9260, section 6.3.1, C5).
  void onSample(long rttNanos, long nowNanos) {
    if (smoothedNanos < 0) {
      smoothedNanos = rttNanos;
      variationNanos = rttNanos / 2;
    } else {
      variationNanos = (3 * variationNanos + Math.abs(smoothedNanos - rttNanos)) / 4;
      smoothedNanos = (7 * smoothedNanos + rttNanos) / 8;
    }
    rtoNanos = Math.clamp(smoothedNanos + 4 * variationNanos, minRtoNanos, maxRtoNanos);
    backoff = 0;
    if (nowNanos - windowBeganNanos > MIN_WINDOW_NANOS) {
      minNanos = youngMinNanos;
      youngMinNanos = Long.MAX_VALUE;
      windowBeganNanos = nowNanos;
    }
    youngMinNanos = Math.min(youngMinNanos, rttNanos);
    minNanos = Math.min(minNanos, rttNanos);
  }

  /// RFC 9260, section 6.3.3, E2: "RTO = RTO * 2 ("back off the timer")", within RTO.Max.
  void backOff() {
    if (rtoNanos << backoff < maxRtoNanos) {
      backoff++;
    }
  }

  /// New data was acknowledged, though by no chunk that may be measured.
  void onProgress() {
    backoff = 0;
  }

  /// Another path: nothing is known of it.
  void forget() {
    rtoNanos = initialRtoNanos;
    smoothedNanos = -1;
    variationNanos = 0;
    backoff = 0;
    minNanos = Long.MAX_VALUE;
    youngMinNanos = Long.MAX_VALUE;
  }

  public long rtoNanos() {
    return Math.min(rtoNanos << backoff, maxRtoNanos);
  }

  public boolean isKnown() {
    return smoothedNanos >= 0;
  }

  /// 0 until known.
  public long smoothedNanos() {
    return Math.max(smoothedNanos, 0);
  }

  /// A round trip that hardly any exceeds: the RTO without its limits, 0 until known.
  long longestNanos() {
    return smoothedNanos() + 4 * variationNanos;
  }

  /// The least of the last 10 to 20 seconds, 0 until known.
  public long minNanos() {
    return minNanos == Long.MAX_VALUE ? 0 : minNanos;
  }
}
