package sluice.app.ui;

import java.time.Duration;
import java.util.Locale;

/// Amounts in the words that people read.
public final class Quantity {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

  private Quantity() {}

  /// Bytes in decimal units with three digits, as disks and networks are sold: `1.05 GB`.
  public static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 999.5 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    if (unit == 0) {
      return bytes + " B";
    }
    String form = value < 9.995 ? "%.2f %s" : value < 99.95 ? "%.1f %s" : "%.0f %s";
    return String.format(Locale.ROOT, form, value, UNITS[unit]);
  }

  /// A rate in bytes for each second.
  public static String rate(long bytesPerSecond) {
    return bytes(bytesPerSecond) + "/s";
  }

  /// A time in its two largest units: `1.4 s`, `2 min 05 s`, `3 h 20 min`.
  public static String time(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
    }
    return String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds / 60 % 60);
  }

  /// As {@link #time}, but never in tenths: an estimate.
  static String wholeSeconds(Duration time) {
    return time.toSeconds() < 10 ? time.toSeconds() + " s" : time(time);
  }

  /// `1 file`, `3 files`.
  public static String count(long count, String singular) {
    return count + " " + singular + (count == 1 ? "" : "s");
  }
}
