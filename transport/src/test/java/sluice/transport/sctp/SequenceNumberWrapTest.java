package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sluice.transport.simulation.ChosenRandom;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.SimulatedPair;
import sluice.transport.simulation.Simulation;

/// TSNs pass 2^32 (and 2^31), SSNs pass 2^16, with losses and reordering around the wrap (RFC 9260, section 1.6).
class SequenceNumberWrapTest {
  @Test
  void tsnsWrap() {
    for (int start : new int[] {-1, -50, -500, Integer.MAX_VALUE - 20, Integer.MAX_VALUE}) {
      for (int seed = 0; seed < 10; seed++) {
        SimulatedPair pair =
            pair(seed, start, LinkSettings.PERFECT.withLoss(0.05).withJitter(20_000_000L));
        for (int i = 0; i < 40; i++) {
          byte[] content = new byte[30_000];
          new SplittableRandom(i).nextBytes(content);
          pair.a.send(i % 3, i % 5 == 0 ? SendOptions.UNORDERED : SendOptions.RELIABLE, content);
        }
        boolean done =
            pair.simulation.runUntil(() -> pair.z.messages().size() == 40, 5 * Simulation.MINUTE);
        assertThat(done).as("initial TSN %d seed %d", start, seed).isTrue();
      }
    }
  }

  @Test
  void ssnsWrapInOrder() {
    SimulatedPair pair = pair(1, 5, LinkSettings.PERFECT.withLoss(0.01).withJitter(2_000_000L));
    int[] sent = {0};
    int total = 70_000;
    pair.a.afterEach(
        () -> {
          while (sent[0] < total && pair.a.association().bufferedBytes() < 50_000) {
            pair.a
                .association()
                .send(
                    1,
                    53,
                    SendOptions.RELIABLE,
                    java.nio.ByteBuffer.allocate(4).putInt(0, sent[0]++),
                    pair.simulation.nowNanos());
          }
        });
    pair.a.crank();
    boolean done =
        pair.simulation.runUntil(() -> pair.z.messages().size() == total, 60 * Simulation.MINUTE);
    assertThat(done).isTrue();
    int expected = 0;
    while (!pair.z.messages().isEmpty()) {
      assertThat(java.nio.ByteBuffer.wrap(pair.z.messages().remove().content()).getInt())
          .isEqualTo(expected++);
    }
  }

  private static SimulatedPair pair(int seed, int initialTsn, LinkSettings link) {
    return new SimulatedPair(
            seed,
            AssociationOptions.DEFAULT,
            AssociationOptions.DEFAULT,
            link,
            link,
            new ChosenRandom(seed, 77, initialTsn))
        .established();
  }
}
