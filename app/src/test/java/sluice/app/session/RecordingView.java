package sluice.app.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import sluice.app.ui.UiEvent;
import sluice.app.ui.View;

/// Keeps everything that a person would see, for tests that wait for it.
final class RecordingView implements View {
  private static final long PATIENCE_SECONDS = 60;

  private final List<UiEvent> events = new ArrayList<>();

  @Override
  public synchronized void show(UiEvent event) {
    events.add(event);
    notifyAll();
  }

  @Override
  public void close() {}

  synchronized List<UiEvent> events() {
    return List.copyOf(events);
  }

  <E extends UiEvent> E await(Class<E> kind) throws InterruptedException {
    return await(kind, _ -> true);
  }

  /// Waits for an event of this kind, those that came before included.
  synchronized <E extends UiEvent> E await(Class<E> kind, Predicate<E> condition)
      throws InterruptedException {
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      for (UiEvent event : events) {
        if (kind.isInstance(event) && condition.test(kind.cast(event))) {
          return kind.cast(event);
        }
      }
      long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
      if (leftMillis <= 0) {
        throw new AssertionError("no " + kind.getSimpleName() + " among " + events);
      }
      wait(leftMillis);
    }
  }

  /// The code of the last failure.
  String failure() {
    return events().stream()
        .filter(UiEvent.Failed.class::isInstance)
        .map(event -> ((UiEvent.Failed) event).ending().code())
        .reduce((first, second) -> second)
        .orElse("none");
  }

  String failureMessage() {
    return events().stream()
        .filter(UiEvent.Failed.class::isInstance)
        .map(event -> ((UiEvent.Failed) event).ending().message())
        .reduce((first, second) -> second)
        .orElse("none");
  }
}
