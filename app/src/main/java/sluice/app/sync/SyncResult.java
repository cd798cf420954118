package sluice.app.sync;

/// What a sync did beside the transfer.
///
/// @param deletion what became of deletions
/// @param deleted how many entries are deleted, or would have been where it was refused
/// @param present how many entries there were before
/// @param snapshot the new snapshot's name; empty where none was made
public record SyncResult(Deletion deletion, long deleted, long present, String snapshot) {
  /// What became of deletions.
  public enum Deletion {
    /// Nobody asked for any.
    NOT_ASKED,
    DONE,
    /// Something of the source could not be read, so nothing was deleted.
    INCOMPLETE_SOURCE,
    /// The source is empty; nothing was deleted.
    EMPTY_SOURCE,
    /// The source lies on another file system than last time; nothing was deleted.
    OTHER_DEVICE,
    /// More than half would have gone; nothing was deleted.
    MORE_THAN_HALF,
    /// More than the user allows would have gone; nothing was deleted.
    ABOVE_LIMIT;

    /// Whether a safety limit was met.
    public boolean isRefusal() {
      return switch (this) {
        case NOT_ASKED, DONE, INCOMPLETE_SOURCE -> false;
        case EMPTY_SOURCE, OTHER_DEVICE, MORE_THAN_HALF, ABOVE_LIMIT -> true;
      };
    }
  }
}
