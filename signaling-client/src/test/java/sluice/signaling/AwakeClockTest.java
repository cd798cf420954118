package sluice.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A clock that leaves out what its process slept.
final class AwakeClockTest {
  private long realNanos = seconds(1000);
  private final AwakeClock clock = new AwakeClock(() -> realNanos);

  private static long seconds(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }

  @Test
  void whoLooksAsPromisedSeesTimeAsItIs() {
    assertThat(clock.nowNanos()).isZero();
    for (int second = 1; second <= 60; second++) {
      clock.promise(seconds(1));
      realNanos += seconds(1);
      assertThat(clock.nowNanos()).isEqualTo(seconds(second));
    }
  }

  @Test
  void aSleepIsLeftOut() {
    assertThat(clock.promise(seconds(3))).isEqualTo(seconds(3));
    realNanos += seconds(90);
    assertThat(clock.nowNanos()).isEqualTo(seconds(3));
    realNanos += seconds(1);
    assertThat(clock.nowNanos()).isEqualTo(seconds(4));
  }

  @Test
  void beingBusyIsNoSleep() {
    clock.promise(seconds(3));
    realNanos += seconds(3) + AwakeClock.TOLERANCE_NANOS;
    assertThat(clock.nowNanos()).isEqualTo(seconds(3) + AwakeClock.TOLERANCE_NANOS);
  }

  @Test
  void whoSawTheSleepFirstSawItForAll() {
    clock.promise(seconds(1));
    realNanos += seconds(90);
    long another = clock.nowNanos();
    assertThat(clock.promise(Long.MAX_VALUE)).isEqualTo(AwakeClock.MAX_WAIT_NANOS);
    assertThat(clock.nowNanos()).isEqualTo(another);
  }

  @Test
  void timeNeverGoesBack() {
    long before = 0;
    for (int step = 0; step < 1000; step++) {
      if (step % 3 == 0) {
        clock.promise(seconds(step % 7));
      }
      realNanos += seconds(step % 11);
      long now = clock.nowNanos();
      assertThat(now).isGreaterThanOrEqualTo(before);
      before = now;
    }
  }
}
