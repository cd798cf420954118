package sluice.transport.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The loop's own sleep does not count as time.
class LoopClockTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private long source = 17;
  private final LoopClock clock = new LoopClock(() -> source);

  @Test
  void beginsAtZeroAndRuns() {
    assertThat(clock.getAsLong()).isZero();
    source += 3 * SECOND;
    assertThat(clock.getAsLong()).isEqualTo(3 * SECOND);
  }

  @Test
  void aWaitOfTheExpectedLengthCounts() {
    clock.expect(60 * SECOND);
    source += 61 * SECOND;
    assertThat(clock.getAsLong()).isEqualTo(61 * SECOND);
    assertThat(clock.takeSlept()).isFalse();
  }

  @Test
  void aSleepCountsForAMomentOnly() {
    clock.expect(5 * SECOND);
    source += 90 * SECOND;
    assertThat(clock.getAsLong()).isEqualTo(5 * SECOND + LoopClock.GRACE_NANOS);
    assertThat(clock.takeSlept()).isTrue();
    assertThat(clock.takeSlept()).isFalse();
    clock.expect(5 * SECOND);
    source += SECOND;
    assertThat(clock.getAsLong()).isEqualTo(6 * SECOND + LoopClock.GRACE_NANOS);
  }

  @Test
  void whoWaitsForEverIsNotAsleep() {
    clock.expect(Long.MAX_VALUE);
    source += 3_600 * SECOND;
    assertThat(clock.getAsLong()).isEqualTo(3_600 * SECOND);
  }
}
