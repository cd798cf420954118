package sluice.app.session;

/// Bytes for each second, smoothed over a few seconds so that the number can be read.
final class RateMeter {
  private static final double TIME_CONSTANT_NANOS = 3e9;

  private long lastBytes;
  private long lastNanos;
  private double bytesPerNano;
  private boolean started;

  /// The rate after so many bytes in all.
  long bytesPerSecond(long bytes, long nowNanos) {
    if (!started) {
      started = true;
      lastBytes = bytes;
      lastNanos = nowNanos;
      return 0;
    }
    long nanos = nowNanos - lastNanos;
    if (nanos > 0) {
      double current = (double) (bytes - lastBytes) / nanos;
      double weight = bytesPerNano == 0 ? 1 : 1 - Math.exp(-nanos / TIME_CONSTANT_NANOS);
      bytesPerNano += (current - bytesPerNano) * weight;
      lastBytes = bytes;
      lastNanos = nowNanos;
    }
    return Math.round(bytesPerNano * 1e9);
  }
}
