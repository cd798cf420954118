package sluice.transport.dtls;

/// RFC 5246, section 7.2.
///
/// @param description what happened, as in its list of 0 (close_notify) to 110
record Alert(int level, int description) {

  static final int SIZE_BYTES = 2;

  private static final int WARNING = 1;
  private static final int FATAL = 2;

  static final Alert CLOSE_NOTIFY = new Alert(WARNING, 0);

  static Alert read(byte[] from, int offset) {
    return new Alert(from[offset], from[offset + 1] & 0xff);
  }

  byte[] bytes() {
    return new byte[] {(byte) level, (byte) description};
  }

  boolean isCloseNotify() {
    return description == CLOSE_NOTIFY.description;
  }

  boolean isFatal() {
    return level == FATAL;
  }
}
