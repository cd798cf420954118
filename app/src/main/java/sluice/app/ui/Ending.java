package sluice.app.ui;

import org.jspecify.annotations.Nullable;
import sluice.app.ExitCode;

/// How a run ended when it did not end well: one sentence each for what happened, what was kept and
/// what to do next. The texts are escaped already.
///
/// @param code a stable name in snake case for scripts, finer than the exit code
/// @param happened a sentence without its full stop
/// @param kept what is stored of the transfer, or null where nothing could have been
/// @param remedy what to do next, or null where nothing helps
/// @param again the command that goes on from what was kept; empty where it is not known, null where there is
///     nothing to go on from
public record Ending(
    ExitCode exit,
    String code,
    String happened,
    @Nullable String kept,
    @Nullable String remedy,
    @Nullable String again) {

  /// With nothing to go on from.
  public Ending(
      ExitCode exit, String code, String happened, @Nullable String kept, @Nullable String remedy) {
    this(exit, code, happened, kept, remedy, null);
  }

  /// The whole as one line, for a person and for the `message` of a JSON event.
  public String message() {
    StringBuilder text = new StringBuilder(happened).append('.');
    if (kept != null) {
      text.append(' ').append(kept).append('.');
    }
    if (remedy != null) {
      text.append(' ').append(remedy).append('.');
    }
    return text.toString();
  }

  /// The same ending with what was kept.
  public Ending keeping(String what) {
    return new Ending(exit, code, happened, what, remedy, again);
  }

  /// The same ending with what goes on from there; empty where it is not known yet.
  public Ending goingOnBy(String command) {
    return new Ending(exit, code, happened, kept, remedy, command);
  }
}
