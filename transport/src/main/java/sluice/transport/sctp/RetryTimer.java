package sluice.transport.sctp;

/// A timer that repeats something until it is answered, each time after twice the time.
final class RetryTimer {
  static final long NONE = Long.MAX_VALUE;

  private final long maxNanos;
  private long deadlineNanos = NONE;
  private long intervalNanos;
  private int expirations;

  RetryTimer(long maxNanos) {
    this.maxNanos = maxNanos;
  }

  void start(long nowNanos, long firstNanos) {
    intervalNanos = Math.min(firstNanos, maxNanos);
    deadlineNanos = nowNanos + intervalNanos;
    expirations = 0;
  }

  void stop() {
    deadlineNanos = NONE;
  }

  boolean isRunning() {
    return deadlineNanos != NONE;
  }

  boolean isDue(long nowNanos) {
    return nowNanos >= deadlineNanos;
  }

  /// It expired: runs on with twice the time.
  ///
  /// @return how often it expired since {@link #start}
  int expired(long nowNanos) {
    intervalNanos = Math.min(2 * intervalNanos, maxNanos);
    deadlineNanos = nowNanos + intervalNanos;
    return ++expirations;
  }

  /// A path returned after a time in which nothing could be answered: due at once, and none of the past counts.
  void fireAfterFreeze(long nowNanos, long firstNanos) {
    if (isRunning()) {
      start(nowNanos, firstNanos);
      deadlineNanos = nowNanos;
    }
  }

  long deadlineNanos() {
    return deadlineNanos;
  }
}
