package sluice.app.session;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.TransferEnd;
import sluice.app.ui.Ending;
import sluice.app.ui.Interrupts;
import sluice.app.ui.UiEvent;
import sluice.signaling.AwakeClock;
import sluice.signaling.ByeReason;
import sluice.signaling.Code;
import sluice.signaling.Rendezvous;
import sluice.signaling.RendezvousEvent;
import sluice.signaling.SignalingFailure;
import sluice.transport.PeerConnection;
import sluice.transport.PeerEvent;
import sluice.transport.PeerFailure;
import sluice.transport.Route;

/// One transfer between two ends that share a code: the one place that joins signaling, transport and
/// transfer.
///
/// ```text
/// MEETING --paired--> (VERIFYING --words agree-->) CONNECTING --connected--> TRANSFERRING --> ENDING
/// ```
///
/// Everything happens on the thread that calls {@link #run}: what other threads have to say they post
/// to the session's queue. Nothing here blocks any of them.
final class TransferSession {
  /// Told to the other end, so that it shows the words as well.
  static final String VERIFY_FEATURE = "verify";

  /// From the pairing to the connection, beside what the transport allows itself.
  static final long CONNECT_SECONDS = 60;

  /// For the last words of an orderly end.
  static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(5);

  /// The same when a person waits for the prompt: Ctrl-C ends within a second.
  static final long HASTY_FAREWELL_NANOS = TimeUnit.MILLISECONDS.toNanos(600);

  /// How long the other end's last words on the channel may come after those on the relay.
  static final long LAST_WORDS_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final Logger LOG = Logger.getLogger("sluice.session");
  private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long NEVER = Long.MAX_VALUE;

  private final SessionParts parts;
  private final Rendezvous rendezvous;
  private final PeerLink link;
  private final TransferSide transfer;
  private final PathWatch watch;
  private final RouteMeans means;
  private final AwakeClock clock = new AwakeClock(System::nanoTime);

  private Phase phase = Phase.MEETING;
  private boolean paired;
  private boolean signalingOver;
  private boolean transportOver;
  private boolean surrendered;
  private @Nullable URI relay;
  private @Nullable Ending lost;
  private Interrupts.@Nullable Request stop;
  private @Nullable Outcome outcome;
  private long deadlineNanos = NEVER;
  private long silenceNanos = NEVER;
  private long heardNanos;

  private enum Phase {
    MEETING,
    VERIFYING,
    CONNECTING,
    TRANSFERRING,
    ENDING
  }

  /// @param rendezvous posts its events to the same queue
  TransferSession(SessionParts parts, Rendezvous rendezvous) {
    this.parts = parts;
    this.rendezvous = rendezvous;
    this.transfer = parts.transfer();
    this.link =
        new PeerLink(parts.queue(), parts.connector(), rendezvous::send, new RelayPath(rendezvous));
    this.watch = new PathWatch(parts.teller(), rendezvous);
    this.means = new RouteMeans(parts.peer(), link, parts.teller());
  }

  /// Runs a session whose two ends are paired already and have settled what to do.
  ///
  /// @param early what was posted meanwhile
  /// @param silence after which nobody is there any more, although the connection stands; nothing for
  ///     ever
  Outcome run(List<Post> early, Optional<Duration> silence) throws InterruptedException {
    paired = true;
    silenceNanos = silence.map(Duration::toNanos).orElse(NEVER);
    heardNanos = now();
    early.forEach(this::handle);
    if (phase == Phase.MEETING) {
      connect();
    }
    turn();
    return run();
  }

  /// Runs the session to its end.
  Outcome run() throws InterruptedException {
    while (!isOver()) {
      Post post = parts.queue().take(waitNanos());
      if (post != null) {
        heardNanos = now();
        handle(post);
      }
      turn();
    }
    if (!transportOver) {
      link.abort("ended");
    }
    Outcome reached = outcome;
    if (reached == null) {
      throw new IllegalStateException("over without an outcome");
    }
    return reached;
  }

  /// What time brings, and what the engine wants.
  private void turn() {
    long now = now();
    if (phase == Phase.CONNECTING || phase == Phase.TRANSFERRING) {
      if (!surrendered && watch.isGone(link.connection(), now)) {
        link.abort("gone");
        giveUp(Endings.peerGone());
      }
      link.flush();
    }
    if (now >= deadlineNanos && phase != Phase.ENDING) {
      runOutOfTime();
    }
    if (silenceNanos != NEVER && now - heardNanos >= silenceNanos && phase != Phase.ENDING) {
      giveUp(Endings.peerGone());
    }
    transfer.crank(now);
    TransferEnd end = transfer.end();
    if (end != null && outcome == null) {
      conclude(TransferEndings.outcome(end, parts.side(), stop, lost));
    }
    Ending unheard = parts.teller().outputFailure();
    if (unheard != null && phase != Phase.ENDING) {
      giveUp(unheard);
    }
  }

