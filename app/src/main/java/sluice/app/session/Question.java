package sluice.app.session;

/// What a person is asked in the middle of a session.
sealed interface Question {
  /// Whether the verification words agree.
  record WordsAgree() implements Question {}

  /// Whether the offer is accepted.
  record AcceptOffer() implements Question {}

  /// What to do with a file whose target exists.
  record Conflict(int id) implements Question {}
}
