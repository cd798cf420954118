package sluice.app.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Durations as people write them: `90`, `90s`, `500ms`, `10m`, `1h30m`, `2d`.
final class TimeSpan {
  private static final Pattern PART = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)?");

  /// Ten years: more cannot be meant, and nanoseconds in 64 bits end at 292.
  private static final Duration MAX = Duration.ofDays(3652);

  private TimeSpan() {}

  static Duration parse(String text) throws UsageException {
    Matcher part = PART.matcher(text);
    Duration sum = Duration.ZERO;
    int end = 0;
    while (end < text.length() && part.find(end) && part.start() == end) {
      sum = sum.plus(duration(Long.parseLong(part.group(1)), part.group(2)));
      end = part.end();
    }
    if (end == 0 || end != text.length() || sum.isZero()) {
      throw new UsageException("'" + text + "' is not a duration: write it like 90s, 10m or 1h30m");
    }
    if (sum.compareTo(MAX) > 0) {
      throw new UsageException("'" + text + "' is longer than ten years");
    }
    return sum;
  }

  private static Duration duration(long amount, @Nullable String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      case "d" -> Duration.ofDays(amount);
      case null, default -> Duration.ofSeconds(amount);
    };
  }
}
