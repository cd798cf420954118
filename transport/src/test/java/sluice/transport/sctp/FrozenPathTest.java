package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.SimulatedPair;
import sluice.transport.simulation.Simulation;

/// Without a path nothing is sent and no timer runs; with one again sending goes on at once and at its speed.
class FrozenPathTest {
  @Test
  void fiveMinutesWithoutAPathThenAtOnceOn() {
    SimulatedPair pair = busy();
    pair.simulation.run(10 * Simulation.SECOND);
    long before = pair.z.receivedBytes();
    pair.simulation.run(5 * Simulation.SECOND);
    long inFiveSeconds = pair.z.receivedBytes() - before;
    pair.toZ.filter(packet -> false);
    pair.toA.filter(packet -> false);
    pair.simulation.run(200 * Simulation.MILLISECOND);
    lost(pair);
    long packets = pair.toZ.packets() + pair.toA.packets();
    pair.simulation.run(5 * Simulation.MINUTE);
    assertThat(pair.toZ.packets() + pair.toA.packets()).isEqualTo(packets);
    pair.toZ.filter(packet -> true);
    pair.toA.filter(packet -> true);
    long atReturn = pair.z.receivedBytes();
    returned(pair);
    assertThat(pair.toZ.packets() + pair.toA.packets()).isGreaterThan(packets);
    pair.simulation.run(5 * Simulation.SECOND);
    assertThat(pair.z.receivedBytes() - atReturn).isGreaterThan(inFiveSeconds * 8 / 10);
    assertThat(pair.a.has(AssociationEvent.Aborted.class)).isFalse();
  }

  /// The way back was dead: the other end would repeat what has long arrived, and wait before it does.
  @Test
  void whatWasReceivedIsAcknowledgedAnew() {
    var pair = new SimulatedPair(1, AssociationOptions.DEFAULT, LinkSettings.PERFECT).established();
    pair.a.send(1, new byte[10]);
    pair.simulation.run(Simulation.SECOND);
    pair.toA.filter(packet -> false);
    pair.a.send(1, new byte[10]);
    pair.simulation.run(150 * Simulation.MILLISECOND);
    assertThat(pair.a.association().bufferedBytes()).isPositive();
    pair.toA.filter(packet -> true);
    pair.z.association().pathLost(pair.simulation.nowNanos());
    pair.z.association().pathReturned(pair.simulation.nowNanos());
    pair.z.crank();
    pair.simulation.run(30 * Simulation.MILLISECOND);
    assertThat(pair.a.association().bufferedBytes()).isZero();
    assertThat(pair.a.association().statistics().dataBytesRetransmitted()).isZero();
  }

  @Test
  void inEveryStateOfTheHandshakeAndShutdown() {
    for (int step = 0; step < 30; step++) {
      SimulatedPair pair = new SimulatedPair(1, AssociationOptions.DEFAULT, LinkSettings.PERFECT);
      pair.simulation.at(
          70 * Simulation.MILLISECOND,
          () -> {
            pair.a.association().shutdown(pair.simulation.nowNanos());
            pair.a.crank();
          });
      pair.a.associate();
      pair.simulation.run(step * 5L * Simulation.MILLISECOND);
      lost(pair);
      pair.toZ.filter(packet -> false);
      pair.toA.filter(packet -> false);
      pair.simulation.run(5 * Simulation.MINUTE);
      pair.toZ.filter(packet -> true);
      pair.toA.filter(packet -> true);
      returned(pair);
      pair.simulation.run(Simulation.MINUTE);
      assertThat(pair.a.events())
          .as("frozen at %d ms", step * 5)
          .contains(new AssociationEvent.ShutdownComplete());
    }
  }

  private static void lost(SimulatedPair pair) {
    pair.a.association().pathLost(pair.simulation.nowNanos());
    pair.z.association().pathLost(pair.simulation.nowNanos());
  }

  private static void returned(SimulatedPair pair) {
    pair.a.association().pathReturned(pair.simulation.nowNanos());
    pair.z.association().pathReturned(pair.simulation.nowNanos());
    pair.a.crank();
    pair.z.crank();
  }

  private static SimulatedPair busy() {
    SimulatedPair pair =
        new SimulatedPair(
                1, AssociationOptions.DEFAULT, LinkSettings.PERFECT.withRate(1_000_000, 50_000, 50))
            .established();
    pair.z.forgetMessages();
    pair.a.afterEach(
        () -> {
          while (pair.a.association().bufferedBytes() < 1 << 20) {
            pair.a
                .association()
                .send(
                    1,
                    53,
                    SendOptions.RELIABLE,
                    ByteBuffer.allocate(16_000),
                    pair.simulation.nowNanos());
          }
        });
    pair.a.crank();
    return pair;
  }
}
