package sluice.app.relay;

import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Things to do later, in virtual time.
final class Timers {
  private static final Comparator<Timer> ORDER =
      Comparator.comparingLong(Timer::dueNanos).thenComparingLong(Timer::number);

  private final TreeSet<Timer> pending = new TreeSet<>(ORDER);
  private long numbers;

  /// One thing to do.
  record Timer(long dueNanos, long number, Task task) {}

  /// What is done.
  @FunctionalInterface
  interface Task {
    void run(long nowNanos);
  }

  Timer at(long dueNanos, Task task) {
    Timer timer = new Timer(dueNanos, numbers++, task);
    pending.add(timer);
    return timer;
  }

  /// Cancels it, if it is there and not done.
  void cancel(@Nullable Timer timer) {
    if (timer != null) {
      pending.remove(timer);
    }
  }

  long deadlineNanos() {
    return pending.isEmpty() ? Long.MAX_VALUE : pending.first().dueNanos();
  }

  void run(long nowNanos) {
    while (deadlineNanos() <= nowNanos) {
      Timer timer = pending.pollFirst();
      if (timer != null) {
        timer.task().run(nowNanos);
      }
    }
  }

  int size() {
    return pending.size();
  }
}
