package sluice.transport.sctp.send.congestion;

/// HyStart++ (RFC 9406): ends slow start when the round-trip time begins to rise, before a whole window is lost. First it
/// slows down for some rounds (CSS), and goes back to full slow start if the rise was a passing one.
final class HyStart {
  private static final long MILLISECOND = 1_000_000L;
  private static final long MIN_THRESHOLD_NANOS = 4 * MILLISECOND;
  private static final long MAX_THRESHOLD_NANOS = 16 * MILLISECOND;
  private static final int THRESHOLD_DIVISOR = 8;
  private static final int SAMPLES = 8;
  private static final int CSS_GROWTH_DIVISOR = 4;
  private static final int CSS_ROUNDS = 5;
  private static final long UNKNOWN = Long.MAX_VALUE;

  private boolean ended;
  private boolean conservative;
  private long roundEndsAtDelivered;
  private long lastRoundMinNanos = UNKNOWN;
  private long roundMinNanos = UNKNOWN;
  private long baselineNanos = UNKNOWN;
  private int samples;
  private int conservativeRounds;

  /// @return whether slow start is over
  boolean onAcknowledged(AcknowledgementSample sample) {
    if (ended) {
      return false;
    }
    if (sample.deliveredAtSendBytes >= roundEndsAtDelivered) {
      roundEndsAtDelivered = sample.deliveredBytes;
      lastRoundMinNanos = roundMinNanos;
      roundMinNanos = UNKNOWN;
      samples = 0;
      if (conservative && ++conservativeRounds >= CSS_ROUNDS) {
        ended = true;
        return true;
      }
    }
    if (sample.rttNanos > 0) {
      roundMinNanos = Math.min(roundMinNanos, sample.rttNanos);
      samples++;
    }
    if (samples >= SAMPLES && lastRoundMinNanos != UNKNOWN && roundMinNanos != UNKNOWN) {
      judge();
    }
    return false;
  }

  private void judge() {
    if (conservative) {
      if (roundMinNanos < baselineNanos) {
        conservative = false;
        conservativeRounds = 0;
      }
      return;
    }
    long threshold =
        Math.clamp(lastRoundMinNanos / THRESHOLD_DIVISOR, MIN_THRESHOLD_NANOS, MAX_THRESHOLD_NANOS);
    if (roundMinNanos >= lastRoundMinNanos + threshold) {
      conservative = true;
      conservativeRounds = 0;
      baselineNanos = roundMinNanos;
    }
  }

  /// How much the window grows for so much acknowledged.
  double growth(double acknowledged) {
    return conservative ? acknowledged / CSS_GROWTH_DIVISOR : acknowledged;
  }

  /// Something was lost: slow start is over anyway.
  void end() {
    ended = true;
  }
}
