package sluice.app.session;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.app.ExitCode;
import sluice.app.peers.Peer;
import sluice.app.peers.PeerAnswer;
import sluice.app.peers.PeerRequest;
import sluice.app.peers.PeerStore;
import sluice.app.ui.Ending;
import sluice.app.ui.Frontend;
import sluice.app.ui.UiEvent;
import sluice.signaling.AwakeClock;
import sluice.signaling.KeptPairing;
import sluice.signaling.Lobby;
import sluice.signaling.Reception;
import sluice.signaling.ReceptionEvent;
import sluice.signaling.SignalingFailure;
import sluice.signaling.TimeOfDay;

/// Waits for one session of a paired peer, with a person or a script that started it for this:
/// `receive --from`, `pipe --from`.
public final class PeerWaiting {
  private static final long NEVER = Long.MAX_VALUE;

  private final Peer peer;
  private final PeerRequest.Verb verb;
  private final Task task;
  private final Meeting meeting;
  private final PeerStore store;
  private final Frontend frontend;
  private final Teller teller;
  private final SessionQueue queue = new SessionQueue();
  private final AwakeClock clock = new AwakeClock(System::nanoTime);
  private @Nullable Answered active;

  private PeerWaiting(
      Peer peer,
      PeerRequest.Verb verb,
      Task task,
      Meeting meeting,
      PeerStore store,
      Frontend frontend) {
    this.peer = peer;
    this.verb = verb;
    this.task = task;
    this.meeting = meeting;
    this.store = store;
    this.frontend = frontend;
    this.teller = new Teller(frontend.view());
  }

  /// Runs it on the calling thread.
  ///
  /// @param verb what the peer has to ask for
  public static ExitCode run(
      Peer peer,
      PeerRequest.Verb verb,
      Task task,
      Meeting meeting,
      PeerStore store,
      Frontend frontend) {
    PeerWaiting waiting = new PeerWaiting(peer, verb, task, meeting, store, frontend);
    Outcome outcome = waiting.run();
    if (outcome instanceof Outcome.Failed(Ending ending)) {
      waiting.teller.tell(new UiEvent.Failed(ending));
    }
    return outcome.exit();
  }

  private Outcome run() {
    List<URI> relays = meeting.relaysOf(peer);
    if (relays.isEmpty()) {
      return new Outcome.Failed(PeerEndings.noRelay(peer.name()));
    }
    Stops.ofProcess().deliverTo(queue);
    List<Reception> receptions = new ArrayList<>();
    try (var _ = store.holdAnswers(peer.pairing())) {
      KeptPairing kept = new KeptPairing(peer.pairing(), store.lastWindow(peer.pairing()));
      for (URI relay : relays) {
        receptions.add(
            Reception.open(
                relay, meeting.access(), TimeOfDay.ofSystem(Built.AT), List.of(kept), hear(relay)));
      }
      teller.tell(new UiEvent.Waiting());
      return await();
    } catch (IOException unreadable) {
      return new Outcome.Failed(PeerEndings.store(String.valueOf(unreadable.getMessage())));
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return new Outcome.Failed(Endings.interrupted());
    } finally {
      receptions.forEach(Reception::close);
    }
  }

  private Consumer<ReceptionEvent> hear(URI relay) {
    return event -> {
      switch (event) {
        case ReceptionEvent.Called(_, var lobby) -> answer(relay, lobby);
        case ReceptionEvent.RelayLost(String detail) ->
            queue.post(new Post.Note("The relay " + relay + " is away (" + detail + ")."));
        case ReceptionEvent.Watching() -> {}
      }
    };
  }

  /// One call at a time; who calls meanwhile waits, and is told of again.
  private synchronized void answer(URI relay, Lobby lobby) {
    if (active == null) {
      active = Answered.call(relay, peer, lobby, meeting, queue);
    }
  }

  private synchronized @Nullable Answered active() {
    return active;
  }

  private synchronized void forget() {
    Answered over = active;
    active = null;
    if (over != null) {
      over.forget(queue);
    }
  }

  private Outcome await() throws IOException, InterruptedException {
    Duration patience = SendSession.patience(meeting, frontend);
    long until = patience == null ? NEVER : clock.nowNanos() + patience.toNanos();
    while (true) {
      Parley parley = new Parley(queue, new Teller(new WarningsOnly(frontend.view())));
      long left = until == NEVER ? NEVER : until - clock.nowNanos();
      Parley.Step step = parley.next(left);
      if (step instanceof Parley.Step.TimeOut && patience != null) {
        return new Outcome.Failed(PeerEndings.nobodyCame(peer.name(), patience));
      }
      if (step instanceof Parley.Step.Stopped(var request)) {
        return new Outcome.Failed(Endings.stopped(request));
      }
      Outcome outcome = step instanceof Parley.Step.Paired ? serve(parley) : null;
      if (outcome != null) {
        return outcome;
      }
      if (step instanceof Parley.Step.Failed(SignalingFailure.WrongCode _)) {
        teller.warn("Somebody came with another secret than " + peer.name() + " has here.");
      }
      forget();
    }
  }

  private @Nullable Outcome serve(Parley parley) throws IOException, InterruptedException {
    Answered line = active();
    if (line == null) {
      return null;
    }
    teller.tell(new UiEvent.Paired());
    ServedSession session =
        new ServedSession(
            peer,
            this::admit,
            meeting,
            store,
            frontend,
            ServedSession.Witness.NONE,
            Optional.empty());
    return switch (session.run(line, parley, queue, teller)) {
      case ServedSession.Result.Served(Outcome outcome) -> outcome;
      case ServedSession.Result.Broken(Outcome.Failed(Ending ending)) -> {
        if (ending.exit() == ExitCode.INTERRUPTED || ending.exit() == ExitCode.TERMINATED) {
          yield new Outcome.Failed(ending);
        }
        teller.warn(peer.name() + " came and went: " + ending.message());
        yield null;
      }
      case ServedSession.Result.Refused(PeerAnswer.Refused answer) -> {
        teller.warn(peer.name() + " was refused: " + answer.sentence() + ".");
        yield null;
      }
    };
  }

  private Doorkeeper.Admission admit(Peer who, PeerRequest request) {
    if (request.verb() == verb) {
      return new Doorkeeper.Admission.Granted(task, List.of(), exit -> {});
    }
    return new Doorkeeper.Admission.Refused(
        new PeerAnswer.Refused(
            PeerAnswer.Reason.NOT_PERMITTED,
            "it waits for " + verb.word() + ", not for " + request.verb().word()));
  }
}
