package sluice.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sluice.app.ExitCode;
import sluice.app.relay.MeddlingRelay;
import sluice.app.transfer.ConflictPolicy;
import sluice.app.transfer.ErrorCode;
import sluice.app.transfer.TransferFailure;
import sluice.app.ui.UiEvent;
import sluice.signaling.CodeChoice;
import sluice.transport.PeerConnection;

/// A receiver that leaves before it has answered leaves the code as it was: the sender waits for the next.
final class UnansweredOfferTest {
  @TempDir Path directory;
  private Path output;
  private Path file;
  private MeddlingRelay relay;
  private Optional<URI> uri;

  @BeforeEach
  void startRelay() throws Exception {
    relay = MeddlingRelay.honest();
    uri = Optional.of(relay.uri());
    output = Files.createDirectory(directory.resolve("received"));
    file = Files.write(directory.resolve("file.bin"), new byte[200_000]);
  }

  @AfterEach
  void stopRelay() {
    relay.close();
  }

  private SessionRun receive(String code, String... answers) {
    return receive(uri, code, answers);
  }

  private SessionRun receive(Optional<URI> meeting, String code, String... answers) {
    return SessionRun.receive(
        meeting,
        code,
        output,
        ConflictPolicy.ASK,
        Optional.of(new ScriptedPerson(answers)),
        PeerConnection::open);
  }

  private void assertStored(SessionRun sender, SessionRun receiver) throws Exception {
    assertThat(receiver.exit()).isEqualTo(ExitCode.DONE);
    assertThat(sender.exit()).isEqualTo(ExitCode.DONE);
    assertThat(Files.mismatch(file, output.resolve("file.bin"))).isEqualTo(-1);
  }

  @Test
  void ctrlCAtTheQuestionLeavesTheCodeToTheNext() throws Exception {
    SessionRun sender = SessionRun.send(uri, file);
    String code = sender.code();
    for (int i = 0; i < 2; i++) {
      assertThat(receive(code).exit()).isEqualTo(ExitCode.INTERRUPTED);
      awaitWaiting(sender, i + 2);
    }
    assertThat(sender.view.await(UiEvent.Warning.class).message())
        .contains("cancelled", "the code still holds");
    assertThat(sender.view.events()).noneMatch(UiEvent.Failed.class::isInstance);
    assertThat(sender.view.events()).filteredOn(UiEvent.CodeReady.class::isInstance).hasSize(1);
    assertStored(sender, receive(code, "y"));
  }

  @Test
  void theNumberOfThisNetworkIsTakenAgain() throws Exception {
    SessionRun sender = SessionRun.send(Optional.empty(), file);
    String code = sender.code();
    assertThat(receive(Optional.empty(), code).exit()).isEqualTo(ExitCode.INTERRUPTED);
    awaitWaiting(sender, 2);
    assertStored(sender, receive(Optional.empty(), code, "y"));
  }

  @Test
  void aReceiverWithoutAPlaceForItMayTryAnother() throws Exception {
    Path second = Files.write(directory.resolve("second.bin"), new byte[10]);
    SessionRun sender = SessionRun.send(uri, file, second);
    String code = sender.code();
    SessionRun oneName = SessionRun.receive(uri, code, output.resolve("one-name"));
    assertThat(oneName.exit()).isEqualTo(ExitCode.USAGE);
    awaitWaiting(sender, 2);
    assertStored(sender, receive(code, "y"));
  }

  @Test
  void anExplicitNoIsFinal() throws Exception {
    SessionRun sender = SessionRun.send(uri, file);
    assertThat(receive(sender.code(), "n").exit()).isEqualTo(ExitCode.DECLINED);
    assertThat(sender.exit()).isEqualTo(ExitCode.DECLINED);
    assertThat(sender.view.failure()).isEqualTo("declined");
  }

  @Test
  void aWrongGuessAfterALeftOfferKillsTheCode() throws Exception {
    SessionRun sender = SessionRun.send(uri, file);
    String code = sender.code();
    assertThat(receive(code).exit()).isEqualTo(ExitCode.INTERRUPTED);
    awaitWaiting(sender, 2);
    String nameplate = code.substring(0, code.indexOf('-'));
    String wrong = nameplate + (code.endsWith("violin") ? "-tavern-khaki" : "-pelican-violin");
    assertThat(receive(wrong, "y").exit()).isEqualTo(ExitCode.CODE_REFUSED);
    assertThat(sender.exit()).isEqualTo(ExitCode.CODE_REFUSED);
  }

  @Test
  void theCodeFileStaysUntilTheCodeIsUsed() throws Exception {
    Path codeFile = directory.resolve("code");
    SendOrder order =
        new SendOrder(
            new Payload.Files(List.of(file.toString())),
            Optional.empty(),
            new CodeChoice.Words(2),
            Optional.of(codeFile),
            Set.of(),
            SessionRun.order(uri, List.of(file)).meeting());
    SessionRun sender = SessionRun.send(order, Optional.empty(), PeerConnection::open);
    String code = sender.code();
    assertThat(receive(code).exit()).isEqualTo(ExitCode.INTERRUPTED);
    awaitWaiting(sender, 2);
    assertThat(codeFile).hasContent(code);
    assertStored(sender, receive(code, "y"));
    assertThat(codeFile).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(names = {"DISK_FULL", "QUOTA", "NOT_PERMITTED", "READ_ONLY", "USAGE", "INTERNAL"})
  void whatIsInTheWayAtTheOtherSideLeavesTheCode(ErrorCode code) {
    assertThat(unaccepted(new TransferFailure.Remote(code, "")))
        .isInstanceOf(Outcome.Unanswered.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"PROTOCOL", "ROLES", "UNSAFE_NAME", "DOTFILE", "EXISTS"})
  void whatAnotherTryCannotMendIsFinal(ErrorCode code) {
    assertThat(unaccepted(new TransferFailure.Remote(code, ""))).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void aReceiverThatIsGoneLeavesTheCode() {
    assertThat(new Outcome.Failed(Endings.peerGone()).beforeAcceptance())
        .isInstanceOf(Outcome.Unanswered.class);
  }

  @Test
  void ourOwnEndIsFinal() {
    assertThat(unaccepted(new TransferFailure.Cancelled())).isInstanceOf(Outcome.Failed.class);
    assertThat(new Outcome.Done().beforeAcceptance()).isEqualTo(new Outcome.Done());
  }

  private static Outcome unaccepted(TransferFailure failure) {
    return new Outcome.Failed(TransferEndings.of(failure, Endings.Side.SENDER)).beforeAcceptance();
  }

  /// Waits until the sender waits for the nth time.
  private static void awaitWaiting(SessionRun sender, int times) throws InterruptedException {
    sender.view.await(
        UiEvent.Waiting.class,
        _ ->
            sender.view.events().stream().filter(UiEvent.Waiting.class::isInstance).count()
                >= times);
  }
}
