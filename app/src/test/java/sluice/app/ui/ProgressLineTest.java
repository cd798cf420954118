package sluice.app.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProgressLineTest {
  private static final UiEvent.Path LAN =
      new UiEvent.Path(
          UiEvent.RouteName.LAN,
          InetSocketAddress.createUnresolved("a", 1),
          InetSocketAddress.createUnresolved("b", 2),
          Duration.ofMillis(1));
  private static final UiEvent.Progress HALF =
      new UiEvent.Progress(500_000_000, 1_000_000_000, 100_000_000);

  @Test
  void theLineTellsBytesRateTimeLeftAndRoute() {
    assertThat(ProgressView.progressLine(HALF, LAN, 120))
        .isEqualTo(" 50 %  500 MB of 1.00 GB  100 MB/s  5 s left  lan  [##########----------]");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 10, 20, 40, 79})
  void theLineFitsTheTerminal(int columns) {
    assertThat(ProgressView.progressLine(HALF, LAN, columns).length()).isLessThanOrEqualTo(columns);
  }

  @Test
  void withoutATotalThereIsNoPercentage() {
    assertThat(ProgressView.progressLine(new UiEvent.Progress(5, -1, 2), null, 80))
        .isEqualTo("5 B  2 B/s");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.00 kB",
    "9994, 9.99 kB",
    "9995, 10.0 kB",
    "99949, 99.9 kB",
    "999499, 999 kB",
    "999500, 1.00 MB",
    "9223372036854775807, 9.22 EB"
  })
  void amountsHaveThreeDigits(long bytes, String text) {
    assertThat(Quantity.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"1400, 1.4 s", "59999, 59 s", "125000, 2 min 05 s", "12000000, 3 h 20 min"})
  void timesHaveTwoUnits(long millis, String text) {
    assertThat(Quantity.time(Duration.ofMillis(millis))).isEqualTo(text);
  }
}
