package sluice.app.transfer;

import sluice.app.ExitCode;

/// How a transfer ended, as {@link #exitCode} tells the process's parent.
public sealed interface TransferEnd {
  TransferSummary summary();

  int exitCode();

  /// All is stored at the receiver, but for skipped files and the summary's problems.
  record Done(TransferSummary summary) implements TransferEnd {
    @Override
    public int exitCode() {
      return (summary.problemCount() == 0 ? ExitCode.DONE : ExitCode.INCOMPLETE_SOURCES).status();
    }
  }

  record Failed(TransferFailure failure, TransferSummary summary) implements TransferEnd {
    @Override
    public int exitCode() {
      return failure.exit().status();
    }
  }
}
