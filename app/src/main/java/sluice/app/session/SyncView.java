package sluice.app.session;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import sluice.app.sync.SyncResult;
import sluice.app.transfer.TransferSummary;
import sluice.app.ui.UiEvent;
import sluice.app.ui.View;

/// Shows a transfer that is part of a sync: its end is not the end, and a tree of files that are there already is not
/// worth a line each. Single files are told to scripts alone.
final class SyncView implements View {
  private final View view;
  private UiEvent.@Nullable Done held;

  SyncView(View view) {
    this.view = view;
  }

  @Override
  public void show(UiEvent event) throws OutputClosedException {
    boolean isShown =
        switch (event) {
          case UiEvent.Done done -> {
            held = done;
            yield false;
          }
          case UiEvent.Skipped(_, String reason) -> !reason.equals("identical");
          case UiEvent.Offer _ -> false;
          case UiEvent.Saved _, UiEvent.Delivered _ -> view.isForScripts();
          default -> true;
        };
    if (isShown) {
      view.show(event);
    }
  }

  /// What is told when all is done.
  static void tellEnd(Teller teller, SyncView view, TransferSummary summary, SyncResult result) {
    UiEvent.Done done = view.held;
    Duration took = done == null ? Duration.ZERO : done.took();
    teller.tell(
        new UiEvent.Synced(
            summary.filesStored(),
            summary.bytesStored(),
            result.deletion() == SyncResult.Deletion.DONE ? result.deleted() : 0,
            result.snapshot(),
            took));
    if (view.view.isForScripts()) {
      teller.tell(done == null ? new UiEvent.Done(summary.bytesStored(), took) : done);
    }
  }

  /// It is the session's to close.
  @Override
  public void close() {}
}
