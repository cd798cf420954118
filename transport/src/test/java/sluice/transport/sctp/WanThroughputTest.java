package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import sluice.transport.sctp.send.congestion.Bbr;
import sluice.transport.sctp.send.congestion.CongestionController;
import sluice.transport.sctp.send.congestion.Cubic;
import sluice.transport.sctp.send.congestion.NewReno;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.SimulatedPair;
import sluice.transport.simulation.Simulation;

/// What the controllers get out of long links, with and without loss, in virtual time: user data in the second half of
/// the run. Rates count IP packets, so that 93.8 % is all there is at 1500 bytes.
class WanThroughputTest {
  private static final int OVERHEAD_BYTES = 28 + 37;
  private static final int MTU_BYTES = 1435;

  private record Result(double megabits, double queueMillis, AssociationStatistics statistics) {}

  @Test
  void bbrBearsRandomLoss() {
    assertThat(run(Bbr::new, 100, 100, 0.005, 1, 16).megabits()).isGreaterThan(85);
    assertThat(run(Bbr::new, 20, 300, 0.02, 1, 30).megabits()).isGreaterThan(14);
    assertThat(run(Bbr::new, 50, 20, 0.01, 1, 10).megabits()).isGreaterThan(42);
  }

  @Test
  void bbrFillsLinksWithoutLoss() {
    assertThat(run(Bbr::new, 100, 100, 0, 1, 16).megabits()).isGreaterThan(89);
    assertThat(run(Bbr::new, 300, 2, 0, 1, 2).megabits()).isGreaterThan(270);
  }

  @Test
  void bbrKeepsABloatedBufferEmpty() {
    Result result = run(Bbr::new, 10, 50, 0, 20, 24);
    assertThat(result.megabits()).isGreaterThan(9);
    assertThat(result.queueMillis()).isLessThan(50);
    assertThat(result.statistics().dataBytesRetransmitted()).isZero();
  }

  @Test
  void cubicFillsLinksWithoutLossAndStarvesWithIt() {
    assertThat(run(Cubic::new, 100, 100, 0, 1, 16).megabits()).isGreaterThan(89);
    assertThat(run(Cubic::new, 100, 100, 0.005, 1, 16).megabits()).isLessThan(10);
  }

  @Test
  void cubicFillsABloatedBuffer() {
    assertThat(run(Cubic::new, 10, 50, 0, 20, 24).queueMillis()).isGreaterThan(500);
  }

  @Test
  void newRenoFillsShortLinks() {
    assertThat(run(NewReno::new, 100, 10, 0, 1, 4).megabits()).isGreaterThan(89);
  }

  @Test
  void acknowledgementsMayBeLostToo() {
    Result result = run(Bbr::new, 50, 40, 0, 1, 10, 0.3);
    assertThat(result.megabits()).isGreaterThan(44);
  }

  private static Result run(
      CongestionController.Factory controller,
      long megabits,
      long rttMillis,
      double loss,
      double queueBdp,
      int seconds) {
    return run(controller, megabits, rttMillis, loss, queueBdp, seconds, loss);
  }

  private static Result run(
      CongestionController.Factory controller,
      long megabits,
      long rttMillis,
      double loss,
      double queueBdp,
      int seconds,
      double lossOfAcknowledgements) {
    long rate = megabits * 1_000_000 / 8;
    long bdp = rate * rttMillis / 1_000;
    LinkSettings link =
        LinkSettings.PERFECT
            .withDelay(rttMillis * Simulation.MILLISECOND / 2)
            .withLoss(loss)
            .withRate(rate, Math.max((long) (queueBdp * bdp), 15_000), OVERHEAD_BYTES);
    AssociationOptions options =
        AssociationOptions.DEFAULT
            .withReceiving(64 << 20, 256 << 10)
            .withSending(64L << 20, 256 << 10)
            .withCongestion(controller);
    SimulatedPair pair =
        new SimulatedPair(1, options, options, link, link.withLoss(lossOfAcknowledgements));
    pair.toZ.mtu(MTU_BYTES);
    pair.toA.mtu(MTU_BYTES);
    pair.established();
    pair.z.forgetMessages();
    ByteBuffer message = ByteBuffer.allocate(60_000);
    pair.a.afterEach(
        () -> {
          while (pair.a.association().bufferedBytes() < Math.max(1 << 20, 4 * bdp)) {
            pair.a
                .association()
                .send(1, 53, SendOptions.RELIABLE, message, pair.simulation.nowNanos());
          }
        });
    pair.a.crank();
    pair.simulation.run(seconds * Simulation.SECOND / 2);
    long before = pair.z.receivedBytes();
    pair.toZ.resetMaxQueued();
    pair.simulation.run(seconds * Simulation.SECOND / 2);
    return new Result(
        (pair.z.receivedBytes() - before) * 8 / 1e6 / (seconds / 2.0),
        pair.toZ.maxQueuedBytes() * 1_000.0 / rate,
        pair.a.association().statistics());
  }
}
