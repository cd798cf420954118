package sluice.signaling.wire;

/// What a relay says about the other seat of a place.
public enum Presence {
  /// Never taken yet. Only in `seated`.
  NONE("none"),
  /// Taken, and its connection stands.
  HERE("here"),
  /// Taken, its connection lost, kept for [WireLimits#SEAT_GRACE_NANOS].
  AWAY("away"),
  /// Taken, its connection ended by silence alone, kept for [WireLimits#SILENT_GRACE_NANOS]: a machine
  /// that sleeps closes nothing.
  SILENT("silent"),
  /// Given up. Only in `peer`.
  LEFT("left");

  private final String wireName;

  Presence(String wireName) {
    this.wireName = wireName;
  }

  /// The word on the wire.
  public String wireName() {
    return wireName;
  }
}
