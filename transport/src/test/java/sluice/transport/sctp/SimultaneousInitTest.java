package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.SimulatedPair;
import sluice.transport.simulation.Simulation;

/// Both ends send INIT, at the same time or with any lag, over links of different delay and with losses (RFC 9260,
/// section 5.2.1): one association comes of it.
class SimultaneousInitTest {
  @Test
  void atTheSameInstant() {
    SimulatedPair pair = new SimulatedPair(1, AssociationOptions.DEFAULT, LinkSettings.PERFECT);
    pair.a.associate();
    pair.z.associate();
    assertOne(pair);
  }

  @Test
  void withEveryLag() {
    for (long lag = 0; lag <= 60; lag++) {
      SimulatedPair pair =
          new SimulatedPair(
              lag,
              AssociationOptions.DEFAULT,
              AssociationOptions.DEFAULT,
              LinkSettings.PERFECT.withDelay(10 * Simulation.MILLISECOND),
              LinkSettings.PERFECT.withDelay(17 * Simulation.MILLISECOND));
      pair.a.associate();
      pair.simulation.after(lag * Simulation.MILLISECOND, pair.z::associate);
      assertOne(pair);
    }
  }

  @Test
  void withLossAndReordering() {
    for (int seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      SimulatedPair pair =
          new SimulatedPair(
              seed,
              AssociationOptions.DEFAULT,
              LinkSettings.PERFECT
                  .withLoss(0.3)
                  .withDuplication(0.3)
                  .withJitter(random.nextLong(1, 400 * Simulation.MILLISECOND)));
      pair.a.associate();
      pair.simulation.after(random.nextLong(Simulation.SECOND), pair.z::associate);
      assertOne(pair);
    }
  }

  private static void assertOne(SimulatedPair pair) {
    pair.a.send(0, new byte[3000]);
    pair.z.send(0, new byte[3000]);
    pair.simulation.run(5 * Simulation.MINUTE);
    assertThat(pair.a.all(AssociationEvent.Established.class)).hasSize(1);
    assertThat(pair.z.all(AssociationEvent.Established.class)).hasSize(1);
    assertThat(pair.a.messages()).hasSize(1);
    assertThat(pair.z.messages()).hasSize(1);
    assertThat(pair.a.has(AssociationEvent.Restarted.class)).isFalse();
  }
}
