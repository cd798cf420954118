package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.SimulatedPair;
import sluice.transport.simulation.Simulation;

/// Between two sluices one SACK answers a whole receive batch.
class BatchSackTest {
  @Test
  void tenPacketsOneSack() {
    SimulatedPair pair =
        new SimulatedPair(1, AssociationOptions.DEFAULT, LinkSettings.PERFECT).established();
    assertThat(pair.a.all(AssociationEvent.Established.class).getFirst().peerIsSluice()).isTrue();
    pair.simulation.run(Simulation.SECOND);
    List<byte[]> packets = new ArrayList<>();
    pair.toZ.filter(packet -> !packets.add(packet));
    pair.a.send(1, new byte[11_000]);
    assertThat(packets).hasSize(10);
    long before = pair.toA.packets();
    for (byte[] packet : packets) {
      pair.z.association().receive(ByteBuffer.wrap(packet), pair.simulation.nowNanos());
    }
    pair.z.association().onBatchEnd(pair.simulation.nowNanos());
    pair.z.crank();
    assertThat(pair.toA.packets() - before).isEqualTo(1);
  }
}
