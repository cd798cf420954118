package sluice.app.ui;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sluice.app.Escaper;

/// For a person at a terminal: lines that stay, and below them one line of progress that is drawn
/// again in place. The line never exceeds the terminal's width, since a wrapped line cannot be drawn
/// over.
public final class ProgressView implements View {
  private static final int BAR_CELLS = 20;

  private final Screen screen;
  private final PrintStream results;
  private final PlainView.Detail detail;
  private boolean progressShown;
  private UiEvent.@Nullable Path path;
  private int files;

  /// @param results standard output, or standard error where the payload takes it
  public ProgressView(Screen screen, PrintStream results, PlainView.Detail detail) {
    this.screen = screen;
    this.results = results;
    this.detail = detail;
  }

  @Override
  public void show(UiEvent event) throws OutputClosedException {
    switch (event) {
      case UiEvent.CodeReady code -> showCode(code);
      case UiEvent.Progress progress -> draw(progress);
      case UiEvent.PathChosen(UiEvent.Path chosen) -> path = chosen;
      case UiEvent.QrCode(String text) -> say(QrPicture.of(text, screen.style()));
      case UiEvent.Failed(Ending ending) -> say(Wording.ending(ending, strong("sluice:")));
      case UiEvent.Text _ -> result(String.valueOf(Wording.line(event)));
      case UiEvent.Offer offer -> {
        files = offer.fileCount();
        sayLine(event);
      }
      case UiEvent.Saved _, UiEvent.Delivered _, UiEvent.Skipped _ -> {
        if (detail == PlainView.Detail.EACH_FILE || files <= Wording.MOST_LISTED) {
          sayLine(event);
        }
      }
      case UiEvent.Listening _,
          UiEvent.Waiting _,
          UiEvent.Paired _,
          UiEvent.Verification _,
          UiEvent.Connected _,
          UiEvent.Stalled _,
          UiEvent.Reconnecting _,
          UiEvent.Resumed _,
          UiEvent.Exists _,
          UiEvent.Summary _,
          UiEvent.Synced _,
          UiEvent.Kept _,
          UiEvent.Done _,
          UiEvent.Warning _ ->
          sayLine(event);
    }
  }

  @Override
  public void close() {
    clearProgress();
    results.flush();
  }

  private void showCode(UiEvent.CodeReady code) throws OutputClosedException {
    result(strong(Escaper.escape(code.code())));
    say(Wording.instructions(code));
  }

  private void result(String line) throws OutputClosedException {
    clearProgress();
    results.println(line);
    if (results.checkError()) {
      throw new OutputClosedException();
    }
  }

  private void sayLine(UiEvent event) {
    String line = Wording.line(event);
    if (line != null) {
      say(line);
    }
  }

  private void draw(UiEvent.Progress progress) {
    String line = progressLine(progress, path, screen.columns() - 1);
    screen.draw(line);
    progressShown = true;
  }

  private void say(String line) {
    clearProgress();
    screen.writeLines(line);
  }

  private void clearProgress() {
    if (progressShown) {
      screen.draw("");
      progressShown = false;
    }
  }

  private String strong(String text) {
    return switch (screen.style()) {
      case PLAIN -> text;
      case COLOURED -> "\u001b[1m" + text + "\u001b[0m";
    };
  }

  /// The line for this progress in at most so many columns: what matters less is left out first.
  static String progressLine(UiEvent.Progress progress, UiEvent.@Nullable Path path, int columns) {
    StringBuilder line = new StringBuilder();
    String rate = Quantity.rate(progress.bytesPerSecond());
    if (progress.total() < 0) {
      append(line, columns, Quantity.bytes(progress.bytes()));
      append(line, columns, rate);
    } else {
      int percent = Wording.percent(progress);
      append(line, columns, String.format(Locale.ROOT, "%3d %%", percent));
      append(
          line,
          columns,
          Quantity.bytes(progress.bytes()) + " of " + Quantity.bytes(progress.total()));
      append(line, columns, rate);
      Duration remaining = Wording.remaining(progress);
      append(line, columns, remaining == null ? "" : Quantity.wholeSeconds(remaining) + " left");
    }
    append(line, columns, path == null ? "" : path.route().name().toLowerCase(Locale.ROOT));
    if (progress.total() >= 0) {
      append(line, columns, bar(Wording.percent(progress)));
    }
    return line.toString();
  }

  private static void append(StringBuilder line, int columns, String part) {
    if (part.isEmpty() || line.length() + part.length() + 2 > columns) {
      return;
    }
    line.append(line.isEmpty() ? "" : "  ").append(part);
  }

  private static String bar(int percent) {
    int full = percent * BAR_CELLS / 100;
    return "[" + "#".repeat(full) + "-".repeat(BAR_CELLS - full) + "]";
  }
}
