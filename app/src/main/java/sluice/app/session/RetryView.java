package sluice.app.session;

import org.jspecify.annotations.Nullable;
import sluice.app.ui.Ending;
import sluice.app.ui.UiEvent;
import sluice.app.ui.View;

/// Keeps back how an attempt failed, until it is known whether there will be another.
final class RetryView implements View {
  private final View view;
  private @Nullable Ending failure;

  RetryView(View view) {
    this.view = view;
  }

  @Override
  public void show(UiEvent event) throws OutputClosedException {
    if (event instanceof UiEvent.Failed(Ending ending)) {
      failure = ending;
    } else {
      view.show(event);
    }
  }

  /// How the latest attempt failed, or null; forgets it.
  @Nullable Ending takeFailure() {
    Ending taken = failure;
    failure = null;
    return taken;
  }

  @Override
  public boolean isForScripts() {
    return view.isForScripts();
  }

  /// It is the run's to close.
  @Override
  public void close() {}
}
