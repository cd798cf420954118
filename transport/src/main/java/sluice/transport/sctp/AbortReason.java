package sluice.transport.sctp;

/// Why an association ended without a shutdown.
public enum AbortReason {
  /// {@link Association#abort} was called.
  BY_US,
  /// The peer sent ABORT.
  BY_PEER,
  /// The handshake got no answer within {@link AssociationOptions#maxHandshakeAttempts}.
  HANDSHAKE_UNANSWERED,
  /// The peer did not acknowledge within {@link AssociationOptions#maxRetransmissionTimeouts}; never by default.
  UNANSWERED,
  /// The shutdown got no answer.
  SHUTDOWN_UNANSWERED,
  /// The peer broke the protocol; it has been told by an ABORT with the cause.
  PROTOCOL_VIOLATION
}
