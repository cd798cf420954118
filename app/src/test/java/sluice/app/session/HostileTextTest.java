package sluice.app.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.app.Escaper;
import sluice.app.ExitCode;
import sluice.app.relay.MeddlingRelay;
import sluice.app.transfer.ConflictPolicy;
import sluice.app.transfer.ErrorCode;
import sluice.app.transfer.FileName;
import sluice.app.transfer.TransferFailure;
import sluice.app.ui.JsonView;
import sluice.app.ui.PlainView;
import sluice.app.ui.UiEvent;
import sluice.app.ui.View;
import sluice.transport.PeerConnection;

/// Texts of the other side on their way to the screen: harmless there, and not longer than they may be.
final class HostileTextTest {
  @TempDir Path directory;

  private static String shown(TransferFailure failure, Function<PrintStream, View> view)
      throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, UTF_8);
    view.apply(out).show(new UiEvent.Failed(TransferEndings.of(failure, Endings.Side.SENDER)));
    return bytes.toString(UTF_8);
  }

  private static String onTheScreen(TransferFailure failure) throws Exception {
    return shown(failure, out -> new PlainView(out, out, PlainView.Detail.FULL));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x1b, 0x0a, 0x9b, 0x202e, 0x061c, 0x200f, 0xfeff, 0xe0041})
  void whatSteersOrHidesIsShownAsItsNumber(int codePoint) throws Exception {
    String hostile = Character.toString(codePoint);
    String text = "no" + hostile + "thanks";
    String visible = "no\\u{" + Integer.toHexString(codePoint) + "}thanks";
    for (TransferFailure failure :
        new TransferFailure[] {
          new TransferFailure.Declined(text),
          new TransferFailure.Remote(ErrorCode.DISK_FULL, text),
          new TransferFailure.Refused(ErrorCode.PROTOCOL, text)
        }) {
      assertThat(onTheScreen(failure).strip()).contains(visible).doesNotContain(hostile);
      assertThat(shown(failure, out -> new JsonView(out, Clock.systemUTC())).strip())
          .contains("no\\\\u{")
          .doesNotContain(hostile);
    }
    assertThat(FileName.of(text).display()).isEqualTo(visible);
  }

  @Test
  void whatIsTooLongIsCut() throws Exception {
    String text = "x".repeat(10_000);
    assertThat(onTheScreen(new TransferFailure.Declined(text)))
        .contains("x".repeat(Escaper.MAX_CODE_POINTS) + "…")
        .hasSizeLessThan(Escaper.MAX_CODE_POINTS + 200);
    assertThat(FileName.of(text).display()).hasSize(Escaper.MAX_CODE_POINTS + 1);
    byte[] noText = new byte[10_000];
    noText[0] = (byte) 0xff;
    assertThat(FileName.ofBytes(noText).display()).hasSize(Escaper.MAX_CODE_POINTS + 1);
  }

  @Test
  void theQuestionAboutAConflictShowsTheNameHarmless() throws Exception {
    String name = "a\u061c\ufeffb";
    Path file = Files.writeString(directory.resolve(name), "theirs");
    Path output = Files.createDirectory(directory.resolve("received"));
    Files.writeString(output.resolve(name), "mine");
    ScriptedPerson person = new ScriptedPerson("y", "skip");
    try (MeddlingRelay relay = MeddlingRelay.honest()) {
      SessionRun sender = SessionRun.send(Optional.of(relay.uri()), file);
      SessionRun receiver =
          SessionRun.receive(
              Optional.of(relay.uri()),
              sender.code(),
              output,
              ConflictPolicy.ASK,
              Optional.of(person),
              PeerConnection::open);
      assertThat(receiver.exit()).isEqualTo(ExitCode.DONE);
    }
    assertThat(person.questions().get(1)).startsWith("a\\u{61c}\\u{feff}b exists");
  }
}
