package sluice.transport.channel;

/// What a message is to the application (RFC 8831, section 6.6).
public enum MessageKind {
  /// UTF-8 text; whether a received one is valid UTF-8 has not been checked.
  TEXT,
  /// Bytes.
  BINARY
}
