package sluice.app.transfer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came of a {@link SourceCommand}.
public sealed interface SourceResult {
  record Counted(Totals totals) implements SourceResult {}

  /// @param entries the next ones; none only with `last`
  /// @param last whether these were all
  /// @param problems what is left out
  record Walked(List<ManifestEntry> entries, boolean last, List<SourceProblem> problems)
      implements SourceResult {
    public Walked {
      entries = List.copyOf(entries);
      problems = List.copyOf(problems);
    }
  }

  /// @param sizeBytes as it is now
  /// @param modified likewise
  /// @param extents where it holds data, in order; all of it, but for a sparse file
  record Opened(int id, long sizeBytes, @Nullable ModificationTime modified, List<Extent> extents)
      implements SourceResult {
    public Opened {
      extents = List.copyOf(extents);
    }
  }

  record Unavailable(int id, AbandonReason reason) implements SourceResult {}

  record Filled(SendBlock block) implements SourceResult {}

  record Unread(SendBlock block, AbandonReason reason) implements SourceResult {}

  record Batched(SendBatch batch) implements SourceResult {}

  /// @param to looked at up to there; beyond the file's end where it cannot be read
  /// @param matches in their order, between there and where the search began
  record Searched(int id, long to, List<Match> matches) implements SourceResult {
    public Searched {
      matches = List.copyOf(matches);
    }
  }

  /// @param changed whether it is not what it was when it was opened
  /// @param sha256 of the whole file, where it was asked for and all of it was read
  /// @param lastRange the hash of a range that was read, and not told with any block
  record Closed(int id, boolean changed, byte @Nullable [] sha256, @Nullable RangeEnd lastRange)
      implements SourceResult {
    /// Every range was told.
    public Closed(int id, boolean changed, byte @Nullable [] sha256) {
      this(id, changed, sha256, null);
    }
  }

  /// @param start where the range begins
  record RangeEnd(long start, long hashHigh, long hashLow) {}
}
