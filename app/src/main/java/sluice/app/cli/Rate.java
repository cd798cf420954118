package sluice.app.cli;

import java.time.LocalTime;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import sluice.app.session.LimitHours;

/// Rates as people write them, in bytes a second: `500k`, `2M`, `1.5MB`, `10MiB`, and `100Mbit` in bits.
final class Rate {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?)([kmgt]i?)?(b|bit|bps)?(?:/s)?");
  private static final Map<String, Double> FACTORS =
      Map.of(
          "k", 1e3, "m", 1e6, "g", 1e9, "t", 1e12, "ki", 0x1p10, "mi", 0x1p20, "gi", 0x1p30, "ti",
          0x1p40);
  private static final String HOUR = "((?:[01]\\d|2[0-3]):[0-5]\\d)";
  private static final Pattern HOURS = Pattern.compile(HOUR + "-" + HOUR);
  private static final double MOST = 1e15;

  private Rate() {}

  /// Adds `--limit` to a command that moves data.
  static void addLimitTo(CommandSpec spec) {
    spec.addOption(
        GlobalOptions.text(
            "--limit",
            "RATE",
            "No faster than RATE bytes a second: 500k, 2M, 10MiB, or in bits 100Mbit. Either side"
                + " may say it."));
  }

  /// What was said.
  static OptionalLong limit(ParseResult parsed) throws UsageException {
    Optional<String> text = GlobalOptions.value(parsed, "--limit");
    return text.isPresent() ? OptionalLong.of(parse("--limit", text.get())) : OptionalLong.empty();
  }

  /// Adds `--limit` that may be bound to hours of the day.
  static void addLimitByHoursTo(CommandSpec spec) {
    spec.addOption(
        GlobalOptions.text(
            "--limit",
            "RATE[@HH:MM-HH:MM]",
            "No faster than RATE bytes a second: 500k, 2M, 10MiB, or in bits 100Mbit; with hours"
                + " only then, by this machine's clock: 2MB/s@07:00-19:00 (when it sends)."));
  }

  /// The rate of such a `--limit`.
  static OptionalLong limitByHours(ParseResult parsed) throws UsageException {
    Optional<String> text = GlobalOptions.value(parsed, "--limit");
    return text.isPresent()
        ? OptionalLong.of(parse("--limit", text.get().split("@", 2)[0]))
        : OptionalLong.empty();
  }

  /// Its hours; nothing for all day.
  static Optional<LimitHours> hours(ParseResult parsed) throws UsageException {
    Optional<String> text = GlobalOptions.value(parsed, "--limit");
    if (text.isEmpty() || text.get().indexOf('@') < 0) {
      return Optional.empty();
    }
    Matcher form = HOURS.matcher(text.get().split("@", 2)[1]);
    if (!form.matches() || form.group(1).equals(form.group(2))) {
      throw new UsageException(
          "--limit takes hours like 2MB/s@07:00-19:00, not '" + text.get() + "'");
    }
    return Optional.of(
        new LimitHours(LocalTime.parse(form.group(1)), LocalTime.parse(form.group(2))));
  }

  /// Bytes a second, at least 1.
  static long parse(String option, String text) throws UsageException {
    Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!form.matches()) {
      throw wrong(option, text);
    }
    double value = Double.parseDouble(form.group(1));
    String unit = form.group(2);
    if (unit != null) {
      value *= FACTORS.getOrDefault(unit, 1.0);
    }
    if ("bit".equals(form.group(3)) || "bps".equals(form.group(3))) {
      value /= Byte.SIZE;
    }
    if (value < 1 || value > MOST) {
      throw wrong(option, text);
    }
    return (long) value;
  }

  private static UsageException wrong(String option, String text) {
    return new UsageException(
        option
            + " takes bytes a second, like 500k or 2M, or bits like 100Mbit, not '"
            + text
            + "'");
  }
}
