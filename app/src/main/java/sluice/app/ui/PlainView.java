package sluice.app.ui;

import java.io.PrintStream;
import sluice.app.Escaper;

/// Plain lines, for pipes, logs and `--quiet`. Results (the code, what was saved) go to the results
/// stream, everything else to the messages stream, and each line is flushed.
public final class PlainView implements View {
  /// How much is said.
  public enum Detail {
    /// The code, questions and errors.
    CODE_ONLY,
    /// A line for each file where there are few.
    FULL,
    /// A line for each file.
    EACH_FILE
  }

  private static final int PERCENT_STEP = 10;

  private final PrintStream results;
  private final PrintStream messages;
  private final Detail detail;
  private int nextPercent = PERCENT_STEP;
  private int files;

  /// @param results standard output, or standard error where the payload takes it
  public PlainView(PrintStream results, PrintStream messages, Detail detail) {
    this.results = results;
    this.messages = messages;
    this.detail = detail;
  }

  @Override
  public void show(UiEvent event) throws OutputClosedException {
    switch (event) {
      case UiEvent.CodeReady code -> showCode(code);
      case UiEvent.QrCode(String text) -> say(QrPicture.of(text, Screen.Style.PLAIN));
      case UiEvent.Failed(Ending ending) -> say(Wording.ending(ending, "sluice:"));
      case UiEvent.Progress progress -> showProgress(progress);
      case UiEvent.Verification verification -> sayLine(verification);
      case UiEvent.Listening _ -> result(String.valueOf(Wording.line(event)));
      case UiEvent.Text _ -> result(String.valueOf(Wording.line(event)));
      case UiEvent.Saved _ -> {
        if (detail != Detail.CODE_ONLY) {
          result(String.valueOf(Wording.line(event)));
        }
      }
      case UiEvent.Offer offer -> {
        files = offer.fileCount();
        sayUnlessQuiet(event);
      }
      case UiEvent.Delivered _, UiEvent.Skipped _ -> {
        if (detail == Detail.EACH_FILE || files <= Wording.MOST_LISTED) {
          sayUnlessQuiet(event);
        }
      }
      case UiEvent.Warning warning -> sayLine(warning);
      case UiEvent.Waiting _,
          UiEvent.Paired _,
          UiEvent.PathChosen _,
          UiEvent.Connected _,
          UiEvent.Stalled _,
          UiEvent.Reconnecting _,
          UiEvent.Resumed _,
          UiEvent.Exists _,
          UiEvent.Summary _,
          UiEvent.Synced _,
          UiEvent.Kept _,
          UiEvent.Done _ ->
          sayUnlessQuiet(event);
    }
  }

  @Override
  public void close() {
    results.flush();
    messages.flush();
  }

  private void showCode(UiEvent.CodeReady code) throws OutputClosedException {
    result(Escaper.escape(code.code()));
    if (detail != Detail.CODE_ONLY) {
      say(Wording.instructions(code));
    }
  }

  private void showProgress(UiEvent.Progress progress) {
    if (detail == Detail.CODE_ONLY || progress.total() <= 0) {
      return;
    }
    int percent = Wording.percent(progress);
    if (percent < nextPercent || percent == 100) {
      return;
    }
    nextPercent = percent / PERCENT_STEP * PERCENT_STEP + PERCENT_STEP;
    say(
        percent
            + " %: "
            + Quantity.bytes(progress.bytes())
            + " of "
            + Quantity.bytes(progress.total())
            + ", "
            + Quantity.rate(progress.bytesPerSecond()));
  }

  private void result(String line) throws OutputClosedException {
    results.println(line);
    if (results.checkError()) {
      throw new OutputClosedException();
    }
  }

  private void sayUnlessQuiet(UiEvent event) {
    if (detail != Detail.CODE_ONLY) {
      sayLine(event);
    }
  }

  private void sayLine(UiEvent event) {
    String line = Wording.line(event);
    if (line != null) {
      say(line);
    }
  }

  private void say(String line) {
    messages.println(line);
    messages.flush();
  }
}
