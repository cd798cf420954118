package sluice.app.session;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import sluice.app.ExitCode;
import sluice.app.ui.Interrupts;

/// Brings Ctrl-C and SIGTERM to the session that runs. The first asks it to end well, the second ends
/// the process on the spot.
final class Stops {
  private static final AtomicReference<@Nullable SessionQueue> CURRENT = new AtomicReference<>();
  private static final AtomicInteger REQUESTS = new AtomicInteger();

  private Stops() {}

  /// From now on requests go to this queue.
  static void deliverTo(SessionQueue queue) {
    if (CURRENT.getAndSet(queue) == null) {
      Interrupts.listen(Stops::onRequest);
    }
  }

  private static void onRequest(Interrupts.Request request) {
    SessionQueue queue = CURRENT.get();
    if (queue == null || REQUESTS.getAndIncrement() > 0) {
      Runtime.getRuntime().halt(status(request));
      return;
    }
    queue.post(new Post.Stop(request));
  }

  private static int status(Interrupts.Request request) {
    return switch (request) {
      case INTERRUPT -> ExitCode.INTERRUPTED.status();
      case TERMINATE -> ExitCode.TERMINATED.status();
    };
  }
}
