package sluice.signaling.wire;

/// The limits of `docs/protocol.md`, section 7.
public final class WireLimits {
  /// Version of this protocol.
  public static final int VERSION = 1;

  /// The WebSocket subprotocol.
  public static final String SUBPROTOCOL = "sluice.v1";

  /// What is appended to the path of a relay's URI.
  public static final String ENDPOINT = "/rendezvous";

  /// Largest WebSocket text message, in bytes of UTF-8.
  public static final int MAX_FRAME_BYTES = 49_152;

  /// Largest payload between the two ends, decoded.
  public static final int MAX_PAYLOAD_BYTES = 33_024;

  /// How long a seat is kept for a client whose connection ended without `leave`.
  public static final long SEAT_GRACE_NANOS = 30_000_000_000L;

  /// How long a seat is kept for a client that fell silent without closing its connection.
  public static final long SILENT_GRACE_NANOS = 120_000_000_000L;

  /// Silence after which a WebSocket ping is sent.
  public static final long PING_AFTER_NANOS = 15_000_000_000L;

  /// Silence after which a connection counts as lost.
  public static final long SILENCE_LIMIT_NANOS = 30_000_000_000L;

  /// Largest binary message: datagrams that are forwarded, each after its length in two bytes.
  public static final int MAX_FORWARDED_BYTES = 16_384;

  /// The shortest: one datagram of one byte.
  public static final int MIN_FORWARDED_BYTES = 3;

  /// Longest datagram in it.
  public static final int MAX_DATAGRAM_BYTES = 1500;

  /// Rooms that one connection watches.
  public static final int MAX_WATCHED_ROOMS = 384;

  /// The year 9999: nobody's clock is beyond.
  static final long MAX_UNIX_SECONDS = 253_402_300_799L;

  static final int MAX_NESTING = 4;
  static final int MAX_TOKENS = 256;
  static final int MAX_NAME_LENGTH = 64;
  static final int MAX_NUMBER_LENGTH = 18;

  /// Characters of the sentence in a refusal.
  public static final int MAX_REFUSAL_TEXT = 256;

  /// ICE servers in one message.
  public static final int MAX_ICE_SERVERS = 8;

  /// URIs of one ICE server.
  public static final int MAX_ICE_URIS = 4;

  /// Characters of one ICE URI.
  public static final int MAX_ICE_URI_LENGTH = 256;

  /// Bytes of a user name in UTF-8 (RFC 8489, section 14.3: fewer than 509).
  public static final int MAX_ICE_USERNAME_BYTES = 508;

  /// Characters of a credential.
  public static final int MAX_ICE_CREDENTIAL_LENGTH = 512;

  private WireLimits() {}
}
