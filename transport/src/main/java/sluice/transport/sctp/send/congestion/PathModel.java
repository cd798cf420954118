package sluice.transport.sctp.send.congestion;

/// What BBR believes of the path: how much it delivers in a second, how long a round trip takes at least, how far
/// acknowledgements are bundled, and what recent losses say of its limits.
final class PathModel {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long MIN_RTT_WINDOW_NANOS = 10 * NANOS_PER_SECOND;
  private static final long MAX_RTT_WINDOW_NANOS = 30 * NANOS_PER_SECOND;

  /// What schedulers, batches and wake-ups add to a round trip without any queue.
  private static final long NOISE_NANOS = 2_000_000L;

  /// The same of the least round trip among the many of one round, which a late wake-up hardly touches.
  private static final long LEAST_NOISE_NANOS = 500_000L;

  /// Round trips that a round must have for its least to say something: of a few, all may be long by chance.
  private static final int TELLING_ROUND = 8;

  private static final int EXTRA_ROUNDS = 5;
  private static final double BETA = 0.7;
  private static final int FULL_ROUNDS = 3;
  private static final double FULL_GROWTH = 1.25;
  static final long UNBOUNDED = Long.MAX_VALUE;

  private long bandwidthThisCycle;
  private long bandwidthLastCycle;
  private long bandwidthLatest;
  private long fullBandwidth;
  private int fullRounds;
  private long inFlightLatest;
  private long roundBandwidth;
  private long roundInFlight;

  private long minRttNanos = UNBOUNDED;
  private long minRttSetNanos;
  private long lowRttSeenNanos;
  private long maxRttNanos;
  private long maxRttBeforeNanos;
  private long maxRttBeganNanos;

  private long leastOfRoundNanos = UNBOUNDED;
  private int measuredInRound;
  private boolean queueStands;

  private long roundEndsAtDelivered;
  private boolean roundStarted;
  private long rounds;

  private long aggregationBeganNanos;
  private long aggregatedBytes;
  private long extraNow;
  private long extraBefore;
  private int extraRounds;

  /// Short-term bounds, for as long as losses are recent; gone when bandwidth is probed again.
  private long bandwidthLow = UNBOUNDED;

  private long inFlightLow = UNBOUNDED;
  private boolean congestedThisRound;

  void onSample(AcknowledgementSample sample, boolean congested) {
    roundStarted = false;
    if (sample.acknowledgedBytes > 0 && sample.deliveredAtSendBytes >= roundEndsAtDelivered) {
      roundEndsAtDelivered = sample.deliveredBytes;
      roundStarted = true;
      rounds++;
    }
    congestedThisRound |= congested;
    updateRtt(sample);
    updateBandwidth(sample);
    updateExtra(sample);
    if (roundStarted) {
      endRound();
    }
  }

  /// Of smoothed round trips, since on a path whose delay varies the least single one explains no packet but its own:
  /// a window of that size would starve the flow.
  private void updateRtt(AcknowledgementSample sample) {
    if (sample.rttNanos <= 0) {
      return;
    }
    leastOfRoundNanos = Math.min(leastOfRoundNanos, sample.rttNanos);
    measuredInRound++;
    long rtt = sample.smoothedRttNanos;
    if (sample.nowNanos - maxRttBeganNanos > MAX_RTT_WINDOW_NANOS) {
      maxRttBeforeNanos = maxRttNanos;
      maxRttNanos = 0;
      maxRttBeganNanos = sample.nowNanos;
    }
    maxRttNanos = Math.max(maxRttNanos, rtt);
    if (rtt <= minRttNanos + Math.max(minRttNanos / 16, NOISE_NANOS)) {
      lowRttSeenNanos = sample.nowNanos;
    }
    if (rtt <= minRttNanos || sample.nowNanos - minRttSetNanos > MIN_RTT_WINDOW_NANOS) {
      minRttNanos = rtt;
      minRttSetNanos = sample.nowNanos;
      lowRttSeenNanos = sample.nowNanos;
    }
  }

  private void updateBandwidth(AcknowledgementSample sample) {
    long rate = sample.deliveryBytesPerSecond;
    roundBandwidth = Math.max(roundBandwidth, rate);
    roundInFlight = Math.max(roundInFlight, sample.deliveredBytes - sample.deliveredAtSendBytes);
    if (rate > 0 && (!sample.limitedByOthers || rate >= bandwidth())) {
      bandwidthThisCycle = Math.max(bandwidthThisCycle, rate);
    }
  }

