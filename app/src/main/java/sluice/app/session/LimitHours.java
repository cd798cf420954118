package sluice.app.session;

import java.time.LocalTime;

/// The hours of the day in which a limit holds, by this machine's clock.
///
/// @param from the first moment; later than `to` where midnight lies between
/// @param to when it no longer holds
public record LimitHours(LocalTime from, LocalTime to) {
  /// Whether it holds then.
  public boolean include(LocalTime time) {
    return from.isBefore(to)
        ? !time.isBefore(from) && time.isBefore(to)
        : !time.isBefore(from) || time.isBefore(to);
  }
}
