package sluice.app.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.ExitCode;
import sluice.app.relay.MeddlingRelay;
import sluice.app.transfer.ConflictPolicy;
import sluice.app.ui.UiEvent;
import sluice.signaling.Code;
import sluice.signaling.CodeChoice;
import sluice.signaling.RelayAccess;
import sluice.transport.PeerConnection;
import sluice.transport.PeerOptions;

/// Runs that do not end well, or nearly not: each with its exit code and a sentence.
final class FailedRunTest {
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

  private static String wrong(String code) {
    String nameplate = code.substring(0, code.indexOf('-'));
    return nameplate + (code.endsWith("pelican-violin") ? "-tavern-khaki" : "-pelican-violin");
  }

  private void assertNothingStored() throws Exception {
    try (Stream<Path> stored = Files.list(output)) {
      assertThat(stored).isEmpty();
    }
  }

  @Test
  void aWrongCodeIsTheEndOfThatCodeForAScript() throws Exception {
    SessionRun sender = SessionRun.send(uri, file);
    String code = sender.code();
    SessionRun guesser = SessionRun.receive(uri, wrong(code), output);
    assertThat(guesser.exit()).isEqualTo(ExitCode.CODE_REFUSED);
    assertThat(guesser.view.failureMessage()).contains("is dead now", "Ask the sender");
    assertThat(sender.exit()).isEqualTo(ExitCode.CODE_REFUSED);
    assertThat(sender.view.failureMessage()).contains("single guess", "Send again");
    SessionRun late = SessionRun.receive(uri, code, output);
    assertThat(late.exit()).isEqualTo(ExitCode.CODE_REFUSED);
    assertThat(late.view.failure()).isEqualTo("code_unknown");
    assertNothingStored();
  }

