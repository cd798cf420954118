package sluice.app.sync;

import java.util.Map;
import java.util.Set;
import sluice.app.transfer.FileName;

/// What a sync's engine wants done.
public sealed interface SyncAction {
  record Send(SyncMessage message) implements SyncAction {}

  /// Sender: begin the transfer, without these directories.
  record Offer(Set<FileName> same) implements SyncAction {}

  /// Receiver: nothing of these directories is offered, since all of it is there.
  ///
  /// @param same paths from the root on, and how many entries lie in each
  record Keep(Map<FileName, Long> same) implements SyncAction {}

  /// Receiver: begin the transfer.
  record Take() implements SyncAction {}

  /// Receiver: the transfer is over; delete, keep a snapshot.
  record Finish(SyncMessage.Listing listing, long device) implements SyncAction {}

  /// The last.
  record Ended(SyncEnd end) implements SyncAction {}
}
