package sluice.app.transfer;

import java.util.List;

/// What a transfer brought about, successful or not: at both ends it counts what the receiver has stored.
///
/// @param problems the first {@link Limits#LISTED_PROBLEMS} of them
/// @param problemCount how many there were
/// @param keptBytes of unfinished files, at the receiver, that a later run can go on from
public record TransferSummary(
    int filesStored,
    long bytesStored,
    int filesSkipped,
    List<SourceProblem> problems,
    int problemCount,
    long keptBytes) {
  public TransferSummary(
      int filesStored,
      long bytesStored,
      int filesSkipped,
      List<SourceProblem> problems,
      int problemCount) {
    this(filesStored, bytesStored, filesSkipped, problems, problemCount, 0);
  }

  TransferSummary keeping(long bytes) {
    return new TransferSummary(
        filesStored, bytesStored, filesSkipped, problems, problemCount, bytes);
  }
}
