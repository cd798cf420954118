package sluice.app.session;

import java.net.URI;
import java.time.Duration;
import sluice.app.peers.Peer;
import sluice.signaling.Lobby;
import sluice.signaling.Purpose;
import sluice.signaling.Rendezvous;
import sluice.signaling.RendezvousOptions;

/// A call of a paired peer that is being answered.
record Answered(Rendezvous rendezvous, Lobby lobby) {
  /// How long who called may take to begin: `protocol.md`, section 10.2.
  private static final Duration START_LIMIT = Duration.ofSeconds(15);

  /// Answers; the events are posted.
  static Answered call(URI relay, Peer peer, Lobby lobby, Meeting meeting, SessionQueue queue) {
    RendezvousOptions options =
        RendezvousOptions.of(Purpose.PEER).withPatience(START_LIMIT).withAccess(meeting.access());
    return new Answered(
        Rendezvous.answer(
            relay, peer.pairing(), lobby, options, event -> queue.post(new Post.Signaling(event))),
        lobby);
  }
}
