package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.transport.sctp.packet.SackChunk;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.Packets;
import sluice.transport.simulation.SimulatedPair;
import sluice.transport.simulation.Simulation;

/// The receive window grows with the path: 2 MiB on a slow one, twice its bandwidth-delay product on a fast and long one.
class WindowTuningTest {
  @Test
  void staysSmallOnASlowPath() {
    assertThat(largestWindow(20, 50, 32 << 20)).isEqualTo(2 << 20);
  }

  @Test
  void growsToTwiceTheProductOnALongFastPath() {
    long product = 400_000_000 / 8 / 5;
    assertThat(largestWindow(400, 200, 32 << 20)).isBetween(3 * product / 2, 5 * product / 2);
  }

  @Test
  void neverGrowsBeyondTheLimit() {
    assertThat(largestWindow(400, 200, 4 << 20)).isEqualTo(4 << 20);
  }

  private static long largestWindow(long megabits, long rttMillis, int limitBytes) {
    long rate = megabits * 1_000_000 / 8;
    LinkSettings link =
        LinkSettings.PERFECT
            .withDelay(rttMillis * Simulation.MILLISECOND / 2)
            .withRate(rate, rate * rttMillis / 1_000, 65);
    SimulatedPair pair =
        new SimulatedPair(
            1,
            AssociationOptions.DEFAULT
                .withSending(128L << 20, 256 << 10)
                .withReceiving(limitBytes, 256 << 10),
            link);
    pair.toZ.mtu(8_935);
    pair.toA.mtu(8_935);
    List<SackChunk> sacks = new ArrayList<>();
    pair.toA.filter(Packets.collect(SackChunk.class, sacks));
    pair.established();
    pair.z.forgetMessages();
    ByteBuffer message = ByteBuffer.allocate(60_000);
    pair.a.afterEach(
        () -> {
          while (pair.a.association().bufferedBytes() < 64 << 20) {
            pair.a
                .association()
                .send(1, 53, SendOptions.RELIABLE, message, pair.simulation.nowNanos());
          }
        });
    pair.a.crank();
    pair.simulation.run(7 * Simulation.SECOND);
    return sacks.stream().mapToLong(SackChunk::aRwnd).max().orElse(0);
  }
}
