package sluice.app.transfer;

/// Something that did not arrive as it stands at the sender.
///
/// @param path from the top level on
/// @param what for people: completes a sentence that begins with the name
public record SourceProblem(FileName path, String what) {
  /// It was sent, but moved meanwhile.
  static SourceProblem changed(FileName path) {
    return new SourceProblem(path, "changed while it was sent; what was read is stored");
  }

  static SourceProblem abandoned(FileName path, AbandonReason reason) {
    return new SourceProblem(path, "was not sent: " + reason.sentence());
  }

  /// The receiver did not take it, and not because somebody wished so.
  static SourceProblem notTaken(FileName path, SkipReason reason) {
    String why =
        switch (reason) {
          case UNSAFE_LINK -> "it is a link that leads out of what is received";
          case NO_ORIGINAL -> "it is a further name of a file that is not there";
          case UNSUPPORTED -> "the receiver's system has nothing like it";
          case EXISTS, IDENTICAL, OTHER -> "the receiver does not take it";
        };
    return new SourceProblem(path, "was not stored: " + why);
  }

  /// For people: one sentence.
  public String sentence() {
    return path.display() + " " + what + ".";
  }
}
