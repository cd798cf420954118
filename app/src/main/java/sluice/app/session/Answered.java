package sluice.app.session;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import sluice.app.peers.Peer;
import sluice.signaling.Lobby;
import sluice.signaling.Purpose;
import sluice.signaling.Rendezvous;
import sluice.signaling.RendezvousOptions;

/// A call of a paired peer that is being answered.
///
/// @param events lets its events through until it is forgotten
record Answered(Rendezvous rendezvous, Lobby lobby, AtomicBoolean events) {
  /// How long who called may take to begin: `protocol.md`, section 10.2.
  private static final Duration START_LIMIT = Duration.ofSeconds(15);

  /// Answers; the events are posted.
  static Answered call(URI relay, Peer peer, Lobby lobby, Meeting meeting, SessionQueue queue) {
    RendezvousOptions options =
        RendezvousOptions.of(Purpose.PEER).withPatience(START_LIMIT).withAccess(meeting.access());
    AtomicBoolean events = new AtomicBoolean(true);
    Rendezvous rendezvous =
        Rendezvous.answer(
            relay,
            peer.pairing(),
            lobby,
            options,
            event -> {
              synchronized (events) {
                if (events.get()) {
                  queue.post(new Post.Signaling(event));
                }
              }
            });
    return new Answered(rendezvous, lobby, events);
  }

  /// Ends it; what it said and nobody has heard is dropped, so that the next one on the queue is not
  /// taken for it.
  void forget(SessionQueue queue) {
    synchronized (events) {
      events.set(false);
      queue.dropSignaling();
    }
    rendezvous.close();
  }
}
