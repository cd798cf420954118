package sluice.transport.channel;

/// The payload protocol identifiers of WebRTC (RFC 8831, section 8).
final class PayloadProtocol {
  static final int DCEP = 50;
  static final int STRING = 51;
  static final int BINARY_PARTIAL = 52;
  static final int BINARY = 53;
  static final int STRING_PARTIAL = 54;
  static final int STRING_EMPTY = 56;
  static final int BINARY_EMPTY = 57;

  private PayloadProtocol() {}

  static int of(MessageKind kind) {
    return switch (kind) {
      case TEXT -> STRING;
      case BINARY -> BINARY;
    };
  }

  /// SCTP has no empty messages: one zero byte under an identifier of its own stands for one
  /// (RFC 8831, section 6.6).
  static int ofEmpty(MessageKind kind) {
    return switch (kind) {
      case TEXT -> STRING_EMPTY;
      case BINARY -> BINARY_EMPTY;
    };
  }
}
