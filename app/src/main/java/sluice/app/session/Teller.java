package sluice.app.session;

import org.jspecify.annotations.Nullable;
import sluice.app.ui.Ending;
import sluice.app.ui.UiEvent;
import sluice.app.ui.View;

/// Shows events, and remembers when nobody reads them any more.
final class Teller {
  private final View view;
  private View.@Nullable OutputClosedException closed;
  private long durableBytes;
  private boolean pathLost;

  Teller(View view) {
    this.view = view;
  }

  void tell(UiEvent event) {
    if (event instanceof UiEvent.Progress progress) {
      durableBytes = progress.bytes();
    }
    pathLost = event instanceof UiEvent.Reconnecting || (pathLost && !isPathBack(event));
    if (closed != null) {
      return;
    }
    try {
      view.show(event);
    } catch (View.OutputClosedException nobodyReads) {
      closed = nobodyReads;
    }
  }

  private static boolean isPathBack(UiEvent event) {
    return event instanceof UiEvent.Resumed || event instanceof UiEvent.PathChosen;
  }

  /// Whether the path was told to be lost, and not yet to be back.
  boolean isPathLost() {
    return pathLost;
  }

  /// Something to know that does not end the run.
  void warn(String sentence) {
    tell(new UiEvent.Warning(sentence));
  }

  /// What was told last of the bytes that are durable at the receiver.
  long durableBytes() {
    return durableBytes;
  }

  /// How the run ends because our output takes no more, or null while it does.
  @Nullable Ending outputFailure() {
    View.OutputClosedException failure = closed;
    return failure == null
        ? null
        : failure.obstacle().map(Endings::outputFailed).orElseGet(Endings::outputClosed);
  }
}
