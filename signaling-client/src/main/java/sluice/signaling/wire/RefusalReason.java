package sluice.signaling.wire;

/// Why a relay refuses: `docs/protocol.md`, section 2.5.
public enum RefusalReason {
  /// Nobody waits under this nameplate.
  UNKNOWN("unknown", 0),
  /// The seat is held by somebody else.
  OCCUPIED("occupied", 0),
  /// The wanted nameplate is in use.
  TAKEN("taken", 0),
  /// Too many failures or messages from this address.
  SLOW_DOWN("slow-down", 1008),
  /// The relay has no room left.
  FULL("full", 1013),
  /// This version is not spoken here.
  VERSION("version", 1008),
  /// Not a message of the protocol, or not allowed now.
  MALFORMED("malformed", 1008),
  /// Above a limit.
  TOO_LARGE("too-large", 1008),
  /// The same seat came back on another connection.
  REPLACED("replaced", 1000),
  /// The place lived longer than the relay allows.
  EXPIRED("expired", 1000),
  /// The relay ends.
  SHUTDOWN("shutdown", 1001);

  private final String wireName;
  private final int closeCode;

  RefusalReason(String wireName, int closeCode) {
    this.wireName = wireName;
    this.closeCode = closeCode;
  }

  /// The word on the wire.
  public String wireName() {
    return wireName;
  }

  /// Whether the relay closes the connection after it.
  public boolean closes() {
    return closeCode != 0;
  }

  /// The WebSocket close code (RFC 6455, section 7.4.1), or 0 where the connection stays open.
  public int closeCode() {
    return closeCode;
  }
}
