package sluice.app.transfer;

/// The other side's message is not what the specification allows. Never leaves an engine. Its message is for people
/// and holds nothing of the other side's text but field names that we know.
final class MalformedMessageException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedMessageException(String message) {
    super(message, null, false, false);
  }
}
