package sluice.app.session;

import org.jspecify.annotations.Nullable;
import sluice.app.ui.Ending;
import sluice.app.ui.UiEvent;
import sluice.app.ui.View;

/// Shows events, and remembers when nobody reads them any more.
final class Teller {
  private final View view;
  private View.@Nullable OutputClosedException closed;

  Teller(View view) {
    this.view = view;
  }

  void tell(UiEvent event) {
    if (closed != null) {
      return;
    }
    try {
      view.show(event);
    } catch (View.OutputClosedException nobodyReads) {
      closed = nobodyReads;
    }
  }

  /// How the run ends because our output takes no more, or null while it does.
  @Nullable Ending outputFailure() {
    View.OutputClosedException failure = closed;
    return failure == null
        ? null
        : failure.obstacle().map(Endings::outputFailed).orElseGet(Endings::outputClosed);
  }
}
