package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.SimulatedEnd;
import sluice.transport.simulation.SimulatedLink;
import sluice.transport.simulation.SimulatedPair;
import sluice.transport.simulation.Simulation;

/// A peer that lost all state begins anew under the same ports (RFC 9260, section 5.2.4, action A).
class PeerRestartTest {
  @Test
  void theOtherEndStartsAnewAndSaysSo() {
    SimulatedPair pair =
        new SimulatedPair(1, AssociationOptions.DEFAULT, LinkSettings.PERFECT).established();
    pair.a.send(0, new byte[1000]);
    pair.simulation.run(Simulation.SECOND);
    SimulatedEnd reborn =
        new SimulatedEnd(pair.simulation, 3, AssociationOptions.DEFAULT, new SplittableRandom(7));
    reborn.link(pair.toZ);
    SimulatedLink back =
        new SimulatedLink(
            pair.simulation, new SplittableRandom(8), LinkSettings.PERFECT, reborn::receive);
    pair.z.link(back);
    reborn.associate();
    pair.simulation.run(5 * Simulation.SECOND);
    assertThat(reborn.has(AssociationEvent.Established.class)).isTrue();
    assertThat(pair.z.all(AssociationEvent.Restarted.class)).hasSize(1);
    reborn.send(0, new byte[2000]);
    pair.z.send(0, new byte[3000]);
    pair.simulation.run(5 * Simulation.SECOND);
    assertThat(reborn.messages()).hasSize(1);
    assertThat(pair.z.messages()).hasSize(2);
  }
}
