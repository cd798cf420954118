package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.SimulatedPair;
import sluice.transport.simulation.Simulation;

/// Paths that do what good ones do not: they delay each packet by up to 200 ms more than the one before, on both ways, and
/// carry less than before in the middle of a transfer.
class BadPathTest {
  private static final LinkSettings LINK =
      LinkSettings.PERFECT.withDelay(20 * Simulation.MILLISECOND).withRate(2_500_000, 100_000, 65);

  @Test
  void reorderingBy200MillisecondsIsMostlyNotTakenForLoss() {
    SimulatedPair pair = busy(LINK.withJitter(200 * Simulation.MILLISECOND));
    pair.simulation.run(20 * Simulation.SECOND);
    long before = pair.z.receivedBytes();
    pair.simulation.run(20 * Simulation.SECOND);
    assertThat((pair.z.receivedBytes() - before) / 20).isGreaterThan(800_000);
    AssociationStatistics statistics = pair.a.association().statistics();
    assertThat(statistics.dataBytesRetransmitted()).isLessThan(statistics.dataBytesSent() / 6);
  }

  @Test
  void reorderingAndLossAtOnceCostLittle() {
    SimulatedPair pair = busy(LINK.withJitter(20 * Simulation.MILLISECOND).withLoss(0.005));
    pair.simulation.run(10 * Simulation.SECOND);
    long before = pair.z.receivedBytes();
    pair.simulation.run(10 * Simulation.SECOND);
    assertThat((pair.z.receivedBytes() - before) / 10).isGreaterThan(1_900_000);
  }

  /// A slow radio link: few packets on the way, each delayed by chance, and chance losses. Neither is a queue of ours.
  @Test
  void aSlowLinkThatLosesAndDelaysByChanceIsFilled() {
    LinkSettings radio =
        LinkSettings.PERFECT
            .withDelay(10 * Simulation.MILLISECOND)
            .withRate(250_000, 25_000, 65)
            .withJitter(10 * Simulation.MILLISECOND)
            .withLoss(0.02);
    SimulatedPair pair = busy(radio);
    pair.simulation.run(20 * Simulation.SECOND);
    long before = pair.z.receivedBytes();
    pair.simulation.run(20 * Simulation.SECOND);
    assertThat((pair.z.receivedBytes() - before) / 20).isGreaterThan(180_000);
  }

  /// The path drops what it carried until now: chunks cut for it have to leave as packets that may be divided.
  @Test
  void theTransferGoesOnWhereThePathCarriesLess() {
    SimulatedPair pair = busy(LINK);
    pair.simulation.run(5 * Simulation.SECOND);
    assertThat(pair.a.association().packetBytes()).isEqualTo(1435);
    pair.toZ.mtu(1_250);
    pair.toA.mtu(1_250);
    pair.simulation.run(5 * Simulation.SECOND);
    assertThat(pair.a.association().packetBytes()).isEqualTo(1191);
    long before = pair.z.receivedBytes();
    pair.simulation.run(5 * Simulation.SECOND);
    assertThat((pair.z.receivedBytes() - before) / 5).isGreaterThan(2_100_000);
    assertThat(pair.a.has(AssociationEvent.Aborted.class)).isFalse();
  }

  @Test
  void theTransferGoesOnWhereThePathCarriesLessThanTheBase() {
    SimulatedPair pair = busy(LINK);
    pair.simulation.run(5 * Simulation.SECOND);
    pair.toZ.mtu(1_000);
    pair.toA.mtu(1_000);
    pair.simulation.run(10 * Simulation.SECOND);
    assertThat(pair.a.association().packetBytes()).isEqualTo(576);
    long before = pair.z.receivedBytes();
    pair.simulation.run(5 * Simulation.SECOND);
    assertThat((pair.z.receivedBytes() - before) / 5).isGreaterThan(1_500_000);
  }

  /// A path that carried nothing for a while is no narrow one.
  @Test
  void afterSilencePacketsAreLargeAgain() {
    SimulatedPair pair = busy(LINK);
    pair.simulation.run(5 * Simulation.SECOND);
    pair.toZ.filter(packet -> false);
    pair.simulation.run(8 * Simulation.SECOND);
    pair.toZ.filter(packet -> true);
    pair.simulation.run(10 * Simulation.SECOND);
    assertThat(pair.a.association().packetBytes()).isEqualTo(1435);
  }

  private static SimulatedPair busy(LinkSettings link) {
    SimulatedPair pair = new SimulatedPair(1, AssociationOptions.DEFAULT, link);
    pair.toZ.mtu(1_435);
    pair.toA.mtu(1_435);
    return pair.established().keptBusy(8 << 20);
  }
}
