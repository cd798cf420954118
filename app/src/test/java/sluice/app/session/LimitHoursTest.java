package sluice.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalTime;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import sluice.app.compression.PackingChoice;

final class LimitHoursTest {
  private static LimitHours hours(String from, String to) {
    return new LimitHours(LocalTime.parse(from), LocalTime.parse(to));
  }

  @Test
  void theyBeginAndEnd() {
    LimitHours day = hours("07:00", "19:00");
    assertThat(day.include(LocalTime.parse("06:59:59"))).isFalse();
    assertThat(day.include(LocalTime.parse("07:00"))).isTrue();
    assertThat(day.include(LocalTime.parse("18:59:59"))).isTrue();
    assertThat(day.include(LocalTime.parse("19:00"))).isFalse();
  }

  @Test
  void midnightMayLieBetween() {
    LimitHours night = hours("22:00", "06:00");
    assertThat(night.include(LocalTime.parse("23:00"))).isTrue();
    assertThat(night.include(LocalTime.parse("05:59"))).isTrue();
    assertThat(night.include(LocalTime.parse("12:00"))).isFalse();
  }

  @Test
  void aTransferCrossesTheirBorders() {
    AtomicBoolean inForce = new AtomicBoolean();
    LinkUse link = new LinkUse(new PackingChoice(), OptionalLong.of(1000), inForce::get);
    assertThat(link.room(10_000_000, 0)).isEqualTo(10_000_000);
    link.sent(10_000_000);
    inForce.set(true);
    long second = TimeUnit.SECONDS.toNanos(1);
    assertThat(link.room(10_000_000, second)).isLessThanOrEqualTo(65_536);
    link.sent(65_536);
    assertThat(link.room(10_000_000, second)).isLessThan(1000);
    assertThat(link.deadlineNanos()).isLessThan(Long.MAX_VALUE);
    inForce.set(false);
    assertThat(link.room(10_000_000, 2 * second)).isEqualTo(10_000_000);
    assertThat(link.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
  }
}
