package sluice.signaling.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// When a client asks for fresh TURN credentials.
final class IceLeaseTest {
  private final IceLease lease = new IceLease();

  private static long seconds(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }

  @Test
  void halfALifetimeIsEnough() {
    lease.onOffer(3600, seconds(10));
    assertThat(lease.onTimeout(seconds(1809))).isFalse();
    assertThat(lease.deadlineNanos()).isEqualTo(seconds(1810));
    assertThat(lease.onTimeout(seconds(1810))).isTrue();
    assertThat(lease.onTimeout(seconds(1810))).isFalse();
  }

  @Test
  void whoGetsNoAnswerAsksAgain() {
    lease.onOffer(80, 0);
    assertThat(lease.onTimeout(seconds(40))).isTrue();
    assertThat(lease.onTimeout(seconds(49))).isFalse();
    assertThat(lease.onTimeout(seconds(50))).isTrue();
    lease.onOffer(80, seconds(51));
    assertThat(lease.deadlineNanos()).isEqualTo(seconds(91));
  }

  @Test
  void aSecondOfLifetimeIsNoFlood() {
    lease.onOffer(1, 0);
    assertThat(lease.onTimeout(seconds(1))).isTrue();
    assertThat(lease.deadlineNanos()).isEqualTo(seconds(6));
  }

  @Test
  void whatHoldsForEverIsNotAskedFor() {
    lease.onOffer(0, 0);
    assertThat(lease.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
    lease.onOffer(60, 0);
    lease.onRelayLost();
    assertThat(lease.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
  }
}
