package sluice.signaling.wire;

/// The two seats of a place.
public enum Role {
  /// A, who made the code.
  MAKER("a"),
  /// B, who typed it.
  JOINER("b");

  private final String wireName;

  Role(String wireName) {
    this.wireName = wireName;
  }

  /// The letter on the wire.
  public String wireName() {
    return wireName;
  }

  /// The other seat.
  public Role other() {
    return this == MAKER ? JOINER : MAKER;
  }
}
