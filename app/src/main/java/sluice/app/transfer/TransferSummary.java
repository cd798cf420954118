package sluice.app.transfer;

import java.util.List;

/// What a transfer brought about, successful or not: at both ends it counts what the receiver has stored.
///
/// @param problems the first {@link Limits#LISTED_PROBLEMS} of them
/// @param problemCount how many there were
public record TransferSummary(
    int filesStored,
    long bytesStored,
    int filesSkipped,
    List<SourceProblem> problems,
    int problemCount) {}
