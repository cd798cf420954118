package sluice.app.transfer;

import java.util.OptionalLong;

/// @param conflicts what to do where a target exists
/// @param hashes which hashes the user wants to see
/// @param bytesPerSecond no more than so many, if anything is said
public record ReceiveOptions(ConflictPolicy conflicts, Hashes hashes, OptionalLong bytesPerSecond) {
  /// As fast as it goes.
  public ReceiveOptions(ConflictPolicy conflicts, Hashes hashes) {
    this(conflicts, hashes, OptionalLong.empty());
  }
}
