package sluice.transport.loop;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/// Tasks of other threads for the loop's thread, in order, until {@link #close}.
final class Mailbox implements Executor {
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean called = new AtomicBoolean();
  private final Runnable wakeUp;
  private volatile boolean closed;

  /// @param wakeUp makes the loop's thread {@link #drain} soon; called once for many tasks
  Mailbox(Runnable wakeUp) {
    this.wakeUp = wakeUp;
  }

  /// Leaves a task; drops it when the mailbox is closed.
  @Override
  public void execute(Runnable task) {
    offer(task);
  }

  /// Leaves a task.
  ///
  /// @return false if the mailbox is closed: the task will not run
  boolean offer(Runnable task) {
    if (closed) {
      return false;
    }
    tasks.add(task);
    if (closed && tasks.remove(task)) {
      return false; // It was closed in between, and nobody has run the task.
    }
    if (!called.getAndSet(true)) {
      wakeUp.run();
    }
    return true;
  }

  /// Runs tasks, at most so many that the loop's other work is not starved.
  ///
  /// @return whether some are left
  boolean drain(int max) {
    called.set(false);
    for (int i = 0; i < max; i++) {
      Runnable task = tasks.poll();
      if (task == null) {
        return false;
      }
      task.run();
    }
    return !tasks.isEmpty();
  }

  /// Takes no more tasks, and runs those that are left.
  void close() {
    closed = true;
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }
}
