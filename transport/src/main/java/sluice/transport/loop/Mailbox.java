package sluice.transport.loop;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/// Tasks of other threads for the loop's thread, in order. After {@link #close} they are dropped.
final class Mailbox implements Executor {
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean called = new AtomicBoolean();
  private final Runnable wakeUp;
  private volatile boolean closed;

  /// @param wakeUp makes the loop's thread {@link #drain} soon; called once for many tasks
  Mailbox(Runnable wakeUp) {
    this.wakeUp = wakeUp;
  }

  @Override
  public void execute(Runnable task) {
    if (closed) {
      return;
    }
    tasks.add(task);
    if (!called.getAndSet(true)) {
      wakeUp.run();
    }
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

  void close() {
    closed = true;
    tasks.clear();
  }
}
