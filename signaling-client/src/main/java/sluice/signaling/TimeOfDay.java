package sluice.signaling;

import java.time.Instant;
import java.util.function.LongSupplier;

/// What this machine knows of the time of day.
///
/// @param unixSeconds the local clock, which people and networks set
/// @param buildUnixSeconds when this program was built: a clock that shows less is wrong
public record TimeOfDay(LongSupplier unixSeconds, long buildUnixSeconds) {
  /// The system's clock.
  public static TimeOfDay ofSystem(Instant build) {
    return new TimeOfDay(() -> Instant.now().getEpochSecond(), build.getEpochSecond());
  }
}
