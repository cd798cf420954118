package sluice.transport.turn;

/// Why there is no allocation, or none any more.
public sealed interface TurnFailure {
  /// The server does not know our credential, or no longer.
  record CredentialRefused() implements TurnFailure {}

  /// Nothing answered a request within its time.
  record Unanswered() implements TurnFailure {}

  /// The server has forgotten the allocation (437, or its lifetime is over): it was restarted, or sees us elsewhere.
  record Forgotten() implements TurnFailure {}

  /// The server said no.
  ///
  /// @param code 300 to 699: 403 forbidden, 440 address family, 442 transport, 486 quota, 508 capacity
  record Refused(int code) implements TurnFailure {}

  /// The server's answers make no sense.
  record Malformed(String detail) implements TurnFailure {}
}
