package sluice.app.session;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.app.ui.Interrupts;

/// Brings Ctrl-C and SIGTERM to the session that runs. The first asks it to end well, the second ends
/// the process on the spot; so does the first where no session runs, as between two attempts.
final class Stops {
  private static final Stops OF_PROCESS = new Stops(Stops::exit, Stops::halt);
  private static boolean listening;

  private final Interrupts.Listener exit;
  private final Interrupts.Listener halt;
  private @Nullable SessionQueue current;
  private Interrupts.@Nullable Request first;

  /// @param exit ends the process and gives the terminal back
  /// @param halt ends the process at once
  Stops(Interrupts.Listener exit, Interrupts.Listener halt) {
    this.exit = exit;
    this.halt = halt;
  }

  /// Those of this process, heard from the first call on.
  static synchronized Stops ofProcess() {
    if (!listening) {
      listening = true;
      Interrupts.listen(OF_PROCESS::onRequest);
    }
    return OF_PROCESS;
  }

  /// From now on requests go to this queue.
  synchronized void deliverTo(SessionQueue queue) {
    current = queue;
  }

  /// The session has ended: its queue is read no more.
  ///
  /// @return what it was asked for while it ran, perhaps too late to be heard
  synchronized Optional<Interrupts.Request> forget() {
    current = null;
    return Optional.ofNullable(first);
  }

  void onRequest(Interrupts.Request request) {
    boolean again;
    synchronized (this) {
      again = first != null;
      first = again ? first : request;
      SessionQueue queue = current;
      if (queue != null && !again) {
        queue.post(new Post.Stop(request));
        return;
      }
    }
    // Not under the lock: neither comes back.
    (again ? halt : exit).onRequest(request);
  }

  private static void exit(Interrupts.Request request) {
    System.exit(request.exit().status());
  }

  private static void halt(Interrupts.Request request) {
    Runtime.getRuntime().halt(request.exit().status());
  }
}
