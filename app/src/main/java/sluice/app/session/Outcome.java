package sluice.app.session;

import sluice.app.ExitCode;
import sluice.app.ui.Ending;
import sluice.signaling.ByeReason;

/// How a session ended.
sealed interface Outcome {
  /// What the process ends with.
  ExitCode exit();

  /// All is stored.
  record Done() implements Outcome {
    @Override
    public ExitCode exit() {
      return ExitCode.DONE;
    }
  }

  /// It is not.
  record Failed(Ending ending) implements Outcome {
    @Override
    public ExitCode exit() {
      return ending.exit();
    }
  }

  /// The other side left, or had no place for it, before it accepted: the code still holds.
  record Unanswered(Ending ending) implements Outcome {
    @Override
    public ExitCode exit() {
      return ending.exit();
    }
  }

  /// The same, of an offer that nobody has accepted. Only an explicit no is final, and what cannot be mended by
  /// another try: an attack, no route, our own end.
  default Outcome beforeAcceptance() {
    return this instanceof Failed(Ending ending) && leavesCodeValid(ending)
        ? new Unanswered(ending)
        : this;
  }

  private static boolean leavesCodeValid(Ending ending) {
    return ending.code().equals(Endings.CANCELLED_BY_PEER)
        || ending.exit() == ExitCode.CONNECTION_LOST
        || ending.exit() == ExitCode.REMOTE_FILE;
  }

  /// What the other side is told as a reason.
  default ByeReason byeReason() {
    return switch (exit()) {
      case DONE, INCOMPLETE_SOURCES -> ByeReason.DONE;
      case INTERRUPTED, TERMINATED, OUTPUT_CLOSED -> ByeReason.CANCELLED;
      case DECLINED -> ByeReason.DECLINED;
      case INTERNAL,
          USAGE,
          CODE_REFUSED,
          RELAY_UNREACHABLE,
          NO_ROUTE,
          CONNECTION_LOST,
          LOCAL_FILE,
          REMOTE_FILE,
          CONFLICT,
          NOBODY_CAME,
          UNSAFE_PEER,
          ANSWER_NEEDED,
          BUSY,
          NOT_PERMITTED,
          SAFETY_LIMIT ->
          ByeReason.FAILED;
    };
  }

  /// What the other side is told in words: the name of the ending.
  default String byeText() {
    return switch (this) {
      case Done() -> "";
      case Failed(Ending ending) -> ending.code();
      case Unanswered(Ending ending) -> ending.code();
    };
  }
}
