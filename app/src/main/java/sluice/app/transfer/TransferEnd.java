package sluice.app.transfer;

/// How a transfer ended, as {@link #exitCode} tells the process's parent.
public sealed interface TransferEnd {
  TransferSummary summary();

  int exitCode();

  /// All is stored at the receiver, but for skipped files and the summary's problems.
  record Done(TransferSummary summary) implements TransferEnd {
    @Override
    public int exitCode() {
      return summary.problemCount() == 0 ? 0 : 13;
    }
  }

  record Failed(TransferFailure failure, TransferSummary summary) implements TransferEnd {
    @Override
    public int exitCode() {
      return failure.exitCode();
    }
  }
}
