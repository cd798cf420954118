package sluice.app.session;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sluice.app.Escaper;
import sluice.app.ExitCode;
import sluice.app.peers.Grants;
import sluice.app.peers.Peer;
import sluice.app.peers.PeerName;
import sluice.app.peers.PeerStore;
import sluice.app.relay.RelayOptions;
import sluice.app.relay.RelayServer;
import sluice.app.relay.RelayStartException;
import sluice.app.ui.Ending;
import sluice.app.ui.Frontend;
import sluice.app.ui.Questions;
import sluice.app.ui.UiEvent;
import sluice.signaling.ByeReason;
import sluice.signaling.Code;
import sluice.signaling.Purpose;
import sluice.signaling.RelayChoice;
import sluice.signaling.Rendezvous;
import sluice.signaling.RendezvousOptions;
import sluice.signaling.pake.Octets;

/// `sluice pair`: keeps a pairing for good (`app/docs/peers.md`, section 2).
public final class PairSession {
  private static final Duration WORD_LIMIT = Duration.ofSeconds(30);
  private static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final PairOrder order;
  private final PeerStore store;
  private final Frontend frontend;
  private final Teller teller;

  private PairSession(PairOrder order, PeerStore store, Frontend frontend) {
    this.order = order;
    this.store = store;
    this.frontend = frontend;
    this.teller = new Teller(frontend.view());
  }

  /// Runs it on the calling thread.
  public static ExitCode run(PairOrder order, PeerStore store, Frontend frontend) {
    PairSession session = new PairSession(order, store, frontend);
    Ending ending = session.run();
    if (ending == null) {
      return ExitCode.DONE;
    }
    session.teller.tell(new UiEvent.Failed(ending));
    return ending.exit();
  }

  private @Nullable Ending run() {
    try {
      PeerName name = name();
      Ending objection = objectionToName(name);
      objection = objection == null ? objectionToNoRelay() : objection;
      return objection == null ? meet(name) : objection;
    } catch (PeerEndedException ended) {
      return ended.ending();
    } catch (IOException unstored) {
      return PeerEndings.store(String.valueOf(unstored.getMessage()));
    } catch (InterruptedException controlC) {
      return Endings.interrupted();
    }
  }

  /// Asked before any code is used: nobody has to wait for the answer.
  private PeerName name() throws PeerEndedException, InterruptedException {
    if (order.name().isPresent()) {
      return order.name().get();
    }
    Questions person =
        frontend
            .questions()
            .orElseThrow(
                () ->
                    new PeerEndedException(
                        Endings.needsTerminal(
                            "The other machine's name", "Give it with --as NAME")));
    while (true) {
      Optional<String> typed =
          person.ask("What is the other machine to be called here? ", Questions.Completion.NONE);
      if (typed.isEmpty()) {
        throw new PeerEndedException(Endings.interrupted());
      }
      if (PeerName.isValid(typed.get().strip())) {
        return new PeerName(typed.get().strip());
      }
      teller.warn("A name has letters, digits, dots, dashes and underscores, 63 at most.");
    }
  }

  private @Nullable Ending objectionToName(PeerName name) throws IOException {
    boolean isTaken = store.find(name).isPresent();
    return isTaken && order.novelty() == PairOrder.Novelty.NEW
        ? new Ending(
            ExitCode.CONFLICT,
            "name_taken",
            "There is a peer named " + name + " already",
            "Nothing was paired",
            "Choose another name, or add --replace to pair this one anew")
        : null;
  }

  private Optional<URI> relay() {
    Optional<URI> ofCode = order.code().map(Code::relayUri);
    return ofCode.isPresent() ? ofCode : order.meeting().relay();
  }

  /// A pairing without a relay is dead once one of the two leaves this network.
  private @Nullable Ending objectionToNoRelay() throws InterruptedException {
    if (relay().isPresent() || order.reach() == PairOrder.Reach.THIS_NETWORK_TOO) {
      return null;
    }
    if (frontend.questions().isEmpty()) {
      return new Ending(
          ExitCode.RELAY_UNREACHABLE,
          "no_relay",
          "No relay is configured, so the two would not find each other again",
          "Nothing was paired",
          "Name a relay that both can reach with --relay, or say --lan-only");
    }
    Optional<String> answer =
        frontend
            .questions()
            .get()
            .ask(
                "No relay is configured: the two meet again only once both name one. Pair them all"
                    + " the same? [y/N] ",
                Questions.Completion.NONE);
    return Prompter.isYes(answer, false)
        ? null
        : new Ending(
            ExitCode.DECLINED,
            "declined_here",
            "Not paired",
            null,
            "Name a relay that both can reach with --relay");
  }

  private @Nullable Ending meet(PeerName name)
      throws IOException, InterruptedException, PeerEndedException {
    Optional<URI> relay = relay();
    if (relay.isPresent()) {
      return pair(name, new RelayChoice.At(relay.get()));
    }
    if (order.code().isPresent()) {
      return pair(name, new RelayChoice.ThisNetwork(0));
    }
    try (RelayServer embedded = RelayServer.start(RelayOptions.embedded())) {
      return pair(name, new RelayChoice.ThisNetwork(embedded.address().getPort()));
    } catch (RelayStartException refused) {
      return Endings.localFile(
          "cannot_listen",
          Escaper.escape(String.valueOf(refused.getMessage())),
          "Name a relay with --relay");
    }
  }

