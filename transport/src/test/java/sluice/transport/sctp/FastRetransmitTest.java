package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sluice.transport.sctp.packet.DataChunk;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.Packets;
import sluice.transport.simulation.SimulatedPair;
import sluice.transport.simulation.Simulation;

/// A lost packet is repeated after a round trip, not after a time-out; one congestion event for a window.
class FastRetransmitTest {
  @Test
  void oneLossIsRepairedInARoundTrip() {
    assertRepaired(1);
  }

  @Test
  void manyLossesInAWindowAreOneEvent() {
    assertRepaired(5);
  }

  private static void assertRepaired(int losses) {
    SimulatedPair pair =
        new SimulatedPair(
                1,
                AssociationOptions.DEFAULT,
                LinkSettings.PERFECT.withDelay(50 * Simulation.MILLISECOND))
            .established();
    Map<Integer, Integer> sendings = new HashMap<>();
    pair.toZ.filter(
        packet -> {
          int[] first = {-1};
          Packets.chunks(packet).stream()
              .filter(DataChunk.class::isInstance)
              .map(DataChunk.class::cast)
              .forEach(
                  c -> {
                    sendings.merge(c.tsn(), 1, Integer::sum);
                    first[0] = sendings.size();
                  });
          boolean repeated = first[0] >= 0 && sendings.values().stream().anyMatch(n -> n > 1);
          return repeated || first[0] < 30 || first[0] >= 30 + losses;
        });
    pair.a.send(0, new byte[100_000]);
    boolean done = pair.simulation.runUntil(() -> !pair.z.messages().isEmpty(), Simulation.SECOND);
    assertThat(done).isTrue();
    AssociationStatistics statistics = pair.a.association().statistics();
    assertThat(statistics.retransmissionTimeouts()).isZero();
    assertThat(statistics.congestionEvents()).isEqualTo(1);
    assertThat(sendings.values().stream().filter(n -> n > 1).count()).isEqualTo(losses);
  }

  @Test
  void reorderingIsNotTakenForLoss() {
    SimulatedPair pair =
        new SimulatedPair(
                1,
                AssociationOptions.DEFAULT,
                LinkSettings.PERFECT
                    .withDelay(50 * Simulation.MILLISECOND)
                    .withJitter(10 * Simulation.MILLISECOND))
            .established();
    for (int i = 0; i < 40; i++) {
      pair.a.send(0, new byte[60_000]);
    }
    pair.simulation.run(Simulation.MINUTE);
    assertThat(pair.z.messages()).hasSize(40);
    AssociationStatistics statistics = pair.a.association().statistics();
    assertThat(statistics.dataBytesRetransmitted()).isLessThan(60_000);
    assertThat(statistics.congestionEvents() - statistics.spuriousLosses()).isLessThanOrEqualTo(1);
  }

  @Test
  void aLostTailIsProbedBeforeTheTimer() {
    SimulatedPair pair =
        new SimulatedPair(
                1,
                AssociationOptions.DEFAULT,
                LinkSettings.PERFECT.withDelay(20 * Simulation.MILLISECOND))
            .established();
    pair.a.send(0, new byte[50_000]);
    pair.simulation.run(Simulation.SECOND);
    pair.toZ.filter(Packets.dropFirst(1, DataChunk.class));
    pair.a.send(0, new byte[2_000]);
    pair.simulation.run(190 * Simulation.MILLISECOND);
    assertThat(pair.z.messages()).hasSize(2);
    assertThat(pair.a.association().statistics().retransmissionTimeouts()).isZero();
  }
}
