package sluice.app.session;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import sluice.app.ui.Ending;
import sluice.transport.ForwardedPath;
import sluice.transport.IceServer;
import sluice.transport.PeerConnection;
import sluice.transport.PeerEvent;
import sluice.transport.PeerFailure;
import sluice.transport.PeerOptions;

/// The way from a pairing to a connection, and from a lost path to another: descriptions and candidates
/// as sealed messages (`app/docs/connecting.md`). The maker of the code offers, each time.
final class PeerLink {
  /// Messages that may wait for the rendezvous, which takes 256 before acknowledgements. Candidates beyond
  /// it are left out.
  static final int MAX_OUTBOX = 1024;

  /// Beyond that, places for what must not be left out: the other side would wait for it for ever. More
  /// than these are only needed where the other side asks for more and more and acknowledges nothing.
  static final int RESERVED_OUTBOX = 64;

  /// Candidates that are taken from the other side after each description; more are of no use and left
  /// out.
  static final int MAX_CANDIDATES = 256;

  private final SessionQueue queue;
  private final PeerConnector connector;
  private final Predicate<ByteBuffer> rendezvous;
  private final ForwardedPath forwarding;
  private final Queue<ByteBuffer> outbox = new ArrayDeque<>();
  private @Nullable PeerConnection connection;
  private Role role = Role.NONE;
  private boolean lent;
  private int unanswered;
  private int candidates;

  private enum Role {
    NONE,
    OFFERER,
    ANSWERER
  }

  /// @param rendezvous takes a message for the other side, or says that it cannot now
  /// @param forwarding the relay's way, for when it forwards
  PeerLink(
      SessionQueue queue,
      PeerConnector connector,
      Predicate<ByteBuffer> rendezvous,
      ForwardedPath forwarding) {
    this.queue = queue;
    this.connector = connector;
    this.rendezvous = rendezvous;
    this.forwarding = forwarding;
  }

  /// Offers, with the channels that the side opens.
  void offer(PeerOptions options, TransferSide side) {
    PeerConnection opened = open(options);
    side.prepare(opened);
    role = Role.OFFERER;
    opened.offer();
  }

  /// Waits for the other side's offer.
  void await(PeerOptions options, TransferSide side) {
    side.prepare(open(options));
    role = Role.ANSWERER;
  }

  /// Servers that the relay offered, or whose credentials it renewed.
  void iceServers(List<IceServer> servers) {
    PeerConnection open = connection;
    if (open != null) {
      open.iceServers(servers);
    }
  }

  /// The relay forwards: its way is lent to the connection, now or when there is one. The relay says so
  /// each time one of the two comes back to it, and a way in use must not be replaced then.
  void lend() {
    PeerConnection open = connection;
    if (open != null && !lent) {
      open.offerForwardedPath(forwarding);
    }
    lent = true;
  }

  /// It forwards no more.
  void takeBack() {
    lent = false;
    PeerConnection open = connection;
    if (open != null) {
      open.withdrawForwardedPath();
    }
  }

  /// Takes what the other side said.
  ///
  /// @return why the session cannot go on, or null
  @Nullable Ending receive(ByteBuffer bytes) {
    PeerConnection open = connection;
    if (open == null) {
      return null;
    }
    ConnectMessage message = ConnectMessage.read(bytes).orElse(null);
    switch (message) {
      case ConnectMessage.Offer(String sdp) -> {
        if (role != Role.ANSWERER) {
          return outOfPlace("an offer");
        }
        candidates = 0;
        open.acceptOffer(sdp);
      }
      case ConnectMessage.Answer(String sdp) -> {
        // They come in the order of our offers: the room keeps it.
        if (role != Role.OFFERER || unanswered == 0) {
          return outOfPlace("an answer");
        }
        unanswered--;
        candidates = 0;
        open.acceptAnswer(sdp);
      }
      case ConnectMessage.Restart() -> {
        if (role != Role.OFFERER) {
          return outOfPlace("a call for a restart");
        }
        open.restart();
      }
      case ConnectMessage.Candidate(String candidate) -> {
        candidates++;
        if (candidates <= MAX_CANDIDATES) {
          open.addRemoteCandidate(candidate);
        }
      }
      case ConnectMessage.CandidatesComplete() -> open.endRemoteCandidates();
      case null -> {}
    }
    return null;
  }

  /// Carries what our end found to the other.
  void tell(PeerEvent event) {
    switch (event) {
      case PeerEvent.LocalDescription(String description) -> {
        if (role == Role.OFFERER) {
          unanswered++;
          send(new ConnectMessage.Offer(description));
        } else {
          send(new ConnectMessage.Answer(description));
        }
      }
      case PeerEvent.LocalCandidate(String candidate) ->
          send(new ConnectMessage.Candidate(candidate));
      case PeerEvent.CandidatesComplete() -> send(new ConnectMessage.CandidatesComplete());
      case PeerEvent.RestartWanted() -> {
        if (role == Role.ANSWERER) {
          send(new ConnectMessage.Restart());
        }
      }
      case PeerEvent.Connected _,
          PeerEvent.ChannelOffered _,
          PeerEvent.PathSuspect _,
          PeerEvent.PathLost _,
          PeerEvent.PathReturned _,
          PeerEvent.PathChanged _,
          PeerEvent.Closed _,
          PeerEvent.Failed _ -> {}
    }
  }

  /// Sends what waits for the rendezvous.
  void flush() {
    while (!outbox.isEmpty() && rendezvous.test(outbox.element().duplicate())) {
      outbox.remove();
    }
  }

  boolean hasUnsent() {
    return !outbox.isEmpty();
  }

  /// The connection, once there is one.
  @Nullable PeerConnection connection() {
    return connection;
  }

  /// Ends the connection at once.
  void abort(String reason) {
    PeerConnection open = connection;
    if (open != null) {
      open.abort(reason);
    }
  }

  private PeerConnection open(PeerOptions options) {
    PeerConnection opened = connector.open(options, event -> queue.post(new Post.Peer(event)));
    connection = opened;
    if (lent) {
      opened.offerForwardedPath(forwarding);
    }
    return opened;
  }

  private void send(ConnectMessage message) {
    ByteBuffer written = ConnectMessage.write(message);
    switch (message) {
      case ConnectMessage.Candidate _ -> enqueue(written, MAX_OUTBOX);
      case ConnectMessage.Restart() -> {
        // One call says as much as many.
        if (!outbox.contains(written)) {
          enqueue(written, MAX_OUTBOX + RESERVED_OUTBOX);
        }
      }
      case ConnectMessage.Offer _, ConnectMessage.Answer _, ConnectMessage.CandidatesComplete() -> {
        if (!enqueue(written, MAX_OUTBOX + RESERVED_OUTBOX)) {
          abort("nothing reaches the other side");
        }
      }
    }
    flush();
  }

  private boolean enqueue(ByteBuffer written, int limit) {
    return outbox.size() < limit && outbox.add(written);
  }

  private static Ending outOfPlace(String what) {
    return Endings.of(new PeerFailure.ProtocolViolation(what + " came out of place"));
  }
}
