package sluice.app.ui;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Function;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;
import org.jspecify.annotations.Nullable;

/// The person's terminal: keyboard on standard input, what is shown on standard error. It exists only
/// where both really are one.
public final class Screen implements Questions, Closeable {
  private static final String PROVIDER = "ffm";
  private static final int DEFAULT_COLUMNS = 80;

  private static final String CLEAR_LINE = "\r\u001b[K";

  private final Terminal terminal;
  private final Style style;
  private volatile @Nullable LineReader asking;

  /// Whether colours and weights may be used.
  public enum Style {
    PLAIN,
    COLOURED
  }

  private Screen(Terminal terminal, Style style) {
    this.terminal = terminal;
    this.style = style;
  }

  /// The terminal, or nothing where standard input or standard error is a file or a pipe.
  ///
  /// @param environment looks up an environment variable; null for absent
  public static Optional<Screen> open(Function<String, @Nullable String> environment) {
    try {
      TerminalProvider provider = TerminalProvider.load(PROVIDER);
      if (!provider.isSystemStream(SystemStream.Input)
          || !provider.isSystemStream(SystemStream.Error)) {
        return Optional.empty();
      }
      Terminal terminal =
          TerminalBuilder.builder()
              .provider(PROVIDER)
              .systemOutput(TerminalBuilder.SystemOutput.SysErr)
              .nativeSignals(false)
              .graphemeCluster(false)
              .build();
      return Optional.of(new Screen(terminal, style(terminal, environment)));
    } catch (IOException | IllegalStateException notATerminal) {
      return Optional.empty();
    }
  }

  private static Style style(Terminal terminal, Function<String, @Nullable String> environment) {
    String noColour = environment.apply("NO_COLOR");
    boolean refused = noColour != null && !noColour.isEmpty();
    return refused || terminal.getType().startsWith("dumb") ? Style.PLAIN : Style.COLOURED;
  }

  @Override
  public Optional<String> ask(String question, Completion completion) throws InterruptedException {
    LineReader reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.AUTO_PARAM_SLASH, false)
            .variable(LineReader.DISABLE_HISTORY, true)
            .completer(
                (_, line, candidates) ->
                    completion.offers(line.word()).stream()
                        .map(Screen::candidate)
                        .forEach(candidates::add))
            .build();
    try {
      // Whatever stood on this line is drawn anew.
      terminal.writer().print(CLEAR_LINE);
      asking = reader;
      return Optional.of(reader.readLine(question).strip());
    } catch (UserInterruptException interrupted) {
      InterruptedException stop = new InterruptedException("Ctrl-C");
      stop.initCause(interrupted);
      throw stop;
    } catch (EndOfFileException endOfInput) {
      return Optional.empty();
    } finally {
      asking = null;
    }
  }

  private static Candidate candidate(String text) {
    return new Candidate(text, text, null, null, null, null, false);
  }

  /// Columns of the terminal at this moment.
  int columns() {
    int columns = terminal.getColumns();
    return columns > 0 ? columns : DEFAULT_COLUMNS;
  }

  Style style() {
    return style;
  }

  /// Writes text as it is: it must be safe.
  void write(String text) {
    terminal.writer().print(text);
    terminal.flush();
  }

  /// Writes whole lines, above a question where one is being asked. They must be safe.
  void writeLines(String text) {
    LineReader question = asking;
    if (question != null && question.isReading()) {
      question.printAbove(text);
    } else {
      write(text + System.lineSeparator());
    }
  }

  /// Draws the line that the cursor stands on, unless somebody is typing there.
  void draw(String line) {
    if (asking == null) {
      write(CLEAR_LINE + line);
    }
  }

  /// Gives the terminal back as it was found.
  @Override
  public void close() {
    try {
      terminal.close();
    } catch (IOException cannotRestore) {
      throw new UncheckedIOException(cannotRestore);
    }
  }
}
