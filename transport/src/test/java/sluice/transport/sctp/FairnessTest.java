package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.transport.sctp.send.congestion.Bbr;
import sluice.transport.sctp.send.congestion.Cubic;
import sluice.transport.simulation.SharedPath;
import sluice.transport.simulation.Simulation;

/// Shares of a bottleneck of 100 Mbit/s and 40 ms: beside one CUBIC flow over the minute after the first 20 s, and of two
/// alike after half a minute; in virtual time, for several starts and sizes of the queue.
class FairnessTest {
  private static final double LINK_BYTES = 60 * 100e6 / 8;

  @ParameterizedTest(name = "queue {0} BDP, BBR begins at {1} ms, CUBIC at {2} ms")
  @CsvSource({"0.5, 0, 3000", "1, 0, 3000", "1, 3000, 0", "4, 0, 3000"})
  void besideCubic(double queue, long beginMillis, long cubicBeginMillis) {
    besideCubicHolds(queue, beginMillis, cubicBeginMillis);
  }

  @ParameterizedTest(name = "queue {0} BDP, the second begins after {1} ms")
  @CsvSource({"0.5, 5000", "1, 100", "1, 5000", "4, 1000"})
  void twoAlike(double queue, long secondMillis) {
    twoAlikeHold(queue, secondMillis, 0.95);
  }

  @Test
  @Tag("soak")
  void besideCubicFromManyStarts() {
    for (double queue : new double[] {0.5, 1, 4}) {
      for (long other = 0; other <= 12_000; other += 700) {
        besideCubicHolds(queue, 0, other);
        besideCubicHolds(queue, other, 0);
      }
    }
  }

  @Test
  @Tag("soak")
  void twoAlikeFromManyStarts() {
    for (double queue : new double[] {0.5, 1, 4}) {
      for (long second = 0; second <= 12_000; second += 700) {
        twoAlikeHold(queue, second, 0.93);
      }
    }
  }

  private static void besideCubicHolds(double queue, long beginMillis, long cubicBeginMillis) {
    SharedPath path = new SharedPath(7, 100, 40, queue, 0);
    path.flow(Bbr::new, beginMillis * Simulation.MILLISECOND);
    path.flow(Cubic::new, cubicBeginMillis * Simulation.MILLISECOND);
    path.run(Math.max(beginMillis, cubicBeginMillis) * Simulation.MILLISECOND);
    path.run(20 * Simulation.SECOND);
    long[] received = path.run(60 * Simulation.SECOND);
    double share = received[0] / LINK_BYTES;
    assertThat(share)
        .as("queue %s BDP, starts %d and %d ms", queue, beginMillis, cubicBeginMillis)
        .isBetween(queue == 1 ? 0.3 : 0.2, queue == 1 ? 0.65 : 0.8);
    assertThat((received[0] + received[1]) / LINK_BYTES).isGreaterThan(0.9);
  }

  private static void twoAlikeHold(double queue, long secondMillis, double jain) {
    SharedPath path = new SharedPath(3, 100, 40, queue, 0);
    path.flow(Bbr::new, 0);
    path.flow(Bbr::new, secondMillis * Simulation.MILLISECOND);
    path.run(secondMillis * Simulation.MILLISECOND);
    path.run(30 * Simulation.SECOND);
    assertThat(SharedPath.jain(path.run(10 * Simulation.SECOND)))
        .as("queue %s BDP, second after %d ms", queue, secondMillis)
        .isGreaterThan(jain);
  }
}
