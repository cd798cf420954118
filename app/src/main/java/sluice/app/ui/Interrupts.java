package sluice.app.ui;

import org.jline.utils.Signals;

/// Hears the signals that ask the program to end: SIGINT from the keyboard, SIGTERM from a
/// supervisor, SIGHUP from a terminal that went away.
public final class Interrupts {
  private Interrupts() {}

  /// What was asked.
  public enum Request {
    INTERRUPT,
    TERMINATE
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
}
