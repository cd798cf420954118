package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.SimulatedPair;
import sluice.transport.simulation.Simulation;

/// Hours of light traffic over a bad path leave nothing behind.
class LongLifeTest {
  @Test
  void sixHoursLeaveNothingBehind() {
    SimulatedPair pair =
        new SimulatedPair(
                1,
                AssociationOptions.DEFAULT,
                LinkSettings.PERFECT.withLoss(0.05).withJitter(20 * Simulation.MILLISECOND))
            .established();
    hours(pair, 2);
    long early = usedBytes();
    hours(pair, 4);
    long late = usedBytes();
    assertThat(pair.a.association().bufferedBytes()).isZero();
    assertThat(pair.z.receivedBytes()).isEqualTo(6L * 3600 * 2_000);
    assertThat(late - early).as("bytes more after four hours").isLessThan(1 << 20);
    assertThat(pair.a.has(AssociationEvent.Aborted.class)).isFalse();
  }

  private static void hours(SimulatedPair pair, int count) {
    pair.z.forgetMessages();
    for (int second = 0; second < 3600 * count; second++) {
      SendOptions options = second % 3 == 0 ? SendOptions.UNORDERED : SendOptions.RELIABLE;
      pair.a.send(second % 7, options, new byte[2_000]);
      pair.simulation.run(Simulation.SECOND);
      pair.a.events().clear();
      pair.z.events().clear();
    }
    pair.simulation.run(10 * Simulation.SECOND);
  }

  private static long usedBytes() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
