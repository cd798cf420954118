package sluice.signaling.wire;

/// Leaves the parser of one message; never this package.
final class MalformedException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedException(String reason) {
    super(reason, null, false, false);
  }

  MalformedException(String reason, Throwable cause) {
    super(reason, cause, false, false);
  }

  String reason() {
    String reason = getMessage();
    return reason == null ? "malformed" : reason;
  }
}
