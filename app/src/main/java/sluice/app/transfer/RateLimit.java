package sluice.app.transfer;

/// A token bucket for bytes: what was not used is kept for a tenth of a second, so that the average
/// holds and nothing goes out in long bursts. Sans-IO; time starts at 0.
public final class RateLimit {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final long BURSTS_PER_SECOND = 10;

  private final long bytesPerSecond;
  private final long capacityBytes;
  private double bytes;
  private long filledNanos;

  /// @param bytesPerSecond at least 1
  /// @param leastBurstBytes what must be had in one go, however slow
  public RateLimit(long bytesPerSecond, long leastBurstBytes) {
    if (bytesPerSecond < 1) {
      throw new IllegalArgumentException(bytesPerSecond + " bytes a second");
    }
    this.bytesPerSecond = bytesPerSecond;
    this.capacityBytes = Math.max(leastBurstBytes, bytesPerSecond / BURSTS_PER_SECOND);
    this.bytes = (double) capacityBytes;
  }

  /// Bytes that may be had now.
  public long available(long nowNanos) {
    fill(nowNanos);
    return (long) bytes;
  }

  /// They were had; more than available is owed.
  public void spend(long count) {
    bytes -= (double) count;
  }

  /// Whether more was had than there was.
  public boolean isOwing() {
    return bytes < 0;
  }

  /// When so many can be had.
  ///
  /// @param count at most the burst
  public long dueNanos(long count, long nowNanos) {
    fill(nowNanos);
    double missing = (double) Math.min(count, capacityBytes) - bytes;
    return missing <= 0
        ? nowNanos
        : nowNanos + (long) Math.ceil(missing / (double) bytesPerSecond * NANOS_PER_SECOND);
  }

  private void fill(long nowNanos) {
    double came = (double) (nowNanos - filledNanos) / NANOS_PER_SECOND * (double) bytesPerSecond;
    bytes = Math.min((double) capacityBytes, bytes + came);
    filledNanos = nowNanos;
  }
}
