package sluice.app.transfer;

import sluice.app.Escaper;
import sluice.app.ExitCode;

/// Why a transfer did not come to its end. {@link #exit} is the process's exit code, {@link #sentence} what a
/// person reads; text in it that came from the other side is escaped already.
public sealed interface TransferFailure {
  /// The process's exit code.
  ExitCode exit();

  String sentence();

  /// The other side's user said no.
  record Declined(String message) implements TransferFailure {
    @Override
    public ExitCode exit() {
      return ExitCode.DECLINED;
    }

    @Override
    public String sentence() {
      return message.isEmpty()
          ? "The other side declined."
          : "The other side declined: " + Escaper.escape(message);
    }
  }

  /// The user of this side said no.
  record DeclinedHere() implements TransferFailure {
    @Override
    public ExitCode exit() {
      return ExitCode.DECLINED;
    }

    @Override
    public String sentence() {
      return "Declined.";
    }
  }

  /// The other side's user interrupted.
  record CancelledByPeer() implements TransferFailure {
    @Override
    public ExitCode exit() {
      return ExitCode.DECLINED;
    }

    @Override
    public String sentence() {
      return "The other side cancelled the transfer.";
    }
  }

  /// The user of this side interrupted.
  record Cancelled() implements TransferFailure {
    @Override
    public ExitCode exit() {
      return ExitCode.INTERRUPTED;
    }

    @Override
    public String sentence() {
      return "Cancelled.";
    }
  }

  /// The connection closed before the end.
  record ConnectionLost() implements TransferFailure {
    @Override
    public ExitCode exit() {
      return ExitCode.CONNECTION_LOST;
    }

    @Override
    public String sentence() {
      return "The connection was lost before the transfer was complete.";
    }
  }

  /// The other side broke the protocol or offered what is refused.
  record Refused(ErrorCode code, String what) implements TransferFailure {
    @Override
    public ExitCode exit() {
      return code.exitHere();
    }

    @Override
    public String sentence() {
      return "Refused what the other side sent: " + Escaper.escape(what);
    }
  }

  /// This side's file system, or what stands in it, is in the way.
  record Local(ErrorCode code, String what) implements TransferFailure {
    @Override
    public ExitCode exit() {
      return code.exitHere();
    }

    @Override
    public String sentence() {
      return what;
    }
  }

  /// The other side failed, and said why.
  record Remote(ErrorCode code, String what) implements TransferFailure {
    @Override
    public ExitCode exit() {
      return code.exitThere();
    }

    @Override
    public String sentence() {
      String reason = what.isEmpty() ? code.wireName() : Escaper.escape(what);
      return "The other side could not go on: " + reason;
    }
  }
}
