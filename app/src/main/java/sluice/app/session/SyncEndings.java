package sluice.app.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.app.sync.SyncEnd;
import sluice.app.sync.SyncResult;
import sluice.app.transfer.ErrorCode;
import sluice.app.transfer.TransferEnd;
import sluice.app.transfer.TransferFailure;
import sluice.app.transfer.TransferSummary;

/// What a sync's end means for the run.
final class SyncEndings {
  private static final TransferSummary NOTHING = new TransferSummary(0, 0, 0, List.of(), 0);

  private SyncEndings() {}

  /// Of the transfer within it, as far as there was one.
  static TransferSummary summary(@Nullable TransferEnd transfer) {
    return transfer == null ? NOTHING : transfer.summary();
  }

  /// @param transfer the end of the transfer within it, or null where it has none
  static TransferEnd of(SyncEnd end, @Nullable TransferEnd transfer) {
    TransferSummary summary = summary(transfer);
    return switch (end) {
      case SyncEnd.Done _ -> new TransferEnd.Done(summary);
      case SyncEnd.Refused(SyncResult result) ->
          new TransferEnd.Failed(
              new TransferFailure.Local(ErrorCode.SAFETY_LIMIT, refusal(result)), summary);
      case SyncEnd.Failed(TransferFailure failure) ->
          failure == null && transfer != null
              ? transfer
              : new TransferEnd.Failed(
                  failure == null ? new TransferFailure.ConnectionLost() : failure, summary);
    };
  }

  private static String refusal(SyncResult result) {
    // Who may not read there is told no numbers.
    String would =
        result.present() == 0
            ? "more would have been deleted there than is safe, and nothing was. Look at the"
                + " source; if it is right, say with --max-delete how many entries you expect to"
                + " go."
            : result.deleted()
                + " of "
                + result.present()
                + " entries would have been deleted, and none was. Look at the source; --max-delete"
                + " "
                + result.deleted()
                + " allows it.";
    return switch (result.deletion()) {
      case EMPTY_SOURCE -> "The source is empty: " + would;
      case OTHER_DEVICE -> "The source lies on another file system than last time: " + would;
      case MORE_THAN_HALF -> "More than half would go: " + would;
      case ABOVE_LIMIT -> "More than --max-delete allows: " + would;
      case NOT_ASKED, DONE, INCOMPLETE_SOURCE -> throw new IllegalStateException("no refusal");
    };
  }
}
