package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sluice.transport.sctp.packet.Chunk;
import sluice.transport.sctp.packet.ShutdownAckChunk;
import sluice.transport.sctp.packet.ShutdownChunk;
import sluice.transport.sctp.packet.ShutdownCompleteChunk;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.Packets;
import sluice.transport.simulation.SimulatedPair;
import sluice.transport.simulation.Simulation;

/// The orderly end: after all data, from either side, from both, with each packet of it lost (RFC 9260, section 9.2).
class ShutdownTest {
  @Test
  void dataOfBothSidesIsDeliveredFirst() {
    SimulatedPair pair = pair(1, LinkSettings.PERFECT);
    pair.a.send(1, new byte[200_000]);
    pair.z.send(1, new byte[200_000]);
    shutdownA(pair);
    assertThat(pair.a.send(1, new byte[1])).isEqualTo(SendResult.CLOSED);
    pair.simulation.run(Simulation.MINUTE);
    assertEnded(pair);
    assertThat(pair.a.messages()).hasSize(1);
    assertThat(pair.z.messages()).hasSize(1);
    assertThat(pair.a.association().deadlineNanos()).isEqualTo(Long.MAX_VALUE);
    assertThat(pair.z.association().deadlineNanos()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void eachPacketOfItLost() {
    for (Class<? extends Chunk> type :
        java.util.List.of(ShutdownChunk.class, ShutdownAckChunk.class)) {
      for (int lost = 1; lost <= 3; lost++) {
        SimulatedPair pair = pair(1, LinkSettings.PERFECT);
        pair.toZ.filter(Packets.dropFirst(lost, type));
        pair.toA.filter(Packets.dropFirst(lost, type));
        shutdownA(pair);
        pair.simulation.run(Simulation.MINUTE);
        assertEnded(pair);
      }
    }
  }

  @Test
  void aLostShutdownCompleteIsMadeUpForOutOfTheBlue() {
    SimulatedPair pair = pair(1, LinkSettings.PERFECT);
    pair.toZ.filter(Packets.dropFirst(1, ShutdownCompleteChunk.class));
    shutdownA(pair);
    pair.simulation.run(Simulation.MINUTE);
    assertEnded(pair);
  }

  @Test
  void bothAtOnce() {
    SimulatedPair pair = pair(1, LinkSettings.PERFECT);
    shutdownA(pair);
    pair.z.association().shutdown(pair.simulation.nowNanos());
    pair.z.crank();
    pair.simulation.run(Simulation.MINUTE);
    assertEnded(pair);
  }

  @Test
  void withLossesOfEverything() {
    for (int seed = 0; seed < 100; seed++) {
      SimulatedPair pair =
          pair(seed, LinkSettings.PERFECT.withLoss(0.2).withJitter(50 * Simulation.MILLISECOND));
      pair.a.send(1, new byte[30_000]);
      pair.z.send(1, new byte[30_000]);
      shutdownA(pair);
      if (seed % 2 == 0) {
        pair.z.association().shutdown(pair.simulation.nowNanos());
        pair.z.crank();
      }
      pair.simulation.run(10 * Simulation.MINUTE);
      assertEnded(pair);
      assertThat(pair.a.messages()).hasSize(1);
      assertThat(pair.z.messages()).hasSize(1);
    }
  }

  @Test
  void aSilentPeerIsGivenUp() {
    SimulatedPair pair = pair(1, LinkSettings.PERFECT);
    pair.toZ.filter(packet -> false);
    shutdownA(pair);
    pair.simulation.run(10 * Simulation.MINUTE);
    assertThat(pair.a.all(AssociationEvent.Aborted.class))
        .extracting(AssociationEvent.Aborted::reason)
        .containsExactly(AbortReason.SHUTDOWN_UNANSWERED);
  }

  @Test
  void inTheHandshakeItWaitsOrEndsAtOnce() {
    SimulatedPair never = new SimulatedPair(1, AssociationOptions.DEFAULT, LinkSettings.PERFECT);
    shutdownA(never);
    assertThat(never.a.has(AssociationEvent.ShutdownComplete.class)).isTrue();
    SimulatedPair pair = new SimulatedPair(1, AssociationOptions.DEFAULT, LinkSettings.PERFECT);
    pair.a.associate();
    pair.simulation.run(25 * Simulation.MILLISECOND);
    assertThat(pair.a.association().state()).isEqualTo(AssociationState.COOKIE_ECHOED);
    shutdownA(pair);
    pair.simulation.run(Simulation.MINUTE);
    assertEnded(pair);
  }

  private static void shutdownA(SimulatedPair pair) {
    pair.a.association().shutdown(pair.simulation.nowNanos());
    pair.a.crank();
  }

  private static void assertEnded(SimulatedPair pair) {
    assertThat(pair.a.events().getLast()).isEqualTo(new AssociationEvent.ShutdownComplete());
    assertThat(pair.z.events().getLast()).isEqualTo(new AssociationEvent.ShutdownComplete());
    assertThat(pair.a.association().state()).isEqualTo(AssociationState.CLOSED);
  }

  private static SimulatedPair pair(long seed, LinkSettings link) {
    return new SimulatedPair(seed, AssociationOptions.DEFAULT, link).established();
  }
}
