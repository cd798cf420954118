package sluice.app.session;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import sluice.app.ui.Ending;
import sluice.signaling.Rendezvous;
import sluice.transport.PeerConnection;
import sluice.transport.PeerEvent;
import sluice.transport.PeerFailure;
import sluice.transport.PeerOptions;

/// The way from a pairing to a connection: descriptions and candidates as sealed messages
/// (`app/docs/connecting.md`). The maker of the code offers.
final class PeerLink {
  /// Messages that may wait for the rendezvous, which takes 256 before acknowledgements.
  static final int MAX_OUTBOX = 1024;

  /// Candidates that are taken from the other side; more are of no use and left out.
  static final int MAX_CANDIDATES = 256;

  private final SessionQueue queue;
  private final PeerConnector connector;
  private final Rendezvous rendezvous;
  private final Queue<ByteBuffer> outbox = new ArrayDeque<>();
  private @Nullable PeerConnection connection;
  private Awaited awaited = Awaited.NOTHING;
  private int candidates;

  private enum Awaited {
    NOTHING,
    OFFER,
    ANSWER
  }

  PeerLink(SessionQueue queue, PeerConnector connector, Rendezvous rendezvous) {
    this.queue = queue;
    this.connector = connector;
    this.rendezvous = rendezvous;
  }

  /// Offers, with the channels that the side opens.
  void offer(PeerOptions options, TransferSide side) {
    PeerConnection opened = open(options);
    side.prepare(opened);
    awaited = Awaited.ANSWER;
    opened.offer();
  }

  /// Waits for the other side's offer.
  void await(PeerOptions options, TransferSide side) {
    side.prepare(open(options));
    awaited = Awaited.OFFER;
  }

  /// Takes what the other side said.
  ///
  /// @return why the session cannot go on, or null
  @Nullable Ending receive(ByteBuffer bytes) {
    PeerConnection open = connection;
    if (open == null) {
      return null;
    }
    SealedMessage message = SealedMessage.read(bytes).orElse(null);
    switch (message) {
      case SealedMessage.Offer(String sdp) -> {
        if (awaited != Awaited.OFFER) {
          return outOfPlace("an offer");
        }
        awaited = Awaited.NOTHING;
        open.acceptOffer(sdp);
      }
      case SealedMessage.Answer(String sdp) -> {
        if (awaited != Awaited.ANSWER) {
          return outOfPlace("an answer");
        }
        awaited = Awaited.NOTHING;
        open.acceptAnswer(sdp);
      }
      case SealedMessage.Candidate(String candidate) -> {
        candidates++;
        if (candidates <= MAX_CANDIDATES) {
          open.addRemoteCandidate(candidate);
        }
      }
      case SealedMessage.CandidatesComplete() -> open.endRemoteCandidates();
      case null -> {}
    }
    return null;
  }

  /// Carries what our end found to the other.
  void tell(PeerEvent event) {
    switch (event) {
      case PeerEvent.LocalDescription(String description) ->
          send(
              awaited == Awaited.ANSWER
                  ? new SealedMessage.Offer(description)
                  : new SealedMessage.Answer(description));
      case PeerEvent.LocalCandidate(String candidate) ->
          send(new SealedMessage.Candidate(candidate));
      case PeerEvent.CandidatesComplete() -> send(new SealedMessage.CandidatesComplete());
      case PeerEvent.Connected _,
          PeerEvent.ChannelOffered _,
          PeerEvent.PathSuspect _,
          PeerEvent.PathLost _,
          PeerEvent.PathReturned _,
          PeerEvent.PathChanged _,
          PeerEvent.RestartWanted _,
          PeerEvent.Closed _,
          PeerEvent.Failed _ -> {}
    }
  }

  /// Sends what waits for the rendezvous.
  void flush() {
    while (!outbox.isEmpty() && rendezvous.send(outbox.element().duplicate())) {
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

  private PeerConnection open(PeerOptions options) {
    PeerConnection opened = connector.open(options, event -> queue.post(new Post.Peer(event)));
    connection = opened;
    return opened;
  }

  private void send(SealedMessage message) {
    if (outbox.size() < MAX_OUTBOX) {
      outbox.add(SealedMessage.write(message));
    }
    flush();
  }

  private static Ending outOfPlace(String what) {
    return Endings.of(new PeerFailure.ProtocolViolation(what + " came out of place"));
  }
}
