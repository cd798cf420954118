package sluice.app.relay;

import java.nio.ByteBuffer;

/// How much a relay forwards between the two in a room, when nothing else connects them.
///
/// @param bytesPerSecond of one session, both directions together
/// @param bytesOfSession in all; `Long.MAX_VALUE` for no end
public record ForwardLimits(int bytesPerSecond, long bytesOfSession) {
  /// A slower rate carries no transfer worth the name, and could not pass one message at once.
  public static final int MIN_BYTES_PER_SECOND = 16_384;

  /// What a message costs beside its bytes: tiny ones are no way to more than a session's share, neither
  /// of the rate nor of the memory.
  static final int MESSAGE_OVERHEAD_BYTES = 64;

  private static final int LEAST_MESSAGES_PER_SECOND = 2_000;
  private static final int LEAST_BYTES_OF_USUAL_MESSAGE = 512;

  public ForwardLimits {
    if (bytesPerSecond < MIN_BYTES_PER_SECOND || bytesOfSession <= 0) {
      throw new IllegalArgumentException("a rate of at least " + MIN_BYTES_PER_SECOND + " bytes/s");
    }
  }

  /// What a message counts for, in a queue and in the rate.
  static int cost(ByteBuffer message) {
    return message.remaining() + MESSAGE_OVERHEAD_BYTES;
  }

  /// How many messages one connection may send; a transfer at the full rate stays far below it.
  RelayLimits.Rate messages() {
    return messages(bytesPerSecond);
  }

  /// The same at a relay that forwards nothing.
  static RelayLimits.Rate fewestMessages() {
    return messages(MIN_BYTES_PER_SECOND);
  }

  private static RelayLimits.Rate messages(int bytesPerSecond) {
    int perSecond =
        Math.max(LEAST_MESSAGES_PER_SECOND, bytesPerSecond / LEAST_BYTES_OF_USUAL_MESSAGE);
    return new RelayLimits.Rate(perSecond, perSecond);
  }

  /// What may wait in each direction: a tenth of a second, and some messages at least. More would only
  /// be late.
  int queueBytes() {
    return Math.max(65_536, bytesPerSecond / 10);
  }
}
