package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.SimulatedPair;
import sluice.transport.simulation.Simulation;

/// Probes find what the path carries, data never waits for them, and a path that carries less later is noticed (RFC
/// 8899).
class PathMtuDiscoveryTest {
  @Test
  void findsTheLargestThatPasses() {
    int[][] paths = {{1191, 1191}, {1300, 1299}, {1435, 1435}, {9_000, 8_935}, {65_000, 16_000}};
    for (int[] path : paths) {
      SimulatedPair pair = pair(path[0]);
      pair.simulation.run(100 * Simulation.MILLISECOND);
      assertThat(pair.a.association().packetBytes()).isEqualTo(path[1]);
      assertThat(pair.z.association().packetBytes()).isEqualTo(path[1]);
    }
  }

  /// As in WebRTC, where both ends begin.
  @Test
  void bothFindItWhenTheirInitsCross() {
    SimulatedPair pair = new SimulatedPair(1, AssociationOptions.DEFAULT, LinkSettings.PERFECT);
    pair.toZ.mtu(65_000);
    pair.toA.mtu(65_000);
    pair.a.associate();
    pair.z.associate();
    pair.simulation.run(Simulation.SECOND);
    assertThat(pair.a.association().packetBytes()).isEqualTo(16_000);
    assertThat(pair.z.association().packetBytes()).isEqualTo(16_000);
  }

  @Test
  void lostProbesAreRepeatedAndCostNoCongestion() {
    SimulatedPair pair = new SimulatedPair(1, AssociationOptions.DEFAULT, LinkSettings.PERFECT);
    pair.toZ.mtu(1435);
    pair.toA.mtu(1435);
    pair.toZ.filter(packet -> packet.length <= 1191);
    pair.established();
    pair.a.send(1, new byte[100_000]);
    pair.simulation.run(500 * Simulation.MILLISECOND);
    assertThat(pair.a.association().packetBytes()).isEqualTo(1191);
    assertThat(pair.z.messages()).hasSize(1);
    pair.toZ.filter(packet -> true);
    pair.simulation.run(Simulation.SECOND);
    assertThat(pair.a.association().packetBytes()).isEqualTo(1435);
    assertThat(pair.a.association().statistics().congestionEvents()).isZero();
    assertThat(pair.a.association().statistics().dataBytesRetransmitted()).isZero();
  }

  @Test
  void aBlackHoleIsLeftBehind() {
    SimulatedPair pair = pair(1435);
    pair.simulation.run(Simulation.SECOND);
    assertThat(pair.a.association().packetBytes()).isEqualTo(1435);
    pair.toZ.mtu(1191);
    pair.toA.mtu(1191);
    pair.a.send(1, new byte[500]);
    pair.simulation.run(Simulation.SECOND);
    assertThat(pair.z.messages()).hasSize(1);
    pair.a.association().send(1, 53, SendOptions.RELIABLE, ByteBuffer.allocate(100_000), now(pair));
    pair.a.crank();
    pair.simulation.run(5 * Simulation.SECOND);
    assertThat(pair.a.association().packetBytes()).isEqualTo(1191);
  }

  @Test
  void anotherPathIsAskedAnew() {
    SimulatedPair pair = pair(16_000);
    pair.simulation.run(Simulation.SECOND);
    assertThat(pair.a.association().packetBytes()).isEqualTo(16_000);
    pair.a.association().pathLost(now(pair));
    pair.toZ.mtu(1_300);
    pair.simulation.run(Simulation.SECOND);
    pair.a.association().pathReturned(now(pair));
    assertThat(pair.a.association().packetBytes()).isEqualTo(1191);
    pair.a.crank();
    pair.simulation.run(Simulation.SECOND);
    assertThat(pair.a.association().packetBytes()).isEqualTo(1299);
    pair.a.send(1, new byte[100_000]);
    pair.simulation.run(Simulation.SECOND);
    assertThat(pair.z.messages()).hasSize(1);
  }

  /// A limit between the common sizes is used to its end, also the other end's.
  @Test
  void bothKeepToTheSmallerLimit() {
    int[][] limits = {{1_111, 16_000, 1_111}, {16_000, 1_111, 1_111}, {1_320, 16_000, 1_320}};
    for (int[] limit : limits) {
      SimulatedPair pair =
          new SimulatedPair(
              1, limited(limit[0]), limited(limit[1]), LinkSettings.PERFECT, LinkSettings.PERFECT);
      pair.toZ.mtu(65_000);
      pair.toA.mtu(65_000);
      pair.established();
      pair.simulation.run(Simulation.SECOND);
      assertThat(pair.a.association().packetBytes()).isEqualTo(limit[2]);
      assertThat(pair.z.association().packetBytes()).isEqualTo(limit[2]);
    }
  }

  private static AssociationOptions limited(int bytes) {
    return AssociationOptions.DEFAULT.withPackets(Math.min(1_191, bytes), bytes);
  }

  private static long now(SimulatedPair pair) {
    return pair.simulation.nowNanos();
  }

  private static SimulatedPair pair(int mtu) {
    SimulatedPair pair = new SimulatedPair(1, AssociationOptions.DEFAULT, LinkSettings.PERFECT);
    pair.toZ.mtu(mtu);
    pair.toA.mtu(mtu);
    return pair.established();
  }
}