  /// How much more is acknowledged at once than the bandwidth explains.
  private void updateExtra(AcknowledgementSample sample) {
    long elapsed = sample.nowNanos - aggregationBeganNanos;
    long expected = (long) ((double) bandwidth() * elapsed / NANOS_PER_SECOND);
    if (aggregatedBytes <= expected) {
      aggregationBeganNanos = sample.nowNanos;
      aggregatedBytes = 0;
      expected = 0;
    }
    aggregatedBytes += sample.acknowledgedBytes;
    long extra = Math.min(aggregatedBytes - expected, Math.max(bdp(1.0), 200_000));
    extraNow = Math.max(extraNow, extra);
    if (roundStarted && ++extraRounds >= EXTRA_ROUNDS) {
      extraRounds = 0;
      extraBefore = extraNow;
      extraNow = 0;
    }
  }

  private void endRound() {
    bandwidthLatest = roundBandwidth;
    inFlightLatest = roundInFlight;
    if (congestedThisRound) {
      long bandwidthBound = bandwidthLow == UNBOUNDED ? bandwidth() : bandwidthLow;
      bandwidthLow = Math.max(bandwidthLatest, (long) (BETA * bandwidthBound));
      long inFlightBound = inFlightLow == UNBOUNDED ? bdp(2.0) : inFlightLow;
      inFlightLow = Math.max(inFlightLatest, (long) (BETA * inFlightBound));
    }
    congestedThisRound = false;
    roundBandwidth = 0;
    roundInFlight = 0;
    long least = minRttNanos();
    queueStands =
        measuredInRound >= TELLING_ROUND
            && leastOfRoundNanos > least + Math.max(least / 2, LEAST_NOISE_NANOS);
    leastOfRoundNanos = UNBOUNDED;
    measuredInRound = 0;
  }

  /// Asked once in each round of the start: whether the bandwidth has not grown by a quarter for three of them.
  boolean hasStoppedGrowing() {
    if (bandwidth() >= fullBandwidth * FULL_GROWTH) {
      fullBandwidth = bandwidth();
      fullRounds = 0;
      return false;
    }
    return ++fullRounds >= FULL_ROUNDS;
  }

  /// Losses of before say nothing more.
  void forgetLosses() {
    bandwidthLow = UNBOUNDED;
    inFlightLow = UNBOUNDED;
    congestedThisRound = false;
  }

  /// A probe for bandwidth has ended: the best of this cycle and the one before count.
  void nextCycle() {
    bandwidthLastCycle = bandwidthThisCycle;
    bandwidthThisCycle = 0;
  }

  /// The least round trip has been measured with an empty queue just now.
  void queueWasDrained(long nowNanos) {
    lowRttSeenNanos = nowNanos;
  }

  long bandwidth() {
    return Math.max(bandwidthThisCycle, bandwidthLastCycle);
  }

  long boundedBandwidth() {
    return Math.min(bandwidth(), bandwidthLow);
  }

  long inFlightLow() {
    return inFlightLow;
  }

  /// 0 until known.
  long minRttNanos() {
    return minRttNanos == UNBOUNDED ? 0 : minRttNanos;
  }

  /// A round trip that shows a queue: at least half as full as the fullest of the last half minute.
  long queuedRttNanos() {
    long least = minRttNanos();
    long fullest = Math.max(maxRttNanos, maxRttBeforeNanos);
    long half = (fullest - least) / 2;
    return least + Math.max(half, Math.max(least / 8, 2_000_000));
  }

  /// Not one of the many round trips of the last whole round was near the least one. Tells a queue also where round trips
  /// are so short, or the machine once was so late, that smoothed ones cannot.
  boolean queueStands() {
    return queueStands;
  }

  /// How long no round trip was near the least one.
  long withoutLowRttNanos(long nowNanos) {
    return nowNanos - lowRttSeenNanos;
  }

  long extraBytes() {
    return Math.max(extraNow, extraBefore);
  }

  boolean roundStarted() {
    return roundStarted;
  }

  long rounds() {
    return rounds;
  }

  /// So many times what the path holds without a queue.
  long bdp(double gain) {
    return (long) (gain * boundedBandwidth() * minRttNanos() / NANOS_PER_SECOND);
  }

  /// The same without the bounds of recent losses.
  long unboundedBdp() {
    return (long) ((double) bandwidth() * minRttNanos() / NANOS_PER_SECOND);
  }
}
