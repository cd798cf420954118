package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.SimulatedPair;
import sluice.transport.simulation.Simulation;

/// Data goes another way in the middle: nothing learnt of the old path holds, and nothing that was in flight is lost by
/// the change itself.
class ChangedPathTest {
  private static final LinkSettings FAST =
      LinkSettings.PERFECT.withRate(12_500_000, 250_000, 65).withDelay(10 * Simulation.MILLISECOND);
  private static final LinkSettings SLOW =
      LinkSettings.PERFECT.withRate(625_000, 62_500, 65).withDelay(50 * Simulation.MILLISECOND);

  @Test
  void fillsAFasterPathSoon() {
    SimulatedPair pair = busy(SLOW);
    pair.simulation.run(10 * Simulation.SECOND);
    change(pair, FAST);
    pair.simulation.run(2 * Simulation.SECOND);
    assertThat(received(pair, Simulation.SECOND)).isGreaterThan(11_000_000);
  }

  @Test
  void doesNotFloodASlowerOne() {
    SimulatedPair pair = busy(FAST);
    pair.simulation.run(10 * Simulation.SECOND);
    long repeated = pair.a.association().statistics().dataBytesRetransmitted();
    change(pair, SLOW);
    pair.simulation.run(3 * Simulation.SECOND);
    assertThat(received(pair, 5 * Simulation.SECOND)).isGreaterThan(5 * 550_000);
    assertThat(pair.a.association().statistics().dataBytesRetransmitted() - repeated)
        .isLessThan(200_000);
  }

  /// Where the first packets on the new path are lost, the initial RTO of half a second is not waited for.
  @Test
  void goesByTheRoundTripThatIceHasMeasured() {
    SimulatedPair pair = busy(FAST);
    pair.simulation.run(5 * Simulation.SECOND);
    pair.a.association().pathLost(pair.simulation.nowNanos());
    pair.a.association().pathReturned(pair.simulation.nowNanos());
    pair.a.association().pathChanged(20 * Simulation.MILLISECOND, pair.simulation.nowNanos());
    pair.toZ.filter(packet -> false);
    pair.a.crank();
    pair.simulation.run(30 * Simulation.MILLISECOND);
    pair.toZ.filter(packet -> true);
    assertThat(received(pair, 270 * Simulation.MILLISECOND)).isGreaterThan(1_000_000);
  }

  /// The round-trip time of before would make the retransmission timer of a longer path expire for nothing.
  @Test
  void learnsTheRoundTripAnew() {
    SimulatedPair pair = busy(FAST);
    pair.simulation.run(5 * Simulation.SECOND);
    change(pair, SLOW.withDelay(150 * Simulation.MILLISECOND));
    pair.simulation.run(5 * Simulation.SECOND);
    assertThat(pair.a.association().statistics().minRttNanos())
        .isGreaterThan(300 * Simulation.MILLISECOND);
    assertThat(pair.a.association().statistics().retransmissionTimeouts()).isZero();
  }

  @Test
  void asksForThePacketSizeAnew() {
    SimulatedPair pair = busy(FAST);
    pair.simulation.run(2 * Simulation.SECOND);
    assertThat(pair.a.association().packetBytes()).isEqualTo(1435);
    pair.toZ.mtu(1_300);
    pair.toA.mtu(1_300);
    change(pair, FAST);
    pair.simulation.run(2 * Simulation.SECOND);
    assertThat(pair.a.association().packetBytes()).isEqualTo(1299);
    assertThat(received(pair, Simulation.SECOND)).isGreaterThan(11_000_000);
  }

  private static long received(SimulatedPair pair, long nanos) {
    long before = pair.z.receivedBytes();
    pair.simulation.run(nanos);
    return pair.z.receivedBytes() - before;
  }

  private static void change(SimulatedPair pair, LinkSettings path) {
    pair.toZ.settings(path);
    pair.toA.settings(path);
    pair.a.association().pathChanged(0, pair.simulation.nowNanos());
    pair.z.association().pathChanged(0, pair.simulation.nowNanos());
    pair.a.crank();
    pair.z.crank();
  }

  private static SimulatedPair busy(LinkSettings path) {
    SimulatedPair pair = new SimulatedPair(1, AssociationOptions.DEFAULT, path);
    pair.toZ.mtu(1_435);
    pair.toA.mtu(1_435);
    return pair.established().keptBusy(4 << 20);
  }
}