  private void handle(Post post) {
    switch (post) {
      case Post.Signaling(RendezvousEvent event) -> onSignaling(event);
      case Post.Peer(PeerEvent event) -> onPeer(event);
      case Post.Answered(Question.WordsAgree _, var answer) -> {
        if (phase == Phase.VERIFYING && Prompter.isYes(answer, false)) {
          connect();
        } else if (phase == Phase.VERIFYING) {
          conclude(new Outcome.Failed(Endings.wordsDiffer()));
        }
      }
      case Post.Answered(Question question, var answer) -> transfer.answered(question, answer);
      case Post.Note(String sentence) -> parts.teller().warn(sentence);
      case Post.Show(var event) -> parts.teller().tell(event);
      case Post.Stop(Interrupts.Request request) -> onStop(request);
      case Post.Text _,
          Post.Binary _,
          Post.BufferedLow _,
          Post.ChannelClosed _,
          Post.SourceDone _,
          Post.SyncRead _,
          Post.SyncDone _,
          Post.DestinationDone _ ->
          transfer.take(post, now());
    }
  }

  private void onSignaling(RendezvousEvent event) {
    long now = now();
    LOG.log(Level.FINE, "signaling: {0}", event.getClass().getSimpleName());
    switch (event) {
      case RendezvousEvent.RelayChosen(URI chosen) -> relay = chosen;
      case RendezvousEvent.CodeAllocated(Code code) -> {
        Ending problem = parts.codes().take(code, relay);
        if (problem != null) {
          giveUp(problem);
        }
      }
      case RendezvousEvent.Waiting() -> parts.teller().tell(new UiEvent.Waiting());
      case RendezvousEvent.PeerJoined() -> {}
      case RendezvousEvent.PeerVanished() ->
          parts.teller().warn("Somebody came and left; the code still holds.");
      case RendezvousEvent.OtherPurposeTried(var theirs) ->
          parts
              .teller()
              .warn("The other side used the command for " + theirs + "; the code still holds.");
      case RendezvousEvent.Paired(var words, _, var features) -> onPaired(words, features);
      case RendezvousEvent.MessageReceived(var message) -> {
        Ending problem = phase == Phase.ENDING ? null : link.receive(message);
        if (problem != null) {
          giveUp(problem);
        }
      }
      case RendezvousEvent.IceServersOffered(var servers, _) -> means.offered(servers);
      case RendezvousEvent.ForwardingOffered(int rate) -> means.forwarding(rate);
      case RendezvousEvent.RelayLost _,
          RendezvousEvent.RelayBack _,
          RendezvousEvent.PeerAway _,
          RendezvousEvent.PeerBack _,
          RendezvousEvent.PeerGone _ ->
          watch.on(event, now);
      case RendezvousEvent.ByeReceived(ByeReason reason, String text) -> onBye(reason, text, now);
      case RendezvousEvent.Failed(SignalingFailure failure) ->
          onSignalingFailure(event, failure, now);
      case RendezvousEvent.Closed() -> signalingOver = true;
    }
  }

  private void onPaired(List<String> words, Set<String> features) {
    if (phase != Phase.MEETING) {
      return;
    }
    paired = true;
    parts.teller().tell(new UiEvent.Paired());
    boolean comparing =
        parts.verification() == SessionParts.Verification.BY_THE_SENDER
            || features.contains(VERIFY_FEATURE);
    if (comparing) {
      parts.teller().tell(new UiEvent.Verification(String.join(" ", words)));
    }
    if (parts.verification() == SessionParts.Verification.BY_THE_SENDER) {
      phase = Phase.VERIFYING;
      parts
          .prompter()
          .ask(new Question.WordsAgree(), "Does the other side show the same words? [y/N] ");
      return;
    }
    connect();
    if (comparing) {
      deadlineNanos = NEVER;
    }
  }

  private void connect() {
    Ending hopeless = means.hopeless();
    if (hopeless != null) {
      conclude(new Outcome.Failed(hopeless));
      return;
    }
    phase = Phase.CONNECTING;
    deadlineNanos = now() + TimeUnit.SECONDS.toNanos(CONNECT_SECONDS);
    switch (parts.side()) {
      case SENDER -> link.offer(means.options(), transfer);
      case RECEIVER -> link.await(means.options(), transfer);
    }
  }

