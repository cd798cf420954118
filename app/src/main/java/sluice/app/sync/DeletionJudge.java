package sluice.app.sync;

import java.util.OptionalLong;

/// Whether what a sender no longer has may be deleted at the receiver: only after all else succeeded, and not where the
/// source looks as if it were not what it was.
public final class DeletionJudge {
  private DeletionJudge() {}

  /// What is known when everything else is done.
  ///
  /// @param listing whether the sender offered all that it has
  /// @param offered entries that the sender has, those of equal directories among them
  /// @param doomed entries at the receiver that the sender does not have
  /// @param present all entries that stood at the receiver
  /// @param source whether the source's root lies where it lay last time
  public record Facts(
      SyncMessage.Listing listing, long offered, long doomed, long present, Source source) {}

  /// Where a source's root lies, compared with the last run.
  public enum Source {
    UNKNOWN,
    WHERE_IT_WAS,
    MOVED
  }

  /// @param most what the user allows, in place of the limits that hold otherwise
  public static SyncResult.Deletion judge(Facts facts, OptionalLong most) {
    if (facts.listing() == SyncMessage.Listing.INCOMPLETE) {
      return SyncResult.Deletion.INCOMPLETE_SOURCE;
    }
    if (facts.doomed() == 0) {
      return SyncResult.Deletion.DONE;
    }
    if (most.isPresent()) {
      return facts.doomed() <= most.getAsLong()
          ? SyncResult.Deletion.DONE
          : SyncResult.Deletion.ABOVE_LIMIT;
    }
    if (facts.offered() == 0) {
      return SyncResult.Deletion.EMPTY_SOURCE;
    }
    if (facts.source() == Source.MOVED) {
      return SyncResult.Deletion.OTHER_DEVICE;
    }
    return facts.doomed() > facts.present() / 2
        ? SyncResult.Deletion.MORE_THAN_HALF
        : SyncResult.Deletion.DONE;
  }
}
