package sluice.app.snapshots;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Which snapshots are kept: `daily:7,weekly:4,monthly:12` keeps the last one of each of the last seven days on which
/// there was one, and so on, in UTC. What no rule keeps goes.
///
/// @param rules each period once; empty to keep everything
public record Schedule(List<Rule> rules) {
  /// Nothing ever goes.
  public static final Schedule EVERYTHING = new Schedule(List.of());

  /// So many of the newest are never pruned.
  public static final int NEVER_PRUNED = 3;

  private static final Pattern RULE =
      Pattern.compile("(hourly|daily|weekly|monthly|yearly):(\\d{1,6})");

  /// @param count of periods with a snapshot, at least 1
  public record Rule(Period period, int count) {}

  /// A span of time of which one snapshot is kept.
  public enum Period {
    HOURLY(Duration.ofHours(1)),
    DAILY(Duration.ofDays(1)),
    WEEKLY(Duration.ofDays(7)),
    MONTHLY(Duration.ofDays(31)),
    YEARLY(Duration.ofDays(366));

    private final Duration length;

    Period(Duration length) {
      this.length = length;
    }

    /// Equal for two times in one period.
    private long of(Instant time) {
      LocalDate day = LocalDate.ofInstant(time, ZoneOffset.UTC);
      return switch (this) {
        case HOURLY -> Math.floorDiv(time.getEpochSecond(), 3600L);
        case DAILY -> day.toEpochDay();
        // From Monday on: 1970 began on a Thursday.
        case WEEKLY -> Math.floorDiv(day.toEpochDay() + 3, 7L);
        case MONTHLY -> day.getYear() * 12L + day.getMonthValue();
        case YEARLY -> day.getYear();
      };
    }
  }

  public Schedule {
    rules = List.copyOf(rules);
  }

  /// @throws IllegalArgumentException with a sentence for people, if the text is no schedule
  public static Schedule parse(String text) {
    List<Rule> rules = new ArrayList<>();
    Set<Period> named = EnumSet.noneOf(Period.class);
    for (String part : text.strip().toLowerCase(Locale.ROOT).split(",", -1)) {
      Matcher form = RULE.matcher(part.strip());
      if (!form.matches()) {
        throw wrong(text);
      }
      Period period = Period.valueOf(form.group(1).toUpperCase(Locale.ROOT));
      int count = Integer.parseInt(form.group(2));
      if (count < 1 || !named.add(period)) {
        throw wrong(text);
      }
      rules.add(new Rule(period, count));
    }
    return new Schedule(rules);
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "takes PERIOD:COUNT, comma between them, each period once, like"
            + " daily:7,weekly:4,monthly:12 (hourly, daily, weekly, monthly, yearly), not '"
            + text
            + "'");
  }

  /// As it is written.
  public String text() {
    return rules.stream()
        .map(rule -> rule.period().name().toLowerCase(Locale.ROOT) + ":" + rule.count())
        .collect(Collectors.joining(","));
  }

  /// Which snapshots go, now that one was completed. None where the clock cannot be trusted: where it is behind any
  /// snapshot but the newest, or where it has jumped so far that the schedule's whole span lies between the newest
  /// snapshot and the one before. Never one of the last three.
  ///
  /// @param complete all complete snapshots, the one just completed among them
  /// @param now when that was
  public List<SnapshotName> prune(List<SnapshotName> complete, Instant now) {
    List<SnapshotName> newestFirst = new ArrayList<>(new TreeSet<>(complete).descendingSet());
    if (rules.isEmpty() || newestFirst.size() <= NEVER_PRUNED || isClockInDoubt(newestFirst, now)) {
      return List.of();
    }
    Set<SnapshotName> kept = new HashSet<>(newestFirst.subList(0, NEVER_PRUNED));
    for (Rule rule : rules) {
      Set<Long> periods = new HashSet<>();
      for (SnapshotName snapshot : newestFirst) {
        if (periods.size() < rule.count() && periods.add(rule.period().of(snapshot.time()))) {
          kept.add(snapshot);
        }
      }
    }
    return newestFirst.stream().filter(snapshot -> !kept.contains(snapshot)).toList();
  }

  private boolean isClockInDoubt(List<SnapshotName> newestFirst, Instant now) {
    Instant newest = newestFirst.getFirst().time();
    Instant before = newestFirst.get(1).time();
    boolean behind =
        newestFirst.stream().anyMatch(snapshot -> snapshot.time().isAfter(now))
            || before.isAfter(newest);
    return behind || Duration.between(before, now).compareTo(span()) > 0;
  }

  private Duration span() {
    return rules.stream()
        .map(rule -> rule.period().length.multipliedBy(rule.count()))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }
}
