package sluice.app.ui;

import java.util.Optional;
import java.util.function.Supplier;

/// Tells why standard output takes no more: a print stream only tells that it does not.
final class WatchedView implements View {
  private final View view;
  private final Supplier<Optional<String>> obstacle;

  /// @param obstacle why it could not be written; nothing where its reader went away
  WatchedView(View view, Supplier<Optional<String>> obstacle) {
    this.view = view;
    this.obstacle = obstacle;
  }

  @Override
  public boolean isForScripts() {
    return view.isForScripts();
  }

  @Override
  public void show(UiEvent event) throws OutputClosedException {
    try {
      view.show(event);
    } catch (OutputClosedException closed) {
      throw new OutputClosedException(obstacle.get());
    }
  }

  @Override
  public void close() {
    view.close();
  }
}