  @Test
  void aPersonIsOfferedAFreshCodeAfterAWrongGuess() throws Exception {
    ScriptedPerson person = new ScriptedPerson("y");
    SessionRun sender =
        SessionRun.send(
            SessionRun.order(uri, List.of(file)), Optional.of(person), PeerConnection::open);
    String code = sender.code();
    assertThat(SessionRun.receive(uri, wrong(code), output).exit())
        .isEqualTo(ExitCode.CODE_REFUSED);
    String fresh =
        sender.view.await(UiEvent.CodeReady.class, ready -> !ready.code().equals(code)).code();
    assertThat(person.questions()).containsExactly("Offer a fresh code? [Y/n] ");
    assertThat(SessionRun.receive(uri, fresh, output).exit()).isEqualTo(ExitCode.DONE);
    assertThat(sender.exit()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void aPersonWhoDeclinesTheFreshCodeEndsWithFour() throws Exception {
    SessionRun sender =
        SessionRun.send(
            SessionRun.order(uri, List.of(file)),
            Optional.of(new ScriptedPerson("n")),
            PeerConnection::open);
    SessionRun.receive(uri, wrong(sender.code()), output);
    assertThat(sender.exit()).isEqualTo(ExitCode.CODE_REFUSED);
  }

  @Test
  void aRelayThatIsNotThereIsFive() throws Exception {
    Optional<URI> nowhere = Optional.of(URI.create("ws://127.0.0.1:1"));
    SessionRun sender = SessionRun.send(nowhere, file);
    assertThat(sender.exit()).isEqualTo(ExitCode.RELAY_UNREACHABLE);
    assertThat(sender.view.failureMessage()).contains("ws://127.0.0.1:1", "cannot be reached");
  }

  @Test
  void aServerThatIsNoRelayIsCalledThat() throws Exception {
    try (ServerSocket stranger = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> greetAsSomethingElse(stranger));
      Optional<URI> uri = Optional.of(URI.create("ws://127.0.0.1:" + stranger.getLocalPort()));
      SessionRun sender = SessionRun.send(uri, file);
      assertThat(sender.exit()).isEqualTo(ExitCode.RELAY_UNREACHABLE);
      assertThat(sender.view.failureMessage()).contains("no sluice relay");
    }
  }

  private static void greetAsSomethingElse(ServerSocket stranger) {
    while (true) {
      try (Socket caller = stranger.accept()) {
        var request = new BufferedReader(new InputStreamReader(caller.getInputStream(), US_ASCII));
        // To its end: closing a socket with something unread would reset it under the answer.
        for (String line = request.readLine(); line != null && !line.isEmpty(); ) {
          line = request.readLine();
        }
        caller
            .getOutputStream()
            .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII));
      } catch (IOException closed) {
        return;
      }
    }
  }

  @Test
  void nobodyComesWithinTheTimeLimit() throws Exception {
    SendOrder order =
        new SendOrder(
            new Payload.Files(List.of(file.toString())),
            Optional.empty(),
            new CodeChoice.Words(2),
            Optional.empty(),
            Set.of(),
            new Meeting(
                uri,
                RelayAccess.DIRECT,
                PeerOptions.defaults(),
                Optional.of(Duration.ofMillis(300))));
    SessionRun sender = SessionRun.send(order, Optional.empty(), PeerConnection::open);
    assertThat(sender.exit()).isEqualTo(ExitCode.NOBODY_CAME);
    assertThat(sender.view.failureMessage()).contains("--timeout");
  }

  @Test
  void whatExistsIsNotReplacedUnasked() throws Exception {
    Path target = Files.writeString(output.resolve("file.bin"), "mine");
    SessionRun sender = SessionRun.send(uri, file);
    SessionRun receiver = SessionRun.receive(uri, sender.code(), output);
    assertThat(receiver.exit()).isEqualTo(ExitCode.CONFLICT);
    assertThat(receiver.view.failureMessage()).contains("exists", "--on-conflict");
    assertThat(sender.exit()).isEqualTo(ExitCode.CONFLICT);
    assertThat(target).hasContent("mine");
  }

  @Test
  void aPersonIsAskedAboutTheOfferAndAboutWhatExists() throws Exception {
    Files.writeString(output.resolve("file.bin"), "mine");
    ScriptedPerson person = new ScriptedPerson("what", "", "huh", "rename");
    SessionRun sender = SessionRun.send(uri, file);
    SessionRun receiver =
        SessionRun.receive(
            uri,
            sender.code(),
            output,
            ConflictPolicy.ASK,
            Optional.of(person),
            PeerConnection::open);
    assertThat(receiver.exit()).isEqualTo(ExitCode.DONE);
    assertThat(sender.exit()).isEqualTo(ExitCode.DONE);
    assertThat(person.questions()).hasSize(4);
    assertThat(output.resolve("file.bin")).hasContent("mine");
    assertThat(Files.mismatch(file, output.resolve("file (1).bin"))).isEqualTo(-1);
  }

  @Test
  void decliningIsThreeOnBothSides() throws Exception {
    SessionRun sender = SessionRun.send(uri, file);
    SessionRun receiver =
        SessionRun.receive(
            uri,
            sender.code(),
            output,
            ConflictPolicy.ASK,
            Optional.of(new ScriptedPerson("n")),
            PeerConnection::open);
    assertThat(receiver.exit()).isEqualTo(ExitCode.DECLINED);
    assertThat(sender.exit()).isEqualTo(ExitCode.DECLINED);
    assertThat(sender.view.failureMessage()).contains("declined");
    assertNothingStored();
  }

  @Test
  void aTargetThatCannotBeWrittenIsSeenBeforeTheCodeIsUsed() throws Exception {
    SessionRun sender = SessionRun.send(uri, file);
    SessionRun receiver =
        SessionRun.receive(uri, sender.code(), directory.resolve("file.bin").resolve("below"));
    assertThat(receiver.exit()).isEqualTo(ExitCode.LOCAL_FILE);
    assertThat(receiver.view.failureMessage()).contains("-o", directory.toString());
    assertThat(SessionRun.receive(uri, sender.code(), output).exit()).isEqualTo(ExitCode.DONE);
    assertThat(sender.exit()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void aFileThatIsNotThereIsEightBeforeAnyCodeIsMade() throws Exception {
    SessionRun sender = SessionRun.send(uri, directory.resolve("missing"));
    assertThat(sender.exit()).isEqualTo(ExitCode.LOCAL_FILE);
    assertThat(sender.view.events()).hasSize(1);
    assertThat(sender.view.failureMessage()).contains("missing");
  }

  @Test
  void aGivenCodeIsUsedAndWrittenToItsFile() throws Exception {
    Path codeFile = directory.resolve("code");
    Code given = ((Code.Reading.Valid) Code.read("4711-pelican-violin")).code();
    SendOrder order =
        new SendOrder(
            new Payload.Files(List.of(file.toString())),
            Optional.empty(),
            new CodeChoice.Given(given),
            Optional.of(codeFile),
            Set.of(),
            new Meeting(
                uri,
                RelayAccess.DIRECT,
                PeerOptions.defaults(),
                Optional.of(Duration.ofMinutes(1))));
    SessionRun sender = SessionRun.send(order, Optional.empty(), PeerConnection::open);
    assertThat(sender.code()).isEqualTo("4711-pelican-violin");
    assertThat(codeFile).hasContent("4711-pelican-violin");
    assertThat(Files.getPosixFilePermissions(codeFile))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    SessionRun second = SessionRun.send(order, Optional.empty(), PeerConnection::open);
    assertThat(second.exit()).isEqualTo(ExitCode.CODE_REFUSED);
    assertThat(second.view.failure()).isEqualTo("nameplate_taken");
    assertThat(SessionRun.receive(uri, sender.code(), output).exit()).isEqualTo(ExitCode.DONE);
    assertThat(sender.exit()).isEqualTo(ExitCode.DONE);
    assertThat(codeFile).doesNotExist();
  }

  private SessionRun verifyingSender(String answer) {
    SendOrder order =
        new SendOrder(
            new Payload.Files(List.of(file.toString())),
            Optional.empty(),
            new CodeChoice.Words(2),
            Optional.empty(),
            Set.of(SendOrder.Extra.VERIFY),
            new Meeting(
                uri,
                RelayAccess.DIRECT,
                PeerOptions.defaults(),
                Optional.of(Duration.ofMinutes(1))));
    return SessionRun.send(order, Optional.of(new ScriptedPerson(answer)), PeerConnection::open);
  }

  @Test
  void bothSidesShowTheSameWordsAndTheSenderConfirms() throws Exception {
    SessionRun sender = verifyingSender("y");
    SessionRun receiver = SessionRun.receive(uri, sender.code(), output);
    assertThat(receiver.exit()).isEqualTo(ExitCode.DONE);
    assertThat(sender.exit()).isEqualTo(ExitCode.DONE);
    UiEvent.Verification shown = sender.view.await(UiEvent.Verification.class);
    assertThat(receiver.view.await(UiEvent.Verification.class)).isEqualTo(shown);
    assertThat(shown.words().split(" ")).hasSize(4);
  }

  @Test
  void wordsThatDifferEndEverythingBeforeAnythingIsOffered() throws Exception {
    SessionRun sender = verifyingSender("");
    SessionRun receiver = SessionRun.receive(uri, sender.code(), output);
    assertThat(sender.exit()).isEqualTo(ExitCode.UNSAFE_PEER);
    assertThat(sender.view.failure()).isEqualTo("words_differ");
    assertThat(receiver.exit().status()).isNotZero();
    assertThat(receiver.view.events()).noneMatch(UiEvent.Offer.class::isInstance);
    assertNothingStored();
  }
}
