package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sluice.transport.sctp.packet.DataChunk;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.Packets;
import sluice.transport.simulation.SimulatedPair;
import sluice.transport.simulation.Simulation;
import sluice.transport.simulation.UnlimitedWindow;

/// Gap blocks tell 16-bit offsets: no more than 65,535 TSNs are ever outstanding, and with the first of them lost all
/// the others are held and reported (RFC 9260, section 3.3.4).
class GapBlockLimitTest {
  @Test
  void neverMoreThanGapBlocksCanTell() {
    AssociationOptions options =
        AssociationOptions.DEFAULT
            .withCongestion(UnlimitedWindow::new)
            .withReceiving(64 << 20, 256 << 10);
    SimulatedPair pair = new SimulatedPair(1, options, LinkSettings.PERFECT).established();
    Set<Integer> tsns = new HashSet<>();
    boolean[] first = {true};
    pair.toZ.filter(
        packet -> {
          Packets.chunks(packet).stream()
              .filter(DataChunk.class::isInstance)
              .forEach(c -> tsns.add(((DataChunk) c).tsn()));
          boolean pass = !first[0];
          first[0] = false;
          return pass;
        });
    for (int i = 0; i < 80_000; i++) {
      assertThat(
              pair.a
                  .association()
                  .send(
                      i % 2,
                      53,
                      SendOptions.RELIABLE,
                      ByteBuffer.allocate(1),
                      pair.simulation.nowNanos()))
          .isEqualTo(SendResult.QUEUED);
    }
    pair.a.crank();
    assertThat(tsns).hasSize(65_535);
    pair.simulation.run(30 * Simulation.SECOND);
    assertThat(pair.z.messages()).hasSize(80_000);
    assertThat(pair.a.association().bufferedBytes()).isZero();
  }
}
