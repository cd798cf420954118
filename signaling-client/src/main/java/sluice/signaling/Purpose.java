package sluice.signaling;

/// What a pairing is for. Both ends must want the same; it is bound into the PAKE and never told to
/// a relay.
public enum Purpose {
  /// The maker sends, the joiner receives.
  SEND(1),
  /// Both directions of stdin and stdout.
  PIPE(2),
  /// A pairing to be kept.
  PAIR(3),
  /// A meeting of paired peers.
  PEER(4),
  /// A session that takes up an earlier one.
  RESUME(5);

  private final int wireValue;

  Purpose(int wireValue) {
    this.wireValue = wireValue;
  }

  /// The byte in the identities and in a refusal.
  public int wireValue() {
    return wireValue;
  }
}