  private @Nullable Ending pair(PeerName name, RelayChoice relay)
      throws IOException, InterruptedException, PeerEndedException {
    SessionQueue queue = new SessionQueue();
    Stops.ofProcess().deliverTo(queue);
    Octets own = store.installation();
    Endings.Side side = order.code().isPresent() ? Endings.Side.RECEIVER : Endings.Side.SENDER;
    try (Rendezvous rendezvous = begin(relay, queue)) {
      Parley parley = new Parley(queue, teller, this::tellCode);
      parley.awaitPaired(name, side);
      List<URI> relays = relays(relay);
      say(rendezvous, new PeerMessage.Pair(own, relays));
      PeerMessage.Pair theirs = theirs(parley.awaitMessage(name, side, WORD_LIMIT), own);
      Peer peer =
          new Peer(
              name,
              rendezvous.pairing(own, theirs.installation()),
              union(relays, theirs.relays()),
              grants(name, theirs),
              Peer.Standing.HOLDS,
              Instant.now().truncatedTo(ChronoUnit.SECONDS));
      keep(rendezvous, parley, peer, side);
      rendezvous.bye(ByeReason.DONE, "");
      parley.awaitEnd(FAREWELL_NANOS);
      teller.tell(
          new UiEvent.Kept(name.text(), peer.relays().stream().map(URI::toString).toList()));
      return null;
    }
  }

  private Rendezvous begin(RelayChoice relay, SessionQueue queue) {
    RendezvousOptions options =
        RendezvousOptions.of(Purpose.PAIR)
            .withPatience(SendSession.patience(order.meeting(), frontend))
            .withAccess(order.meeting().access());
    return order
        .code()
        .map(
            code ->
                Rendezvous.join(
                    code, relay, options, event -> queue.post(new Post.Signaling(event))))
        .orElseGet(
            () ->
                Rendezvous.make(
                    relay,
                    order.choice(),
                    options,
                    event -> queue.post(new Post.Signaling(event))));
  }

  private @Nullable Ending tellCode(Code code, @Nullable URI chosen) {
    Optional<URI> relay = order.meeting().relay();
    String bare = code.withRelay(null).text();
    String command =
        relay
            .map(uri -> "sluice pair " + RelayInCode.arguments(code, uri))
            .orElse("sluice pair " + bare);
    teller.tell(
        new UiEvent.CodeReady(
            bare, command, relay.isPresent() ? UiEvent.Reach.RELAY : UiEvent.Reach.THIS_NETWORK));
    return null;
  }

  /// The one in use first, then the one that is configured.
  private List<URI> relays(RelayChoice used) {
    Set<URI> relays = new LinkedHashSet<>();
    if (used instanceof RelayChoice.At(URI uri)) {
      relays.add(uri);
    }
    order.meeting().relay().ifPresent(relays::add);
    return List.copyOf(relays);
  }

  private static List<URI> union(List<URI> ours, List<URI> theirs) {
    Set<URI> relays = new LinkedHashSet<>(ours);
    relays.addAll(theirs);
    return new ArrayList<>(relays).subList(0, Math.min(relays.size(), Peer.MAX_RELAYS));
  }

  private static void say(Rendezvous rendezvous, PeerMessage message) {
    rendezvous.send(PeerMessage.write(message));
  }

  private static PeerMessage.Pair theirs(PeerMessage message, Octets own)
      throws PeerEndedException {
    if (message instanceof PeerMessage.Pair pair && !pair.installation().equals(own)) {
      return pair;
    }
    throw new PeerEndedException(
        message instanceof PeerMessage.Pair
            ? new Ending(
                ExitCode.USAGE,
                "paired_with_itself",
                "Both sides are the same installation",
                "Nothing was paired",
                "Run the two on two machines, or with two values of SLUICE_HOME")
            : PeerEndings.outOfPlace());
  }

  /// What the other side says of its installation is its own claim: grants are kept only where the user
  /// named the peer that is to be replaced.
  private Grants grants(PeerName name, PeerMessage.Pair theirs) throws IOException {
    Optional<Peer> before = store.find(name);
    boolean isMeant = order.novelty() == PairOrder.Novelty.REPLACING;
    return isMeant
            && before.isPresent()
            && before.get().pairing().theirs().equals(theirs.installation())
        ? before.get().grants()
        : Grants.NONE;
  }

  /// What only one side keeps is of no use to it, and what the two had before holds until both have the
  /// new.
  private void keep(Rendezvous rendezvous, Parley parley, Peer peer, Endings.Side side)
      throws PeerEndedException, InterruptedException, IOException {
    Path staged = store.stage(peer);
    try {
      say(rendezvous, new PeerMessage.Kept());
      if (!(parley.awaitMessage(peer.name(), side, WORD_LIMIT) instanceof PeerMessage.Kept)) {
        throw new PeerEndedException(PeerEndings.outOfPlace());
      }
      store.commit(staged, peer.name());
    } catch (PeerEndedException unheard) {
      throw new PeerEndedException(unheard.ending().keeping("Nothing was paired"));
    } finally {
      store.discard(staged);
    }
  }
}
