package sluice.app.files;

import java.io.IOException;
import sluice.app.transfer.ErrorCode;

/// The destination cannot go on. The message is the sentence for the user.
final class DiskFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final int id;

  /// @param id the file it is about, or -1
  DiskFailure(ErrorCode code, int id, String sentence) {
    super(sentence);
    this.code = code;
    this.id = id;
  }

  /// @param what names the file, escaped
  static DiskFailure of(IOException problem, int id, String what) {
    DiskFailure failure =
        new DiskFailure(
            DiskProblem.code(problem),
            id,
            "Cannot store " + what + ": " + DiskProblem.words(problem) + ".");
    failure.initCause(problem);
    return failure;
  }

  ErrorCode code() {
    return code;
  }

  int id() {
    return id;
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
