package sluice.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Rates as people write them.
final class RateTest {
  @ParameterizedTest
  @CsvSource({
    "500k, 500000",
    "2M, 2000000",
    "1.5MB, 1500000",
    "10MiB, 10485760",
    "100Mbit, 12500000",
    "8kbit/s, 1000",
    "1000, 1000",
    "1Gbps, 125000000",
    "3MB/s, 3000000"
  })
  void aRateIsBytesASecond(String text, long bytesPerSecond) throws Exception {
    assertThat(Rate.parse("--limit", text)).isEqualTo(bytesPerSecond);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "fast", "1X", "1e9", "7bit", "99999999999T", "1.2.3"})
  void whatIsNoRateIsRefused(String text) {
    assertThatThrownBy(() -> Rate.parse("--limit", text)).isInstanceOf(UsageException.class);
  }
}
