package sluice.app.relay;

/// How much a relay forwards between the two in a room, when nothing else connects them.
///
/// @param bytesPerSecond of one session, both directions together
/// @param bytesOfSession in all; `Long.MAX_VALUE` for no end
public record ForwardLimits(int bytesPerSecond, long bytesOfSession) {
  /// A slower rate carries no transfer worth the name, and could not pass one message at once.
  public static final int MIN_BYTES_PER_SECOND = 16_384;

  public ForwardLimits {
    if (bytesPerSecond < MIN_BYTES_PER_SECOND || bytesOfSession <= 0) {
      throw new IllegalArgumentException("a rate of at least " + MIN_BYTES_PER_SECOND + " bytes/s");
    }
  }

  /// What may wait in each direction: a tenth of a second, and some messages at least. More would only
  /// be late.
  int queueBytes() {
    return Math.max(65_536, bytesPerSecond / 10);
  }
}
