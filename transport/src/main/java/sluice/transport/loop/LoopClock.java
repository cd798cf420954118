package sluice.transport.loop;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// The time of one connection, which begins at 0 and stands still while this process is not allowed to run: stopped by a
/// signal, or with a machine that sleeps. Otherwise the loop would take its own sleep for the other end's silence, and all
/// its timers would fire at once.
///
/// The loop says before each wait how long it means to wait. Of what lasts longer, only a moment counts.
final class LoopClock implements LongSupplier {
  /// A turn of the loop, or waking up, that takes longer than this was a sleep.
  static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final LongSupplier source;
  private long originNanos;
  private long limitNanos = Long.MAX_VALUE;
  private boolean slept;

  /// @param source nanoseconds from any origin
  LoopClock(LongSupplier source) {
    this.source = source;
    originNanos = source.getAsLong();
  }

  /// The time in nanoseconds. On the loop's thread only.
  @Override
  public long getAsLong() {
    long now = source.getAsLong() - originNanos;
    if (now > limitNanos) {
      originNanos += now - limitNanos;
      slept = true;
      return limitNanos;
    }
    return now;
  }

  /// Until the next call of this, no more than so much time will pass.
  ///
  /// @param patienceNanos `Long.MAX_VALUE` for any time
  void expect(long patienceNanos) {
    long now = getAsLong();
    limitNanos =
        patienceNanos >= Long.MAX_VALUE - GRACE_NANOS - now
            ? Long.MAX_VALUE
            : now + patienceNanos + GRACE_NANOS;
  }

  /// Whether time stood still since the last call.
  boolean takeSlept() {
    boolean was = slept;
    slept = false;
    return was;
  }
}
