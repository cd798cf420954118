package sluice.app.session;

import sluice.app.ui.UiEvent;
import sluice.app.ui.View;

/// Shows the warnings of a transfer that is one of two: its offers and progress would mix with those of
/// the other.
final class WarningsOnly implements View {
  private final View view;

  WarningsOnly(View view) {
    this.view = view;
  }

  @Override
  public void show(UiEvent event) throws OutputClosedException {
    if (event instanceof UiEvent.Warning) {
      view.show(event);
    }
  }

  /// It is the other's to close.
  @Override
  public void close() {}
}
