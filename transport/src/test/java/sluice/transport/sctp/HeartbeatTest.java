package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.transport.sctp.packet.HeartbeatAckChunk;
import sluice.transport.sctp.packet.HeartbeatChunk;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.Packets;
import sluice.transport.simulation.SimulatedPair;
import sluice.transport.simulation.Simulation;

/// An idle path is asked now and then; the answer carries the question's own words (RFC 9260, section 8.3).
class HeartbeatTest {
  @Test
  void anIdleHourIsSpentWithHeartbeatsOnly() {
    SimulatedPair pair =
        new SimulatedPair(1, AssociationOptions.DEFAULT, LinkSettings.PERFECT).established();
    List<HeartbeatChunk> asked = new ArrayList<>();
    List<HeartbeatAckChunk> answered = new ArrayList<>();
    pair.toZ.filter(Packets.collect(HeartbeatChunk.class, asked));
    pair.toA.filter(Packets.collect(HeartbeatAckChunk.class, answered));
    pair.simulation.run(60 * Simulation.MINUTE);
    assertThat(asked.size()).isBetween(60, 240);
    assertThat(answered).hasSameSizeAs(asked);
    for (int i = 0; i < asked.size(); i++) {
      assertThat(answered.get(i).info()).isEqualTo(asked.get(i).info());
    }
    assertThat(pair.a.has(AssociationEvent.PeerSilent.class)).isFalse();
    assertThat(pair.a.association().state()).isEqualTo(AssociationState.ESTABLISHED);
  }

  @Test
  void aDeadIdlePathIsNoticed() {
    SimulatedPair pair =
        new SimulatedPair(1, AssociationOptions.DEFAULT, LinkSettings.PERFECT).established();
    pair.toA.filter(packet -> false);
    pair.simulation.run(Simulation.MINUTE);
    assertThat(pair.a.has(AssociationEvent.PeerSilent.class)).isTrue();
  }
}
