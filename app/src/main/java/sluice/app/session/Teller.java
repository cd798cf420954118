package sluice.app.session;

import sluice.app.ui.UiEvent;
import sluice.app.ui.View;

/// Shows events, and remembers when nobody reads them any more.
final class Teller {
  private final View view;
  private boolean outputClosed;

  Teller(View view) {
    this.view = view;
  }

  void tell(UiEvent event) {
    if (outputClosed) {
      return;
    }
    try {
      view.show(event);
    } catch (View.OutputClosedException nobodyReads) {
      outputClosed = true;
    }
  }

  /// Whether the reader of our output has gone.
  boolean isOutputClosed() {
    return outputClosed;
  }
}
