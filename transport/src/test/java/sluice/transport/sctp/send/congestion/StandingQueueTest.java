package sluice.transport.sctp.send.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// A queue is seen in the least round trip of a whole round, where smoothed ones are too noisy to tell it.
class StandingQueueTest {
  private static final long MICROSECOND = 1_000;
  private static final int PACKET_BYTES = 1_435;

  private final PathModel model = new PathModel();
  private final AcknowledgementSample sample = new AcknowledgementSample();
  private long now = 1;

  @Test
  void everyRoundTripOfARoundIsLong() {
    round(2_000, 2_100, 9_000);
    round(3_900, 3_400, 3_800, 3_900, 4_000, 3_900, 3_700, 3_800);
    round(3_900);

    assertThat(model.queueStands()).isTrue();
  }

  @Test
  void oneRoundTripNearTheLeastDisprovesIt() {
    round(2_000, 2_100, 9_000);
    round(9_000, 2_900, 20_000, 3_900, 4_000, 3_900, 3_700, 3_800);
    round(9_000);

    assertThat(model.queueStands()).isFalse();
  }

  @Test
  void aMachinesNoiseIsNoQueue() {
    round(300, 320);
    round(700, 780, 760, 700, 710, 790, 780, 700);
    round(700);

    assertThat(model.queueStands()).isFalse();
  }

  @Test
  void aFewRoundTripsMayAllBeLongByChance() {
    round(2_000, 2_100, 9_000);
    round(3_900, 3_400, 3_800, 3_900, 4_000, 3_900, 3_700);
    round(3_900);

    assertThat(model.queueStands()).isFalse();
  }

  @Test
  void theFirstRoundTellsNothing() {
    round(2_000);

    assertThat(model.queueStands()).isFalse();
  }

  /// @param micros round trips, of packets that were sent after the round before had been acknowledged
  private void round(long... micros) {
    long begun = sample.deliveredBytes;
    for (long rtt : micros) {
      now += 100 * MICROSECOND;
      sample.nowNanos = now;
      sample.rttNanos = rtt * MICROSECOND;
      sample.smoothedRttNanos = Math.max(rtt, 300) * MICROSECOND;
      sample.acknowledgedBytes = PACKET_BYTES;
      sample.deliveredAtSendBytes = begun;
      sample.deliveredBytes += PACKET_BYTES;
      model.onSample(sample, false);
    }
  }
}
