package sluice.transport.dtls;

/// Why a record was dropped. RFC 6347, section 4.1.2.7: "invalid records SHOULD be silently
/// discarded, thus preserving the association".
public enum Rejection {
  /// Shorter than its header says, or too short to hold a nonce and a tag.
  TRUNCATED,
  /// More plaintext than 2^14 bytes.
  TOO_LONG,
  /// Not application data or an alert.
  WRONG_TYPE,
  /// Not DTLS 1.2.
  WRONG_VERSION,
  /// Not epoch 1.
  WRONG_EPOCH,
  /// Received before, or so old that this can no longer be known.
  REPLAYED,
  /// Its tag does not fit: damaged, or forged.
  FORGED
}
