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
public record Frontend(View view, Optional<Questions> questions) implements AutoCloseable {
  /// The form of the output.
  public enum Format {
    PEOPLE,
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
          case PEOPLE ->
              screen.isPresent()
                  ? new ProgressView(screen.get(), results)
                  : new PlainView(results, messages, PlainView.Detail.FULL);
        };
    return new Frontend(new WatchedView(view, obstacle), screen.map(Questions.class::cast));
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
