package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.transport.sctp.packet.DataChunk;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.Packets;
import sluice.transport.simulation.SimulatedPair;
import sluice.transport.simulation.Simulation;

/// T3-rtx: with nothing acknowledged it expires, each time after twice the time up to RTO.Max, and never ends the
/// association unless that was asked for (RFC 9260, section 6.3.3).
class RetransmissionTimerTest {
  @Test
  void backsOffAndGoesOnAtOnceWhenAnswered() {
    SimulatedPair pair =
        new SimulatedPair(1, AssociationOptions.DEFAULT, LinkSettings.PERFECT).established();
    List<Long> sendings = new ArrayList<>();
    pair.toZ.filter(
        packet -> {
          if (Packets.has(packet, DataChunk.class)) {
            sendings.add(pair.simulation.nowNanos() / Simulation.MILLISECOND);
          }
          return false;
        });
    pair.a.send(0, new byte[100]);
    pair.simulation.run(2 * Simulation.MINUTE);
    List<Long> gaps = new ArrayList<>();
    for (int i = 2; i < sendings.size(); i++) {
      gaps.add(sendings.get(i) - sendings.get(i - 1));
    }
    for (int i = 1; i < gaps.size(); i++) {
      assertThat(gaps.get(i)).isBetween(gaps.get(i - 1), 2 * gaps.get(i - 1) + 1);
    }
    assertThat(gaps.getLast()).isEqualTo(10_000);
    assertThat(pair.a.association().state()).isEqualTo(AssociationState.ESTABLISHED);
    assertThat(pair.a.association().statistics().retransmissionTimeouts()).isGreaterThan(10);
    pair.toZ.filter(packet -> true);
    pair.simulation.run(11 * Simulation.SECOND);
    assertThat(pair.z.messages()).hasSize(1);
  }

  @Test
  void endsTheAssociationWhereALimitWasSet() {
    SimulatedPair pair =
        new SimulatedPair(
                1,
                AssociationOptions.DEFAULT.withMaxRetransmissionTimeouts(5),
                LinkSettings.PERFECT)
            .established();
    pair.toZ.filter(packet -> false);
    pair.a.send(0, new byte[100]);
    pair.simulation.run(2 * Simulation.MINUTE);
    assertThat(pair.a.all(AssociationEvent.Aborted.class))
        .extracting(AssociationEvent.Aborted::reason)
        .containsExactly(AbortReason.UNANSWERED);
    assertThat(pair.a.releasedMessages()).isEqualTo(1);
  }

  @Test
  void silenceIsToldOnceAndItsEnd() {
    SimulatedPair pair =
        new SimulatedPair(1, AssociationOptions.DEFAULT, LinkSettings.PERFECT).established();
    pair.toZ.filter(packet -> false);
    pair.toA.filter(packet -> false);
    pair.a.send(0, new byte[100]);
    pair.simulation.run(4900 * Simulation.MILLISECOND);
    assertThat(pair.a.has(AssociationEvent.PeerSilent.class)).isFalse();
    pair.simulation.run(200 * Simulation.MILLISECOND);
    assertThat(pair.a.all(AssociationEvent.PeerSilent.class)).hasSize(1);
    pair.simulation.run(Simulation.MINUTE);
    assertThat(pair.a.all(AssociationEvent.PeerSilent.class)).hasSize(1);
    pair.toZ.filter(packet -> true);
    pair.toA.filter(packet -> true);
    pair.simulation.run(Simulation.MINUTE);
    assertThat(pair.a.all(AssociationEvent.PeerHeard.class)).hasSize(1);
  }
}
