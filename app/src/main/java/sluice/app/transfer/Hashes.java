package sluice.app.transfer;

/// Which hashes are computed.
public enum Hashes {
  /// XXH3-128 of each range.
  RANGES,
  /// SHA-256 of each file as well, at both ends.
  SHA256
}
