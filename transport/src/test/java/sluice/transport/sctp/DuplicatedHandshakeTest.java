package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.SimulatedPair;
import sluice.transport.simulation.Simulation;

/// Packets of the handshake repeated, late, and in any order (RFC 9260, section 5.2).
class DuplicatedHandshakeTest {
  @Test
  void everyPacketTwice() {
    SimulatedPair pair =
        new SimulatedPair(1, AssociationOptions.DEFAULT, LinkSettings.PERFECT.withDuplication(1));
    pair.a.associate();
    pair.a.send(0, new byte[100]);
    pair.simulation.run(10 * Simulation.SECOND);
    assertOneAssociation(pair);
    assertThat(pair.z.messages()).hasSize(1);
  }

  @Test
  void theWholeHandshakeOnceMoreInAnyOrder() {
    for (int seed = 0; seed < 100; seed++) {
      SimulatedPair pair =
          new SimulatedPair(seed, AssociationOptions.DEFAULT, LinkSettings.PERFECT);
      List<byte[]> toZ = new ArrayList<>();
      List<byte[]> toA = new ArrayList<>();
      pair.toZ.filter(toZ::add);
      pair.toA.filter(toA::add);
      pair.established();
      pair.a.send(0, new byte[5000]);
      pair.simulation.run(Simulation.SECOND);
      List<Runnable> late = new ArrayList<>();
      List.copyOf(toZ).forEach(packet -> late.add(() -> pair.z.receive(packet)));
      List.copyOf(toA).forEach(packet -> late.add(() -> pair.a.receive(packet)));
      Collections.shuffle(late, new Random(seed));
      late.forEach(Runnable::run);
      pair.a.send(0, new byte[5000]);
      pair.simulation.run(10 * Simulation.SECOND);
      assertOneAssociation(pair);
      assertThat(pair.z.messages()).as("seed %d", seed).hasSize(2);
    }
  }

  private static void assertOneAssociation(SimulatedPair pair) {
    assertThat(pair.a.all(AssociationEvent.Established.class)).hasSize(1);
    assertThat(pair.z.all(AssociationEvent.Established.class)).hasSize(1);
    assertThat(pair.a.events())
        .hasSize(1 + pair.a.all(AssociationEvent.BufferedAmountLow.class).size());
    assertThat(pair.a.association().state()).isEqualTo(AssociationState.ESTABLISHED);
    assertThat(pair.z.association().state()).isEqualTo(AssociationState.ESTABLISHED);
  }
}
