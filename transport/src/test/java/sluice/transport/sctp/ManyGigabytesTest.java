package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.SimulatedPair;
import sluice.transport.simulation.Simulation;

/// Gigabytes through two associations, over a path that loses and reorders, leave no more in memory than the first ones
/// did.
class ManyGigabytesTest {
  @Test
  void twoGigabytes() {
    leaveNothingBehind(2_000_000_000L);
  }

  @Test
  @Tag("soak")
  void fortyGigabytes() {
    leaveNothingBehind(40_000_000_000L);
  }

  private static void leaveNothingBehind(long bytes) {
    SimulatedPair pair =
        new SimulatedPair(
            1,
            AssociationOptions.DEFAULT,
            LinkSettings.PERFECT
                .withDelay(2 * Simulation.MILLISECOND)
                .withRate(125_000_000, 1_000_000, 65)
                .withLoss(0.001)
                .withJitter(200 * Simulation.MICROSECOND));
    pair.toZ.mtu(16_000);
    pair.toA.mtu(16_000);
    pair.established().keptBusy(8 << 20);
    received(pair, bytes / 5);
    long early = usedBytes();
    received(pair, bytes);
    assertThat(usedBytes() - early).as("bytes more at the end").isLessThan(2 << 20);
    assertThat(pair.a.association().statistics().dataBytesRetransmitted()).isPositive();
  }

  private static void received(SimulatedPair pair, long bytes) {
    boolean all =
        pair.simulation.runUntil(
            () -> pair.z.receivedBytes() >= bytes, bytes / 50_000_000 * Simulation.SECOND);
    assertThat(all).isTrue();
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
