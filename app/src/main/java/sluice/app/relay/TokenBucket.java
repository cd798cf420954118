package sluice.app.relay;

/// Allows so much at once and so much for each second.
final class TokenBucket {
  private static final double NANOS_PER_SECOND = 1e9;

  private final RelayLimits.Rate rate;
  private double level;
  private long filledNanos;

  TokenBucket(RelayLimits.Rate rate, long nowNanos) {
    this.rate = rate;
    this.level = rate.burst();
    this.filledNanos = nowNanos;
  }

  /// Takes this much if it is there.
  boolean take(int amount, long nowNanos) {
    fill(nowNanos);
    if (level < amount) {
      return false;
    }
    level -= amount;
    return true;
  }

  /// Whether nothing has been taken for so long that forgetting the bucket changes nothing.
  boolean isFull(long nowNanos) {
    fill(nowNanos);
    return level >= rate.burst();
  }

  private void fill(long nowNanos) {
    double gained = (nowNanos - filledNanos) / NANOS_PER_SECOND * rate.perSecond();
    level = Math.min(rate.burst(), level + gained);
    filledNanos = nowNanos;
  }
}
