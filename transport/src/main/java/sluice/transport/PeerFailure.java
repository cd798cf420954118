package sluice.transport;

/// Why a connection could not be made or could not go on. `detail` is for a log and holds text of the other end
/// unescaped.
public sealed interface PeerFailure {
  /// The other end's description cannot be used.
  record DescriptionRefused(String detail) implements PeerFailure {}

  /// No pair of candidates worked within the deadline.
  record NoRoute(String detail) implements PeerFailure {}

  /// The certificate shown is not the one whose fingerprint was signaled: somebody stands in between.
  record FingerprintMismatch() implements PeerFailure {}

  /// DTLS or SCTP could not be agreed upon.
  record HandshakeFailed(String detail) implements PeerFailure {}

  /// The path was lost and did not return in time.
  record ConnectionLost(String detail) implements PeerFailure {}

  /// So much went under one key that no more may, and the other end cannot renew it, as browsers cannot: the connection was
  /// closed in order.
  record KeyExhausted() implements PeerFailure {}

  /// The other end ended the connection without an orderly close.
  record AbortedByPeer(String detail) implements PeerFailure {}

  /// The other end broke a protocol.
  record ProtocolViolation(String detail) implements PeerFailure {}

  /// No socket could be opened, or the system refused it later.
  record LocalNetwork(String detail) implements PeerFailure {}

  /// A fault of our own; the log holds its stack trace.
  record OwnFault(String detail) implements PeerFailure {}
}
