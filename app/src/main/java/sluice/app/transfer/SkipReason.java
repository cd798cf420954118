package sluice.app.transfer;

/// Why a receiver does not take an entry.
public enum SkipReason {
  /// The target exists and stays.
  EXISTS("exists"),
  /// The target is the same already.
  IDENTICAL("identical"),
  /// A symlink that leads out of what is received.
  UNSAFE_LINK("unsafe-link"),
  /// A hard link whose file is not there.
  NO_ORIGINAL("no-original"),
  /// The receiver's system has nothing like it.
  UNSUPPORTED("unsupported"),
  /// What a later version may say.
  OTHER("other");

  private final String wireName;

  SkipReason(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  /// Whether something is missing at the receiver that its user did not choose to leave out.
  public boolean isProblem() {
    return switch (this) {
      case UNSAFE_LINK, NO_ORIGINAL, UNSUPPORTED -> true;
      case EXISTS, IDENTICAL, OTHER -> false;
    };
  }

  static SkipReason of(String wireName) {
    for (SkipReason reason : values()) {
      if (reason.wireName.equals(wireName)) {
        return reason;
      }
    }
    return OTHER;
  }
}
