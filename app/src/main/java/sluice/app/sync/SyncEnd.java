package sluice.app.sync;

import org.jspecify.annotations.Nullable;
import sluice.app.transfer.TransferFailure;

/// How a sync ended, as far as it is not the transfer's own end.
public sealed interface SyncEnd {
  /// Both sides know that all is done.
  record Done(SyncResult result) implements SyncEnd {}

  /// All is stored, and deletions are not done: a safety limit was met.
  record Refused(SyncResult result) implements SyncEnd {}

  /// @param failure null where the transfer's own failure says it
  record Failed(@Nullable TransferFailure failure) implements SyncEnd {}
}
