package sluice.signaling;

import java.util.function.LongSupplier;

/// Time as this process lived through it: what it slept (a lid that was closed, SIGSTOP, a machine
/// that had no turn for it) is left out. Timers that read it do not take our own sleep for the silence
/// of others.
///
/// Who uses it promises when it will look next; being later than that by more than
/// {@link #TOLERANCE_NANOS} is sleep. Not for several threads.
public final class AwakeClock {
  /// How much later than promised is still being busy.
  public static final long TOLERANCE_NANOS = 2_000_000_000L;

  /// The longest promise: whoever waits longer looks in between.
  public static final long MAX_WAIT_NANOS = 5_000_000_000L;

  private final LongSupplier source;
  private long originNanos;
  private long promisedNanos;

  /// Begins at 0.
  ///
  /// @param source a monotonic clock in nanoseconds
  public AwakeClock(LongSupplier source) {
    this.source = source;
    this.originNanos = source.getAsLong();
    this.promisedNanos = MAX_WAIT_NANOS;
  }

  /// The time awake.
  public long nowNanos() {
    long now = source.getAsLong() - originNanos;
    if (now - promisedNanos > TOLERANCE_NANOS) {
      originNanos += now - promisedNanos;
      now = promisedNanos;
    }
    promisedNanos = Math.max(promisedNanos, now + MAX_WAIT_NANOS);
    return now;
  }

  /// How long to wait for something that is due in so many nanoseconds, and promises to look then.
  public long promise(long dueInNanos) {
    long wait = Math.clamp(dueInNanos, 0, MAX_WAIT_NANOS);
    promisedNanos = nowNanos() + wait;
    return wait;
  }
}
