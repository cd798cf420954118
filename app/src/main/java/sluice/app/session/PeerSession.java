package sluice.app.session;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import sluice.app.ExitCode;
import sluice.app.peers.Peer;
import sluice.app.peers.PeerAnswer;
import sluice.app.peers.PeerRequest;
import sluice.app.peers.PeerStore;
import sluice.app.ui.Ending;
import sluice.app.ui.Frontend;
import sluice.app.ui.UiEvent;
import sluice.signaling.KeptPairing;
import sluice.signaling.Purpose;
import sluice.signaling.Rendezvous;
import sluice.signaling.RendezvousOptions;
import sluice.signaling.TimeOfDay;
import sluice.transport.PeerConnection;

/// Comes to a paired peer, asks it for something, and does its own part of that when it is granted.
public final class PeerSession {
  /// The waiting side's doorkeeper may look at its disk.
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);

  private final Peer peer;
  private final PeerRequest request;
  private final Function<List<String>, Task> task;
  private final Meeting meeting;
  private final PeerStore store;
  private final Frontend frontend;
  private final Teller teller;
  private final PeerConnector connector;

  /// How it ended.
  ///
  /// @param facts what the waiting side told with its consent; none where it gave none
  /// @param ending what went wrong, told to the view already; nothing where all went well
  public record Result(ExitCode exit, List<String> facts, Optional<Ending> ending) {}

  private PeerSession(
      Peer peer,
      PeerRequest request,
      Function<List<String>, Task> task,
      Meeting meeting,
      PeerStore store,
      Frontend frontend,
      PeerConnector connector) {
    this.peer = peer;
    this.request = request;
    this.task = task;
    this.meeting = meeting;
    this.store = store;
    this.frontend = frontend;
    this.teller = new Teller(frontend.view());
    this.connector = connector;
  }

  /// Runs it on the calling thread.
  public static Result call(PeerCall call, PeerStore store, Frontend frontend) {
    return call(call.peer(), call.request(), facts -> call.task(), call.meeting(), store, frontend);
  }

  /// The same where one's own part depends on what the other side says with its consent.
  public static Result call(
      Peer peer,
      PeerRequest request,
      Function<List<String>, Task> task,
      Meeting meeting,
      PeerStore store,
      Frontend frontend) {
    return new PeerSession(peer, request, task, meeting, store, frontend, PeerConnection::open)
        .run();
  }

  private Result run() {
    List<URI> relays = meeting.relaysOf(peer);
    if (relays.isEmpty()) {
      return fail(PeerEndings.noRelay(peer.name()));
    }
    try {
      Result result = null;
      for (URI relay : relays) {
        result = attempt(relay);
        if (result.exit() != ExitCode.RELAY_UNREACHABLE) {
          break;
        }
      }
      if (result == null) {
        throw new IllegalStateException("no relay was tried");
      }
      result.ending().ifPresent(ending -> teller.tell(new UiEvent.Failed(ending)));
      return result;
    } catch (IOException unreadable) {
      return fail(PeerEndings.store(String.valueOf(unreadable.getMessage())));
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return fail(Endings.interrupted());
    }
  }

  private Result fail(Ending ending) {
    teller.tell(new UiEvent.Failed(ending));
    return failed(ending);
  }

  private static Result failed(Ending ending) {
    return new Result(ending.exit(), List.of(), Optional.of(ending));
  }

  private Result attempt(URI relay) throws IOException, InterruptedException {
    SessionQueue queue = new SessionQueue();
    Stops.ofProcess().deliverTo(queue);
    Parley parley = new Parley(queue, teller);
    // Whoever sends is the sender; before that is settled, it is who came.
    Endings.Side side = Endings.Side.SENDER;
    try (Rendezvous rendezvous =
        Rendezvous.call(
            relay,
            new KeptPairing(peer.pairing(), store.lastWindow(peer.pairing())),
            TimeOfDay.ofSystem(Built.AT),
            options(),
            event -> queue.post(new Post.Signaling(event)))) {
      parley.awaitPaired(peer.name(), side);
      noteMeeting(rendezvous);
      rendezvous.send(PeerMessage.write(new PeerMessage.Request(request)));
      List<String> facts = consent(parley.awaitMessage(peer.name(), side, ANSWER_LIMIT));
      Outcome outcome =
          OpenTask.run(
              task.apply(facts),
              parley,
              queue,
              frontend,
              teller,
              new PeerLine(rendezvous, meeting, connector, Optional.empty()));
      return new Result(outcome.exit(), facts, ending(outcome));
    } catch (PeerEndedException ended) {
      return failed(ended.ending());
    }
  }

  private void noteMeeting(Rendezvous rendezvous) throws IOException {
    if (rendezvous.window().isPresent()) {
      store.met(peer.pairing(), rendezvous.window().getAsLong());
    }
  }

  private List<String> consent(PeerMessage message) throws PeerEndedException {
    return switch (message) {
      case PeerMessage.Answer(PeerAnswer.Granted(List<String> facts)) -> facts;
      case PeerMessage.Answer(PeerAnswer.Refused refused) ->
          throw new PeerEndedException(PeerEndings.refused(refused, peer.name()));
      case PeerMessage.Request _, PeerMessage.Pair _, PeerMessage.Kept() ->
          throw new PeerEndedException(PeerEndings.outOfPlace());
    };
  }

  private static Optional<Ending> ending(Outcome outcome) {
    return outcome instanceof Outcome.Failed(Ending ending)
        ? Optional.of(ending)
        : Optional.empty();
  }

  private RendezvousOptions options() {
    return RendezvousOptions.of(Purpose.PEER)
        .withPatience(SendSession.patience(meeting, frontend))
        .withAccess(meeting.access());
  }
}
