package sluice.app.session;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import sluice.app.ExitCode;
import sluice.app.transfer.ConflictPolicy;
import sluice.app.ui.Frontend;
import sluice.app.ui.Questions;
import sluice.app.ui.UiEvent;
import sluice.signaling.Code;
import sluice.signaling.CodeChoice;
import sluice.signaling.RelayAccess;
import sluice.transport.PeerConnection;
import sluice.transport.PeerOptions;

/// A sender or a receiver on a thread of its own, as the commands run them.
final class SessionRun {
  private static final long PATIENCE_SECONDS = 90;

  final RecordingView view = new RecordingView();
  private final CompletableFuture<ExitCode> exit;

  private interface Command {
    ExitCode run(Frontend frontend);
  }

  private SessionRun(String name, Optional<Questions> person, Command command) {
    Frontend frontend = new Frontend(view, person);
    exit =
        CompletableFuture.supplyAsync(
            () -> command.run(frontend),
            task -> Thread.ofPlatform().daemon().name(name).start(task));
  }

  /// What a sender is told, to be changed by a test.
  static SendOrder order(Optional<URI> relay, List<Path> files) {
    return new SendOrder(
        new Payload.Files(files.stream().map(Path::toString).toList()),
        Optional.empty(),
        new CodeChoice.Words(2),
        Optional.empty(),
        Set.of(),
        new Meeting(
            relay, RelayAccess.DIRECT, PeerOptions.defaults(), Optional.of(Duration.ofMinutes(1))));
  }

  static SessionRun send(Optional<URI> relay, Path... files) {
    return send(order(relay, List.of(files)), Optional.empty(), PeerConnection::open);
  }

  static SessionRun send(SendOrder order, Optional<Questions> person, PeerConnector connector) {
    return new SessionRun(
        "sender", person, frontend -> SendSession.run(order, frontend, connector));
  }

  static SessionRun receive(Optional<URI> relay, String code, Path output) {
    return receive(
        relay, code, output, ConflictPolicy.FAIL, Optional.empty(), PeerConnection::open);
  }

  static SessionRun receive(
      Optional<URI> relay,
      String code,
      Path output,
      ConflictPolicy conflicts,
      Optional<Questions> person,
      PeerConnector connector) {
    Code typed = ((Code.Reading.Valid) Code.read(code)).code();
    ReceiveOrder order =
        new ReceiveOrder(
            Optional.of(typed),
            new Target.Files(Optional.of(output.toString())),
            person.isPresent() ? ReceiveOrder.Consent.ASK : ReceiveOrder.Consent.GIVEN,
            conflicts,
            Set.of(),
            new Meeting(
                relay,
                RelayAccess.DIRECT,
                PeerOptions.defaults(),
                Optional.of(Duration.ofMinutes(1))));
    return new SessionRun(
        "receiver", person, frontend -> ReceiveSession.run(order, frontend, connector));
  }

  static SessionRun receive(ReceiveOrder order) {
    return new SessionRun(
        "receiver",
        Optional.empty(),
        frontend -> ReceiveSession.run(order, frontend, PeerConnection::open));
  }

  /// Waits for the sender's code.
  String code() throws InterruptedException {
    return view.await(UiEvent.CodeReady.class).code();
  }

  /// Waits for the end.
  ExitCode exit() throws Exception {
    try {
      return exit.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (java.util.concurrent.TimeoutException late) {
      throw new AssertionError("still running after " + view.events(), late);
    }
  }
}
