package sluice.app.session;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import sluice.app.ExitCode;
import sluice.app.files.DestinationOptions;
import sluice.app.files.IgnoreRules;
import sluice.app.files.SourceOptions;
import sluice.app.files.SyncTarget;
import sluice.app.sync.SyncTerms;
import sluice.app.transfer.ConflictPolicy;
import sluice.app.ui.UiEvent;
import sluice.signaling.Code;
import sluice.signaling.CodeChoice;
import sluice.signaling.RelayAccess;
import sluice.transport.PeerConnection;
import sluice.transport.PeerOptions;

/// Syncs of one folder to another, each a session of its own over the whole stack.
final class SyncRun {
  private final URI relay;
  private final Path source;
  private final Path state;
  private SyncTarget.Wish wish;

  /// How one ended.
  record Ended(ExitCode sender, ExitCode receiver, List<UiEvent> events) {
    UiEvent.Synced synced() {
      return events.stream()
          .filter(UiEvent.Synced.class::isInstance)
          .map(UiEvent.Synced.class::cast)
          .findFirst()
          .orElseThrow(() -> new AssertionError("not synced: " + events));
    }
  }

  SyncRun(URI relay, Path source, Path destination, Path state) {
    this.relay = relay;
    this.source = source;
    this.state = state;
    this.wish =
        new SyncTarget.Wish(
            destination,
            state,
            "a test",
            SyncTarget.Who.READER,
            "",
            SyncTarget.Deletion.WHAT_IS_NOT_OFFERED,
            OptionalLong.empty(),
            IgnoreRules.NONE,
            new SyncTarget.Keeping.Nothing());
  }

  SyncRun maxDelete(long most) {
    wish =
        new SyncTarget.Wish(
            wish.folder(),
            state,
            wish.holder(),
            wish.who(),
            wish.writer(),
            wish.deletion(),
            OptionalLong.of(most),
            wish.excluded(),
            wish.keeping());
    return this;
  }

  SyncRun keeping(SyncTarget.Keeping keeping) {
    wish =
        new SyncTarget.Wish(
            wish.folder(),
            state,
            wish.holder(),
            wish.who(),
            wish.writer(),
            wish.deletion(),
            wish.maxDelete(),
            wish.excluded(),
            keeping);
    return this;
  }

  private Meeting meeting() {
    return new Meeting(
        Optional.of(relay),
        RelayAccess.DIRECT,
        PeerOptions.defaults(),
        Optional.of(Duration.ofMinutes(1)));
  }

  SessionRun send() {
    SendOrder order =
        new SendOrder(
            new Payload.Sync(
                source.toString(), SourceOptions.PLAIN, SyncTerms.Comparing.BY_SIZE_AND_TIME),
            Optional.empty(),
            new CodeChoice.Words(2),
            Optional.empty(),
            Set.of(),
            meeting());
    return SessionRun.send(order, Optional.empty(), PeerConnection::open);
  }

  SessionRun receive(String code) {
    Code typed = ((Code.Reading.Valid) Code.read(code)).code();
    return SessionRun.receive(
        new ReceiveOrder(
            Optional.of(typed),
            new Target.Sync(wish, new DestinationOptions(Set.of())),
            ReceiveOrder.Consent.GIVEN,
            ConflictPolicy.OVERWRITE,
            Set.of(),
            meeting()));
  }

  /// Runs one to its end.
  Ended run() throws Exception {
    SessionRun sender = send();
    SessionRun receiver = receive(sender.code());
    ExitCode received = receiver.exit();
    return new Ended(sender.exit(), received, receiver.view.events());
  }
}
