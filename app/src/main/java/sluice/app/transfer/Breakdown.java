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

  /// What the disk's side reports: some of it is the other side's doing. What is not names places of this machine in
  /// its sentence, which are none of the other side's business: it is told the problem and the name it gave.
  static Breakdown disk(DestinationResult.Failed failed, Manifest manifest) {
    return switch (failed.code()) {
      case UNSAFE_NAME, HASH_MISMATCH, PROTOCOL, DOTFILE ->
          refusal(failed.code(), failed.id(), failed.sentence());
      default -> {
        boolean isKnown = failed.id() >= 0 && manifest.isUnderWay(failed.id());
        String what = isKnown ? manifest.at(failed.id()).path().display() : "what was offered";
        String told = "Cannot store " + what + ": " + problem(failed.code()) + ".";
        yield new Breakdown(
            new TransferFailure.Local(failed.code(), failed.sentence()),
            new ControlMessage.Failed(failed.code(), failed.id(), told));
      }
    };
  }

  static Breakdown exists(Placed entry) {
    String sentence = entry.path().display() + " exists already and may not be replaced.";
    return local(ErrorCode.EXISTS, entry.id(), sentence);
  }

  static Breakdown irreplaceable(Placed entry) {
    String sentence = entry.path().display() + " is a folder there, or the like, and stays.";
    return local(ErrorCode.NOT_REPLACEABLE, entry.id(), sentence);
  }

  private static String problem(ErrorCode code) {
    return switch (code) {
      case DISK_FULL -> "there is not enough space";
      case QUOTA -> "the quota is used up";
      case NOT_PERMITTED -> "writing is not permitted";
      case READ_ONLY -> "the file system is read-only";
      case NAME_TOO_LONG -> "the file system does not take so long a name";
      case EXISTS -> "the target exists already";
      case NOT_REPLACEABLE -> "it is a folder there, or the like";
      case WRITE_FAILED -> "the disk or the file system failed";
      case READER_CLOSED -> "whoever reads it closed it";
      case COMMAND_FAILED -> "the command that it went to failed";
      case BUSY -> "another process stores the same there";
      case NOT_GRANTED -> "it is more than may be stored there";
      case USAGE -> "several files are coming, and one file name was given for them";
      case PROTOCOL,
          VERSION,
          ROLES,
          UNSAFE_NAME,
          DOTFILE,
          HASH_MISMATCH,
          NOTHING_SENT,
          SOURCE_FAILED,
          SAFETY_LIMIT,
          INTERNAL,
          OTHER ->
          code.wireName();
    };
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
