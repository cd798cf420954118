package sluice.app.transfer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came of a {@link DestinationCommand}.
public sealed interface DestinationResult {
  /// @param below every entry below this id was judged
  /// @param findings what is to be said of some of them; of the others nothing stands in the way
  /// @param bases of which of them something is there
  record Judged(int below, List<Finding> findings, List<Found> bases) implements DestinationResult {
    public Judged {
      findings = List.copyOf(findings);
      bases = List.copyOf(bases);
    }

    public Judged(int below, List<Finding> findings) {
      this(below, findings, List.of());
    }
  }

  /// @param bytes how much there is
  record Found(int id, Base base, long bytes) {}

  record Finding(int id, Kind kind) {}

  /// What stands in an entry's way.
  enum Kind {
    /// The target exists.
    EXISTS,
    /// The target exists and is a directory or the like, which is never replaced.
    IRREPLACEABLE,
    /// The target is what is offered.
    IDENTICAL,
    /// It may be; its bytes will tell.
    LIKELY,
    /// A symlink that leads out.
    UNSAFE_LINK,
    /// This system has nothing like it.
    UNSUPPORTED
  }

  /// @param destination the directory or file to store into, for people
  record Weighed(String destination) implements DestinationResult {}

  /// @param last whether these were all
  record Cut(int id, List<Piece> pieces, boolean last) implements DestinationResult {
    public Cut {
      pieces = List.copyOf(pieces);
    }
  }

  record Kept(int id, long length, long cost) implements DestinationResult {}

  record Written(int id, WriteBlock block) implements DestinationResult {}

  record FilesWritten(DestinationCommand.WriteFiles work) implements DestinationResult {}

  /// @param bytes of this file that are now durable, counted from its beginning
  record Synced(int id, long bytes) implements DestinationResult {}

  /// These entries stand under their names, durable.
  record Stored(List<StoredEntry> entries) implements DestinationResult {
    public Stored {
      entries = List.copyOf(entries);
    }
  }

  /// @param name the last path component as stored
  record StoredEntry(int id, FileName name, FileName path, byte @Nullable [] sha256) {}

  /// The name is taken; the part file is complete and waits for `Publish` or `Discard`.
  record Exists(int id) implements DestinationResult {}

  /// A link could not be made, or a file is there already.
  record NotMade(int id, SkipReason reason) implements DestinationResult {}

  record Discarded(int id) implements DestinationResult {}

  /// Ends the transfer.
  ///
  /// @param id the entry it is about, or -1
  /// @param sentence for people, this side's; names are escaped in it
  record Failed(ErrorCode code, int id, String sentence) implements DestinationResult {}

  /// A sentence for the user; the work goes on.
  record Warning(String sentence) implements DestinationResult {}

  /// @param keptBytes of unfinished files, that a later run can go on from
  record Closed(long keptBytes) implements DestinationResult {
    /// Nothing is kept.
    public Closed() {
      this(0);
    }
  }
}
