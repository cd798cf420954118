package sluice.app.ui;

import java.io.PrintStream;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a run shows and whom it may ask.
///
/// @param questions nothing where there is no terminal
/// @param again the command that was given, as it would go on from what an interrupted run has left
public record Frontend(
    View view, Optional<Questions> questions, Clipboard clipboard, Optional<String> again)
    implements AutoCloseable {
  /// Without a clipboard.
  public Frontend(View view, Optional<Questions> questions) {
    this(view, questions, Clipboard.NONE, Optional.empty());
  }

  /// The form of the output.
  public enum Format {
    PEOPLE,
    /// With a line for each file.
    DETAILED,
    QUIET,
    JSON
  }

  /// The frontend for this process.
  ///
  /// @param results standard output, or standard error where the payload takes it
  /// @param obstacle why results could not be written; nothing where their reader went away
  public static Frontend open(
      Format format,
      PrintStream results,
      PrintStream messages,
      Supplier<Optional<String>> obstacle,
      Function<String, @Nullable String> environment) {
    Optional<Screen> screen = Screen.open(environment);
    View view =
        switch (format) {
          case JSON -> new JsonView(results, Clock.systemUTC());
          case QUIET -> new PlainView(results, messages, PlainView.Detail.CODE_ONLY);
          case PEOPLE -> forPeople(screen, results, messages, PlainView.Detail.FULL);
          case DETAILED -> forPeople(screen, results, messages, PlainView.Detail.EACH_FILE);
        };
    return new Frontend(
        new WatchedView(view, obstacle),
        screen.map(Questions.class::cast),
        Clipboard.of(environment, screen),
        Optional.empty());
  }

  private static View forPeople(
      Optional<Screen> screen, PrintStream results, PrintStream messages, PlainView.Detail detail) {
    return screen.isPresent()
        ? new ProgressView(screen.get(), results, detail)
        : new PlainView(results, messages, detail);
  }

  /// The same, knowing how to go on.
  public Frontend goingOnBy(String command) {
    return new Frontend(view, questions, clipboard, Optional.of(command));
  }

  /// The ending with the command that goes on from there, if there is anything to go on from.
  public Ending complete(Ending ending) {
    return ending.again() != null && again.isPresent() ? ending.goingOnBy(again.get()) : ending;
  }

  /// Gives the terminal back.
  @Override
  public void close() {
    view.close();
    if (questions.isPresent() && questions.get() instanceof Screen screen) {
      screen.close();
    }
  }
}
