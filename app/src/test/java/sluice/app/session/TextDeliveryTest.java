package sluice.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.ExitCode;
import sluice.app.relay.MeddlingRelay;
import sluice.app.streams.StandardOutput;
import sluice.app.transfer.ConflictPolicy;
import sluice.app.transfer.Limits;
import sluice.app.ui.UiEvent;
import sluice.signaling.Code;
import sluice.signaling.CodeChoice;
import sluice.transport.PeerConnection;

/// Texts: shown at the other side, never stored; and offers that are only looked at.
final class TextDeliveryTest {
  @TempDir Path directory;
  private Path output;
  private MeddlingRelay relay;

  @BeforeEach
  void startRelay() throws Exception {
    relay = MeddlingRelay.honest();
    output = Files.createDirectory(directory.resolve("received"));
  }

  @AfterEach
  void stopRelay() {
    relay.close();
  }

  private Meeting meeting() {
    return SessionRun.order(Optional.of(relay.uri()), java.util.List.of()).meeting();
  }

  private SessionRun send(Payload payload) {
    SendOrder order =
        new SendOrder(
            payload,
            Optional.empty(),
            new CodeChoice.Words(2),
            Optional.empty(),
            Set.of(),
            meeting());
    return SessionRun.send(order, Optional.empty(), PeerConnection::open);
  }

  private SessionRun receive(String code, Target target, ReceiveOrder.Consent consent) {
    return SessionRun.receive(
        new ReceiveOrder(
            Optional.of(((Code.Reading.Valid) Code.read(code)).code()),
            target,
            consent,
            consent == ReceiveOrder.Consent.REHEARSAL ? ConflictPolicy.ASK : ConflictPolicy.FAIL,
            Set.of(),
            meeting()));
  }

  private void assertNothingStored() throws Exception {
    try (Stream<Path> stored = Files.list(output)) {
      assertThat(stored).isEmpty();
    }
  }

  private Target files() {
    return new Target.Files(Optional.of(output.toString()));
  }

  @Test
  void aTextIsShownUnaskedAndNotStored() throws Exception {
    String text = "the code is 4711\n\u001b[2Jcaf\u00e9 \ud83e\udda6";
    SessionRun sender = send(new Payload.Text(text));
    SessionRun receiver =
        SessionRun.receive(
            Optional.of(relay.uri()),
            sender.code(),
            output,
            ConflictPolicy.ASK,
            Optional.of(new ScriptedPerson()),
            PeerConnection::open);
    assertThat(receiver.exit()).isEqualTo(ExitCode.DONE);
    assertThat(sender.exit()).isEqualTo(ExitCode.DONE);
    assertThat(receiver.view.await(UiEvent.Text.class).text()).isEqualTo(text);
    assertThat(receiver.view.events()).noneMatch(UiEvent.Saved.class::isInstance);
    assertNothingStored();
  }

  @Test
  void theLongestTextArrives() throws Exception {
    String text = "x".repeat(Limits.TEXT_BYTES);
    SessionRun sender = send(new Payload.Text(text));
    SessionRun receiver = receive(sender.code(), files(), ReceiveOrder.Consent.GIVEN);
    assertThat(receiver.exit()).isEqualTo(ExitCode.DONE);
    assertThat(receiver.view.await(UiEvent.Text.class).text()).isEqualTo(text);
    assertThat(sender.exit()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void toStandardOutputItGoesAsItIs() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SessionRun sender = send(new Payload.Text("\u001b[1mraw"));
    Target reader = new Target.Reader("standard output", () -> new StandardOutput(out));
    assertThat(receive(sender.code(), reader, ReceiveOrder.Consent.GIVEN).exit())
        .isEqualTo(ExitCode.DONE);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("\u001b[1mraw");
  }

  @Test
  void aRehearsalShowsTheOfferAndLeavesTheCode() throws Exception {
    Path file = Files.write(directory.resolve("file.bin"), new byte[1000]);
    Files.writeString(output.resolve("file.bin"), "mine");
    SessionRun sender = SessionRun.send(Optional.of(relay.uri()), file);
    SessionRun rehearsal = receive(sender.code(), files(), ReceiveOrder.Consent.REHEARSAL);
    assertThat(rehearsal.exit()).isEqualTo(ExitCode.DONE);
    assertThat(rehearsal.view.await(UiEvent.Offer.class).bytes()).isEqualTo(1000);
    assertThat(rehearsal.view.events()).contains(new UiEvent.Exists("file.bin"));
    assertThat(rehearsal.view.events()).noneMatch(UiEvent.Done.class::isInstance);
    sender.view.await(UiEvent.Warning.class, note -> note.message().contains("still holds"));
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    sender.view.await(
        UiEvent.Waiting.class,
        _ -> sender.view.events().stream().filter(UiEvent.Waiting.class::isInstance).count() > 1);
    assertThat(SessionRun.receive(Optional.of(relay.uri()), sender.code(), elsewhere).exit())
        .isEqualTo(ExitCode.DONE);
    assertThat(sender.exit()).isEqualTo(ExitCode.DONE);
    assertThat(output.resolve("file.bin")).hasContent("mine");
  }
}
