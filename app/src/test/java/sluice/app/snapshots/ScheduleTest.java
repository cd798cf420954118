package sluice.app.snapshots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScheduleTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T01:00:00Z");

  private static List<SnapshotName> nightly(int nights) {
    List<SnapshotName> names = new ArrayList<>();
    for (int night = 0; night < nights; night++) {
      names.add(new SnapshotName(BEGIN.plus(Duration.ofDays(night)), night + 1));
    }
    return names;
  }

  private static List<Long> kept(String schedule, List<SnapshotName> names, Instant now) {
    List<SnapshotName> kept = new ArrayList<>(names);
    kept.removeAll(Schedule.parse(schedule).prune(names, now));
    return kept.stream().map(SnapshotName::number).toList();
  }

  @Test
  void daysWeeksAndMonthsAreKept() {
    List<SnapshotName> names = nightly(100);
    Instant now = names.getLast().time();
    // 2026-04-10 is a Friday: the last of its week so far is today's; Sundays before.
    assertThat(kept("daily:7,weekly:4,monthly:12", names, now))
        .containsExactly(31L, 59L, 81L, 88L, 90L, 94L, 95L, 96L, 97L, 98L, 99L, 100L);
  }

  @Test
  void theLastThreeStayWhateverTheSchedule() {
    List<SnapshotName> names = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      names.add(new SnapshotName(BEGIN.plusSeconds(i), i));
    }
    assertThat(kept("daily:1", names, BEGIN.plusSeconds(6))).containsExactly(4L, 5L, 6L);
  }

  @Test
  void periodsWithoutASnapshotDoNotCount() {
    List<SnapshotName> names = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      names.add(new SnapshotName(BEGIN.plus(Duration.ofDays(3L * i)), i + 1));
    }
    assertThat(kept("daily:5", names, names.getLast().time())).containsExactly(2L, 3L, 4L, 5L, 6L);
  }

  @Test
  void nothingGoesWhileTheClockIsBehindASnapshot() {
    List<SnapshotName> names = nightly(30);
    names.add(3, new SnapshotName(BEGIN.plus(Duration.ofDays(400)), 1000));
    assertThat(Schedule.parse("daily:3").prune(names, BEGIN.plus(Duration.ofDays(30)))).isEmpty();
  }

  @Test
  void nothingGoesWhenTheClockHasJumpedPastTheSchedule() {
    List<SnapshotName> names = nightly(10);
    Instant later = BEGIN.plus(Duration.ofDays(20));
    names.add(new SnapshotName(later, 11));
    assertThat(Schedule.parse("daily:3").prune(names, later)).isEmpty();
    Instant next = later.plus(Duration.ofDays(1));
    names.add(new SnapshotName(next, 12));
    assertThat(Schedule.parse("daily:3").prune(names, next)).isNotEmpty();
  }

  @Test
  void withoutRulesEverythingStays() {
    assertThat(Schedule.EVERYTHING.prune(nightly(50), BEGIN.plus(Duration.ofDays(49)))).isEmpty();
  }

  @Test
  void itIsWrittenAsItIsRead() {
    assertThat(Schedule.parse(" Daily:7, weekly:4 ").text()).isEqualTo("daily:7,weekly:4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "daily",
        "daily:0",
        "daily:1,daily:2",
        "fortnightly:2",
        "daily:-1",
        "daily:1,"
      })
  void whatIsNoScheduleIsRefused(String text) {
    assertThatThrownBy(() -> Schedule.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesAreReadAsTheyAreWritten() {
    SnapshotName name = new SnapshotName(Instant.parse("2026-11-20T19:30:00.5Z"), 42);
    assertThat(name.text()).isEqualTo("2026-11-20T193000Z-000042");
    assertThat(SnapshotName.parse(name.text())).contains(name);
    for (String other :
        List.of(
            "", "2026-11-20T193000Z-42", "2026-13-20T193000Z-000042", "tree", name.text() + "x")) {
      assertThat(SnapshotName.parse(other)).isEmpty();
    }
  }
}
