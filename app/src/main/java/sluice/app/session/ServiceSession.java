package sluice.app.session;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import sluice.app.ExitCode;
import sluice.app.peers.Peer;
import sluice.app.peers.PeerAnswer;
import sluice.app.peers.PeerRequest;
import sluice.app.peers.PeerStore;
import sluice.app.ui.Ending;
import sluice.app.ui.Frontend;
import sluice.app.ui.Interrupts;
import sluice.app.ui.UiEvent;
import sluice.app.ui.View;
import sluice.signaling.Lobby;
import sluice.signaling.SignalingFailure;

/// One call of a peer at a {@link PeerService}, from answering it to its end.
final class ServiceSession {
  /// Beyond what a rendezvous allows itself to answer a call.
  private static final long PAIR_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(90);

  /// A session in which nothing happens for so long holds a place for nobody. Streams may be slow.
  private static final Duration SILENCE_LIMIT = Duration.ofHours(1);

  private static final Logger LOG = Logger.getLogger("sluice.listen");

  private final long id;
  private final Peer peer;
  private final URI relay;
  private final Lobby lobby;
  private final Meeting meeting;
  private final PeerStore store;
  private final Doorkeeper door;
  private final Desk desk;
  private final SessionQueue queue = new SessionQueue();
  private final long beganNanos = System.nanoTime();
  private volatile Peer current;
  private volatile String verb = "";
  private volatile long bytes;

  /// Where a session reports.
  interface Desk {
    void tell(ServiceEvent event);

    /// The lobby is free for the next one.
    void lobbyLeft(ServiceSession session);

    /// The peer with what it may do at this moment.
    Peer asOfNow(Peer peer);

    /// The two have met.
    void met(ServiceSession session, long window);

    /// It is over.
    void ended(ServiceSession session);
  }

  ServiceSession(
      long id,
      Peer peer,
      URI relay,
      Lobby lobby,
      Meeting meeting,
      PeerStore store,
      Doorkeeper door,
      Desk desk) {
    this.id = id;
    this.peer = peer;
    this.current = peer;
    this.relay = relay;
    this.lobby = lobby;
    this.meeting = meeting;
    this.store = store;
    this.door = door;
    this.desk = desk;
  }

  Peer peer() {
    return peer;
  }

  /// What was granted when it was asked.
  Peer granted() {
    return current;
  }

  URI relay() {
    return relay;
  }

  Lobby lobby() {
    return lobby;
  }

  /// Whether nothing was granted yet: what may be is decided when it asks.
  boolean isUnasked() {
    return verb.isEmpty();
  }

  ServiceStatus.Session status() {
    Duration since = Duration.ofNanos(System.nanoTime() - beganNanos);
    return new ServiceStatus.Session(id, peer.name(), verb, since, bytes);
  }

  void start() {
    Thread.ofPlatform().daemon().name("sluice-served-" + id).start(this::run);
  }

  /// Asks it to end well.
  void stop(Interrupts.Request request) {
    queue.post(new Post.Stop(request));
  }

  private void run() {
    boolean inLobby = true;
    try {
      Answered line = Answered.call(relay, peer, lobby, meeting, queue);
      Teller teller = new Teller(new LogView());
      Parley parley = new Parley(queue, teller);
      Parley.Step step = parley.next(PAIR_LIMIT_NANOS);
      inLobby = false;
      desk.lobbyLeft(this);
      if (step instanceof Parley.Step.Paired) {
        desk.met(this, lobby.window());
        serve(line, parley, teller);
      } else {
        line.rendezvous().close();
        missed(step);
      }
    } catch (IOException unreadable) {
      ended(ExitCode.LOCAL_FILE, PeerEndings.store(String.valueOf(unreadable.getMessage())));
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException fault) {
      // Ours; it ends this session and no other.
      LOG.log(Level.SEVERE, "a session of " + peer.name(), fault);
      ended(ExitCode.INTERNAL, Endings.internal(String.valueOf(fault)));
    } finally {
      if (inLobby) {
        desk.lobbyLeft(this);
      }
      desk.ended(this);
    }
  }

  /// Nobody was met. That a caller gave up, or another process was faster, is nothing to tell.
  private void missed(Parley.Step step) {
    boolean nothing =
        step instanceof Parley.Step.Stopped
            || (step instanceof Parley.Step.Failed(SignalingFailure failure)
                && (failure instanceof SignalingFailure.NobodyCame
                    || failure instanceof SignalingFailure.LobbyTaken));
    if (nothing) {
      return;
    }
    Ending ending = Parley.ending(step, peer.name(), Endings.Side.RECEIVER);
    desk.tell(new ServiceEvent.NotProven(id, peer.name(), ending.message()));
  }

  private void serve(Answered line, Parley parley, Teller teller)
      throws IOException, InterruptedException {
    Frontend frontend = new Frontend(new LogView(), Optional.empty());
    ServedSession session =
        new ServedSession(
            peer, this::admit, meeting, store, frontend, new Log(), Optional.of(SILENCE_LIMIT));
    switch (session.run(line, parley, queue, teller)) {
      case ServedSession.Result.Served(Outcome outcome) -> served(outcome);
      case ServedSession.Result.Broken(Outcome.Failed(Ending ending)) ->
          ended(ending.exit(), ending);
      case ServedSession.Result.Refused(PeerAnswer.Refused answer) -> {}
    }
  }

  private void served(Outcome outcome) {
    if (outcome instanceof Outcome.Failed(Ending ending)) {
      ended(ending.exit(), ending);
    } else {
      desk.tell(new ServiceEvent.Ended(id, peer.name(), outcome.exit(), bytes, ""));
    }
  }

  private void ended(ExitCode exit, Ending ending) {
    desk.tell(new ServiceEvent.Ended(id, peer.name(), exit, bytes, ending.message()));
  }

  /// A pairing that holds no more is told so, whatever it asks.
  private Doorkeeper.Admission admit(Peer who, PeerRequest request) {
    Peer now = desk.asOfNow(who);
    current = now;
    return switch (now.standing()) {
      case HOLDS -> door.admit(now, request);
      case FORBIDDEN, REMOVED ->
          refuse(PeerAnswer.Reason.NOT_PERMITTED, "this machine is not permitted anything here");
      case REPLACED ->
          refuse(PeerAnswer.Reason.PAIRING_REPLACED, "this pairing was replaced by a newer one");
    };
  }

  private static Doorkeeper.Admission refuse(PeerAnswer.Reason reason, String sentence) {
    return new Doorkeeper.Admission.Refused(new PeerAnswer.Refused(reason, sentence));
  }

  private final class Log implements ServedSession.Witness {
    @Override
    public void asked(PeerRequest request) {
      verb = request.verb().word();
      desk.tell(new ServiceEvent.Asked(id, peer.name(), request));
    }

    @Override
    public void refused(PeerRequest request, PeerAnswer.Refused answer) {
      desk.tell(new ServiceEvent.Refused(id, peer.name(), request, answer));
    }
  }

  /// What a person would see, as far as a log wants it.
  private final class LogView implements View {
    @Override
    public void show(UiEvent event) {
      if (event instanceof UiEvent.Progress progress) {
        bytes = progress.bytes();
      } else if (event instanceof UiEvent.Done done) {
        bytes = done.bytes();
      } else if (event instanceof UiEvent.Warning(String message)) {
        desk.tell(new ServiceEvent.Remark(id, peer.name(), message));
      }
    }

    @Override
    public void close() {}
  }
}
