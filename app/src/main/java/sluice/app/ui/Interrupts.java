package sluice.app.ui;

import org.jline.utils.Signals;
import sluice.app.ExitCode;

/// Hears the signals that ask the program to end: SIGINT from the keyboard, SIGTERM from a
/// supervisor, SIGHUP from a terminal that went away.
public final class Interrupts {
  private Interrupts() {}

  /// What was asked.
  public enum Request {
    INTERRUPT(ExitCode.INTERRUPTED),
    TERMINATE(ExitCode.TERMINATED);

    private final ExitCode exit;

    Request(ExitCode exit) {
      this.exit = exit;
    }

    /// What the process ends with when it does as asked.
    public ExitCode exit() {
      return exit;
    }
  }

  /// Hears requests.
  @FunctionalInterface
  public interface Listener {
    /// Called on a thread of the system's.
    void onRequest(Request request);
  }

  /// From now on requests go to the listener instead of ending the process.
  public static void listen(Listener listener) {
    Signals.register("INT", () -> listener.onRequest(Request.INTERRUPT));
    Signals.register("TERM", () -> listener.onRequest(Request.TERMINATE));
    Signals.register("HUP", () -> listener.onRequest(Request.TERMINATE));
  }

  /// From now on SIGHUP means what it means to a service: read the settings again.
  public static void onHangup(Runnable reload) {
    Signals.register("HUP", reload);
  }
}
