package sluice.transport.sctp.send.congestion;

/// CUBIC (RFC 9438) with HyStart++ (RFC 9406): the window grows along a cubic curve around the size at which something
/// was lost last, so that it fills long paths soon and is fair to others of its kind.
///
/// Windows are counted in bytes, the curve in packets as the RFC has it.
public final class Cubic implements CongestionController {
  private static final double C = 0.4;
  private static final double BETA = 0.7;
  private static final double ALPHA = 3 * (1 - BETA) / (1 + BETA);
  private static final int INITIAL_WINDOW_PACKETS = 10;
  private static final int MIN_WINDOW_PACKETS = 2;
  private static final double SECOND = 1e9;

  private final HyStart hyStart = new HyStart();
  private int packetBytes;
  private double windowPackets = INITIAL_WINDOW_PACKETS;
  private double thresholdPackets = Double.MAX_VALUE;
  private double maxPackets;
  private double kSeconds;
  private double renoPackets;
  private long epochNanos = -1;
  private double priorWindowPackets;
  private double priorThresholdPackets;
  private double priorMaxPackets;
  private long smoothedRttNanos;

  public Cubic(int packetBytes) {
    this.packetBytes = packetBytes;
  }

  @Override
  public void onSent(long nowNanos, int bytes, long inFlightBytes) {}

  @Override
  public void onAcknowledged(AcknowledgementSample sample) {
    smoothedRttNanos = sample.smoothedRttNanos;
    if (sample.inRecovery || sample.acknowledgedBytes == 0) {
      return;
    }
    boolean slowStart = windowPackets < thresholdPackets;
    if (slowStart && hyStart.onAcknowledged(sample)) {
      thresholdPackets = windowPackets;
      slowStart = false;
    }
    if (!sample.windowLimited) {
      // RFC 9438, section 5.8: time without a full window is no time for the curve.
      epochNanos = -1;
      return;
    }
    double acknowledged = (double) sample.acknowledgedBytes / packetBytes;
    if (slowStart) {
      windowPackets += hyStart.growth(acknowledged);
    } else {
      avoidCongestion(sample.nowNanos, acknowledged);
    }
  }

  /// Section 4.2 and following.
  private void avoidCongestion(long nowNanos, double acknowledged) {
    if (epochNanos < 0) {
      beginEpoch(nowNanos);
    }
    double seconds = (nowNanos - epochNanos) / SECOND;
    double ahead = seconds + smoothedRttNanos / SECOND;
    double target = curve(ahead);
    renoPackets += (renoPackets < priorWindowPackets ? ALPHA : 1.0) * acknowledged / windowPackets;
    if (curve(seconds) < renoPackets) {
      windowPackets = Math.max(windowPackets, renoPackets);
      return;
    }
    double bounded = Math.clamp(target, windowPackets, 1.5 * windowPackets);
    windowPackets += (bounded - windowPackets) / windowPackets * acknowledged;
  }

  private void beginEpoch(long nowNanos) {
    epochNanos = nowNanos;
    renoPackets = windowPackets;
    if (windowPackets >= maxPackets) {
      maxPackets = windowPackets;
      kSeconds = 0;
    } else {
      kSeconds = StrictMath.cbrt((maxPackets - windowPackets) / C);
    }
  }

  private double curve(double seconds) {
    double t = seconds - kSeconds;
    return C * t * t * t + maxPackets;
  }

  @Override
  public void onCongestionEvent(long nowNanos, long inFlightBytes) {
    remember();
    // Section 4.7, fast convergence: a flow that lost before it was back at its last maximum leaves
    // room for others.
    maxPackets = windowPackets < maxPackets ? windowPackets * (1 + BETA) / 2 : windowPackets;
    windowPackets = Math.max(windowPackets * BETA, MIN_WINDOW_PACKETS);
    thresholdPackets = windowPackets;
    epochNanos = -1;
    hyStart.end();
  }

  private void remember() {
    priorWindowPackets = windowPackets;
    priorThresholdPackets = thresholdPackets;
    priorMaxPackets = maxPackets;
  }

  @Override
  public void onRecovered(long nowNanos) {}

  @Override
  public void onRetransmissionTimeout(long nowNanos, long inFlightBytes) {
    remember();
    maxPackets = windowPackets;
    thresholdPackets = Math.max(windowPackets * BETA, MIN_WINDOW_PACKETS);
    windowPackets = 1;
    epochNanos = -1;
  }

  /// Section 4.9.
  @Override
  public void onSpuriousLoss(long nowNanos) {
    if (windowPackets < priorWindowPackets) {
      windowPackets = priorWindowPackets;
      thresholdPackets = priorThresholdPackets;
      maxPackets = priorMaxPackets;
      epochNanos = -1;
    }
  }

  @Override
  public void onIdleEnd(long nowNanos, long idleNanos) {
    thresholdPackets = Math.max(thresholdPackets, windowPackets);
    windowPackets = Math.min(windowPackets, INITIAL_WINDOW_PACKETS);
    epochNanos = -1;
  }

  @Override
  public void onPacketSize(int newPacketBytes) {
    double ratio = (double) packetBytes / newPacketBytes;
    windowPackets = Math.max(windowPackets * ratio, MIN_WINDOW_PACKETS);
    maxPackets *= ratio;
    if (thresholdPackets != Double.MAX_VALUE) {
      thresholdPackets *= ratio;
    }
    packetBytes = newPacketBytes;
    epochNanos = -1;
  }

  @Override
  public long windowBytes() {
    return (long) (windowPackets * packetBytes);
  }

  @Override
  public long pacingBytesPerSecond() {
    return UNPACED;
  }

  @Override
  public String describe() {
    return "cubic window "
        + windowBytes()
        + (windowPackets < thresholdPackets ? " slow start" : "");
  }
}
