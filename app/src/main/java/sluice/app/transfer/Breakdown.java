package sluice.app.transfer;

import org.jspecify.annotations.Nullable;

/// A transfer that ends early: what this side says of it, and what it still tells the other side.
///
/// @param lastWord null where the other side knows, or cannot be reached
record Breakdown(TransferFailure failure, @Nullable ControlMessage lastWord) {
  /// The other side broke a rule.
  static Breakdown violation(MalformedMessageException violation) {
    return refusal(ErrorCode.PROTOCOL, -1, String.valueOf(violation.getMessage()));
  }

  static Breakdown objection(ControlMessage.Failed objection) {
    return new Breakdown(
        new TransferFailure.Refused(objection.code(), objection.message()), objection);
  }

  /// This side's disk, or what else is on this side, does not let it go on.
  static Breakdown local(ErrorCode code, int id, String sentence) {
    return new Breakdown(
        new TransferFailure.Local(code, sentence), new ControlMessage.Failed(code, id, sentence));
  }

  /// What the disk's side reports: some of it is the other side's doing.
  static Breakdown disk(DestinationResult.Failed failed) {
    return switch (failed.code()) {
      case UNSAFE_NAME, HASH_MISMATCH, PROTOCOL ->
          refusal(failed.code(), failed.id(), failed.sentence());
      default -> local(failed.code(), failed.id(), failed.sentence());
    };
  }

  static Breakdown exists(ManifestEntry entry) {
    String sentence = entry.name().display() + " exists already and may not be replaced.";
    return local(ErrorCode.EXISTS, entry.id(), sentence);
  }

  static Breakdown remote(ControlMessage.Failed said) {
    return new Breakdown(new TransferFailure.Remote(said.code(), said.message()), null);
  }

  static Breakdown cancelled() {
    return new Breakdown(new TransferFailure.Cancelled(), new ControlMessage.Cancel());
  }

  static Breakdown cancelledByPeer() {
    return new Breakdown(new TransferFailure.CancelledByPeer(), null);
  }

  static Breakdown declined(String message) {
    return new Breakdown(new TransferFailure.Declined(message), null);
  }

  static Breakdown declinedHere(String message) {
    return new Breakdown(new TransferFailure.DeclinedHere(), new ControlMessage.Decline(message));
  }

  static Breakdown connectionLost() {
    return new Breakdown(new TransferFailure.ConnectionLost(), null);
  }

  private static Breakdown refusal(ErrorCode code, int id, String what) {
    return new Breakdown(
        new TransferFailure.Refused(code, what), new ControlMessage.Failed(code, id, what));
  }
}
