package sluice.transport.sctp.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What is known of the round trip, and what of the path before is forgotten.
class RttEstimatorTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  @Test
  void nothingOfTheOldPathIsKept() {
    var rtt = new RttEstimator(SECOND, SECOND / 5, 60 * SECOND);
    rtt.onSample(SECOND / 2, 1);
    assertThat(rtt.longestNanos()).isEqualTo(SECOND / 2 + 4 * (SECOND / 4));
    rtt.forget();
    assertThat(rtt.isKnown()).isFalse();
    assertThat(rtt.longestNanos()).isZero();
    assertThat(rtt.minNanos()).isZero();
    assertThat(rtt.rtoNanos()).isEqualTo(SECOND);
  }
}
