package sluice.app.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import sluice.app.ExitCode;

final class PlainLinesTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private PlainView view(PlainView.Detail detail) {
    return new PlainView(
        new PrintStream(out, false, StandardCharsets.UTF_8),
        new PrintStream(err, false, StandardCharsets.UTF_8),
        detail);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theCodeStandsAloneOnItsLineAndTheCommandIsReadyToCopy() throws Exception {
    view(PlainView.Detail.FULL)
        .show(
            new UiEvent.CodeReady(
                "42-pelican-violin",
                "sluice receive 42-pelican-violin@relay.example",
                UiEvent.Reach.RELAY));
    assertThat(out().lines()).containsExactly("42-pelican-violin");
    assertThat(err().lines()).contains("  sluice receive 42-pelican-violin@relay.example");
  }

  @Test
  void aCodeOfThisNetworkSaysHowToReachTheRest() throws Exception {
    view(PlainView.Detail.FULL)
        .show(
            new UiEvent.CodeReady(
                "42-pelican-violin",
                "sluice receive 42-pelican-violin",
                UiEvent.Reach.THIS_NETWORK));
    assertThat(err()).contains("this network only").contains("--relay").contains("SLUICE_RELAY");
  }

  @Test
  void quietPrintsOnlyTheCode() throws Exception {
    PlainView view = view(PlainView.Detail.CODE_ONLY);
    view.show(
        new UiEvent.CodeReady(
            "42-pelican-violin", "sluice receive 42-pelican-violin", UiEvent.Reach.THIS_NETWORK));
    view.show(new UiEvent.Waiting());
    view.show(new UiEvent.Paired());
    view.show(new UiEvent.Progress(5, 10, 1));
    view.show(new UiEvent.Saved("x", null, 5, null));
    view.show(new UiEvent.Done(5, Duration.ofSeconds(1), null));
    assertThat(out()).isEqualTo("42-pelican-violin" + System.lineSeparator());
    assertThat(err()).isEmpty();
  }

  @Test
  void errorsAreNeverQuietAndNeverOnStandardOutput() throws Exception {
    view(PlainView.Detail.CODE_ONLY)
        .show(
            new UiEvent.Failed(
                new Ending(ExitCode.NO_ROUTE, "x", "No route", "Nothing was stored", "Try again")));
    assertThat(out()).isEmpty();
    assertThat(err().strip()).isEqualTo("sluice: No route. Nothing was stored. Try again.");
  }

  @Test
  void namesCannotSteerTheTerminal() throws Exception {
    PlainView view = view(PlainView.Detail.FULL);
    view.show(new UiEvent.Saved("a\u001b[2Jb", null, 5, null));
    view.show(new UiEvent.Warning("\u202egnp.exe"));
    view.show(new UiEvent.Skipped("x\r", "y\n"));
    assertThat(out() + err()).doesNotContain("\u001b", "\u202e", "\r\n\r").contains("\\u{1b}[2Jb");
  }

  @Test
  void aTextIsAResultAndKeepsItsLinesOnly() throws Exception {
    PlainView view = view(PlainView.Detail.CODE_ONLY);
    view.show(new UiEvent.Text("one\n\ttwo \u001b]0;x\u0007\u202e\r\nthree\r" + "y".repeat(2000)));
    assertThat(out().lines())
        .containsExactly(
            "one", "\ttwo \\u{1b}]0;x\\u{7}\\u{202e}", "three\\u{d}" + "y".repeat(2000));
  }

  @Test
  void ofManyFilesEachIsToldOnlyWhenAskedFor() throws Exception {
    for (PlainView.Detail detail : PlainView.Detail.values()) {
      PlainView view = view(detail);
      view.show(
          new UiEvent.Offer(
              java.util.List.of(), 11, java.util.List.of(), 5, UiEvent.Direction.SENDING));
      view.show(new UiEvent.Delivered("x", 5, null));
      view.show(new UiEvent.Skipped("y", "exists"));
      assertThat(err().contains("Stored at the other side: x"))
          .isEqualTo(detail == PlainView.Detail.EACH_FILE);
      err.reset();
    }
  }

  @Test
  void theEndTellsWhatWasLeftOutAndWhatFailed() throws Exception {
    view(PlainView.Detail.FULL)
        .show(new UiEvent.Done(5_000_000, Duration.ofSeconds(1), new UiEvent.Tally(3, 2, 1)));
    assertThat(err().strip())
        .isEqualTo("Done: 3 files, 5.00 MB in 1.0 s, 5.00 MB/s; 2 left out; 1 with problems.");
  }

  @Test
  void progressIsToldByTenths() throws Exception {
    PlainView view = view(PlainView.Detail.FULL);
    for (int bytes = 0; bytes <= 1000; bytes++) {
      view.show(new UiEvent.Progress(bytes, 1000, 1));
    }
    assertThat(err().lines()).hasSize(9);
  }

  @Test
  void aReaderThatHasGoneIsNoticed() {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    try (PrintStream broken = new PrintStream(closed, false, StandardCharsets.UTF_8)) {
      PlainView view = new PlainView(broken, broken, PlainView.Detail.FULL);
      assertThatThrownBy(() -> view.show(new UiEvent.CodeReady("1", "2", UiEvent.Reach.RELAY)))
          .isInstanceOf(View.OutputClosedException.class);
    }
  }
}
