package sluice.app.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The average holds, whatever the pieces.
final class RateLimitTest {
  private static final long SECOND = 1_000_000_000;

  @ParameterizedTest
  @ValueSource(longs = {1_000, 100_000, 12_500_000, 1_000_000_000})
  void theAverageHolds(long bytesPerSecond) {
    int piece = 65_536;
    RateLimit limit = new RateLimit(bytesPerSecond, piece);
    long nowNanos = 0;
    long sent = 0;
    while (nowNanos < 1_000 * SECOND && sent < 1L << 32) {
      nowNanos = limit.dueNanos(piece, nowNanos);
      assertThat(limit.available(nowNanos)).isGreaterThanOrEqualTo(piece);
      limit.spend(piece);
      sent += piece;
    }
    double rate = (sent - Math.max(piece, bytesPerSecond / 10.0)) / (nowNanos / 1e9);
    assertThat(rate).isBetween(bytesPerSecond * 0.99, bytesPerSecond * 1.01);
  }

  @Test
  void aPauseIsNotMadeUpForByABurst() {
    RateLimit limit = new RateLimit(1_000_000, 1_000);
    limit.spend(limit.available(0));
    assertThat(limit.available(100 * SECOND)).isEqualTo(100_000);
  }

  @Test
  void whatIsOwedIsWaitedFor() {
    RateLimit limit = new RateLimit(1_000, 1_000);
    limit.spend(3_000);
    assertThat(limit.available(0)).isEqualTo(-2_000);
    assertThat(limit.dueNanos(1_000, 0)).isEqualTo(3 * SECOND);
  }
}
