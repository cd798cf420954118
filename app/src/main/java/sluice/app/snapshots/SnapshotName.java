package sluice.app.snapshots;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a snapshot is called: when it was completed, in UTC, and the how manyth it is. The number alone tells the order:
/// clocks are set back.
///
/// @param time in whole seconds
/// @param number from 1 on
public record SnapshotName(Instant time, long number) implements Comparable<SnapshotName> {
  /// What a snapshot's manifest is called, after its name.
  public static final String SUMS_SUFFIX = ".sha256";

  private static final Pattern FORM = Pattern.compile("(\\d{4}-\\d{2}-\\d{2}T\\d{6})Z-(\\d{6,12})");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HHmmss", Locale.ROOT);

  public SnapshotName {
    time = time.truncatedTo(ChronoUnit.SECONDS);
    if (number < 1) {
      throw new IllegalArgumentException("snapshot " + number);
    }
  }

  /// `2026-11-20T193000Z-000042`.
  public String text() {
    String stamp = LocalDateTime.ofInstant(time, ZoneOffset.UTC).format(TIME);
    return stamp + String.format(Locale.ROOT, "Z-%06d", number);
  }

  /// Nothing where a snapshot is not called so.
  public static Optional<SnapshotName> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    try {
      Instant time = LocalDateTime.parse(form.group(1), TIME).toInstant(ZoneOffset.UTC);
      long number = Long.parseLong(form.group(2));
      return number < 1 ? Optional.empty() : Optional.of(new SnapshotName(time, number));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// By their numbers.
  @Override
  public int compareTo(SnapshotName other) {
    return Long.compare(number, other.number);
  }
}
