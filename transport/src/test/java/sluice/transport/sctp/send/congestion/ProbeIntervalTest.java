package sluice.transport.sctp.send.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProbeIntervalTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long ROUND_TRIP = SECOND / 20;

  private final ProbeInterval interval = new ProbeInterval();

  @Test
  void whatIsSeenARoundTripAfterTheProbeMakesItShort() {
    interval.onProbe(1_000_000);
    interval.onProbed(true, ROUND_TRIP, SECOND);

    assertThat(interval.nanos(1_010_000)).isBetween(2 * SECOND, 3 * SECOND);
    assertThat(interval.nanos(1_240_000)).isEqualTo(3 * ROUND_TRIP);
  }

  @Test
  void besideOthersItStaysLong() {
    interval.onProbe(1_000_000);
    interval.onProbed(false, ROUND_TRIP, SECOND);

    assertThat(interval.nanos(1_240_000)).isBetween(2 * SECOND, 3 * SECOND);
  }

  @Test
  void afterTheStartItIsShort() {
    interval.onProbed(true, ROUND_TRIP, SECOND);

    assertThat(interval.nanos(1_000_000)).isEqualTo(3 * ROUND_TRIP);
  }
}
