package sluice.app.transfer;

import org.jspecify.annotations.Nullable;

/// Why a sender does not send a file that it offered: the payload of an `ABANDON`.
public enum AbandonReason {
  NOT_FOUND(1, "it is no longer there"),
  UNREADABLE(2, "it may not be read"),
  READ_ERROR(3, "reading it failed"),
  NOT_REGULAR(4, "it is no longer a regular file"),
  SHORTER(5, "it became shorter than it was when offered"),
  SKIPPED(6, "the receiver skipped it"),
  SOURCE_FAILED(7, "what it came from failed");

  private final int wireCode;
  private final String sentence;

  AbandonReason(int wireCode, String sentence) {
    this.wireCode = wireCode;
    this.sentence = sentence;
  }

  int wireCode() {
    return wireCode;
  }

  /// For people: completes "NAME was not sent: …".
  public String sentence() {
    return sentence;
  }

  static @Nullable AbandonReason of(int wireCode) {
    for (AbandonReason reason : values()) {
      if (reason.wireCode == wireCode) {
        return reason;
      }
    }
    return null;
  }
}
