package sluice.signaling;

/// Why an end takes its leave.
public enum ByeReason {
  /// All is done.
  DONE(0),
  /// Its user cancelled.
  CANCELLED(1),
  /// It failed.
  FAILED(2),
  /// It declined what was offered.
  DECLINED(3);

  private final int wireValue;

  ByeReason(int wireValue) {
    this.wireValue = wireValue;
  }

  /// The byte on the wire.
  public int wireValue() {
    return wireValue;
  }
}
