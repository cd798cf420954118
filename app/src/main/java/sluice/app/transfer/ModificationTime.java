package sluice.app.transfer;

/// A file's modification time, in seconds since 1970 (negative before) and nanoseconds from 0 to 999,999,999.
public record ModificationTime(long seconds, int nanos) {
  /// Whether the protocol has a number for it. Both bounds are asked for, since the least `long` has no absolute value.
  public boolean isExpressible() {
    return seconds >= -Limits.MAX_NUMBER && seconds <= Limits.MAX_NUMBER;
  }
}