  private void onPeer(PeerEvent event) {
    // A description holds the password of ICE, and addresses: logs are shown around.
    LOG.log(Level.FINE, "transport: {0}", event.getClass().getSimpleName());
    switch (event) {
      case PeerEvent.LocalDescription _,
          PeerEvent.LocalCandidate _,
          PeerEvent.CandidatesComplete _,
          PeerEvent.RestartWanted _ -> {
        if (phase != Phase.ENDING) {
          link.tell(event);
        }
        if (phase == Phase.TRANSFERRING) {
          watch.on(event);
        }
      }
      case PeerEvent.Connected(Route route) -> {
        if (phase == Phase.CONNECTING) {
          phase = Phase.TRANSFERRING;
          deadlineNanos = NEVER;
          watch.connected(route);
          transfer.connected(now());
        }
      }
      case PeerEvent.ChannelOffered(var channel) -> transfer.offered(channel);
      case PeerEvent.PathSuspect _,
          PeerEvent.PathLost _,
          PeerEvent.PathReturned _,
          PeerEvent.PathChanged _ -> {
        if (phase == Phase.TRANSFERRING) {
          watch.on(event);
        }
      }
      case PeerEvent.Closed() -> {
        transportOver = true;
        loseConnection(Endings.of(new PeerFailure.AbortedByPeer("")));
      }
      case PeerEvent.Failed(PeerFailure failure) -> {
        transportOver = true;
        loseConnection(means.ending(failure));
      }
    }
  }

  /// The transport ended by itself.
  private void loseConnection(Ending reason) {
    if (lost == null) {
      lost = reason;
    }
    surrender(lost);
  }

  private void onBye(ByeReason reason, String text, long now) {
    LOG.log(Level.FINE, "the other side takes leave: {0} {1}", new Object[] {reason, text});
    if (phase == Phase.ENDING) {
      return;
    }
    Ending ending = Endings.ofBye(reason, text);
    lost = ending;
    if (phase == Phase.TRANSFERRING) {
      deadlineNanos = now + LAST_WORDS_NANOS;
    } else {
      conclude(new Outcome.Failed(ending));
    }
  }

  private void onSignalingFailure(RendezvousEvent event, SignalingFailure failure, long now) {
    signalingOver = true;
    if (phase == Phase.ENDING) {
      return;
    }
    boolean attacked =
        failure instanceof SignalingFailure.Tampered
            || failure instanceof SignalingFailure.Malformed;
    if (phase == Phase.TRANSFERRING && !attacked) {
      watch.on(event, now);
    } else {
      giveUp(SignalingEndings.of(failure, parts.side()));
    }
  }

  /// Ends for a reason of this side's or of the network's.
  private void giveUp(Ending reason) {
    if (phase != Phase.ENDING) {
      lost = reason;
      surrender(reason);
    }
  }

  /// The engine, where there is one, tells what was stored before it ends; it is given a moment to
  /// clean up.
  private void surrender(Ending reason) {
    if (phase != Phase.TRANSFERRING) {
      conclude(new Outcome.Failed(reason));
    } else if (!surrendered) {
      surrendered = true;
      deadlineNanos = now() + LAST_WORDS_NANOS;
      transfer.closed();
    }
  }

  private void onStop(Interrupts.Request request) {
    if (stop != null) {
      return;
    }
    stop = request;
    if (phase == Phase.TRANSFERRING) {
      transfer.cancel();
      deadlineNanos = now() + HASTY_FAREWELL_NANOS;
    } else if (phase == Phase.ENDING) {
      deadlineNanos = Math.min(deadlineNanos, now() + HASTY_FAREWELL_NANOS);
    } else {
      conclude(new Outcome.Failed(Endings.stopped(request)));
    }
  }

  private void runOutOfTime() {
    Ending reason = lost;
    Interrupts.Request request = stop;
    if (request != null) {
      conclude(new Outcome.Failed(Endings.stopped(request)));
    } else if (reason == null) {
      giveUp(
          means.ending(new PeerFailure.NoRoute("nothing worked within " + CONNECT_SECONDS + " s")));
    } else if (surrendered) {
      conclude(new Outcome.Failed(reason));
    } else {
      surrender(reason);
    }
  }

  /// Takes leave of the other side, both ways, and lets what was said be delivered.
  private void conclude(Outcome reached) {
    if (outcome != null) {
      return;
    }
    outcome = reached;
    phase = Phase.ENDING;
    deadlineNanos = now() + (stop == null ? FAREWELL_NANOS : HASTY_FAREWELL_NANOS);
    PeerConnection connection = link.connection();
    if (connection != null && !transportOver) {
      connection.close();
    }
    transportOver = transportOver || connection == null;
    if (!signalingOver && paired) {
      rendezvous.bye(reached.byeReason(), reached.byeText());
    } else if (!signalingOver) {
      Thread.ofPlatform().daemon().name("leave").start(rendezvous::close);
    }
  }

  private boolean isOver() {
    return phase == Phase.ENDING && ((signalingOver && transportOver) || now() >= deadlineNanos);
  }

  private long waitNanos() {
    long due = Math.min(deadlineNanos, transfer.deadlineNanos());
    boolean watching = watch.isInDoubt() || link.hasUnsent();
    return clock.promise(Math.min(due - now(), watching ? TICK_NANOS : NEVER));
  }

  private long now() {
    return clock.nowNanos();
  }
}
