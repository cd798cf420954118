package sluice.app.session;

import org.jspecify.annotations.Nullable;
import sluice.app.ui.UiEvent;
import sluice.signaling.Departure;
import sluice.signaling.Rendezvous;
import sluice.signaling.RendezvousEvent;
import sluice.transport.PeerConnection;
import sluice.transport.PeerEvent;
import sluice.transport.Route;

/// The way to the other side while a transfer runs: tells people what becomes of it, makes sure of the
/// relay when the search for another way needs it, and decides when the other side is gone.
final class PathWatch {
  private final Teller teller;
  private final Rendezvous rendezvous;
  private final PeerLiveness liveness = new PeerLiveness();
  private boolean interrupted;

  PathWatch(Teller teller, Rendezvous rendezvous) {
    this.teller = teller;
    this.rendezvous = rendezvous;
  }

  /// The first path, all layers above it included.
  void connected(Route route) {
    teller.tell(new UiEvent.PathChosen(RouteWords.path(route)));
    teller.tell(new UiEvent.Connected(RouteWords.path(route)));
  }

  /// What became of the path.
  void on(PeerEvent event) {
    switch (event) {
      case PeerEvent.PathSuspect(), PeerEvent.PathLost() -> {
        rendezvous.checkRelay();
        interrupt();
      }
      // Descriptions of a restart go through the room: it must be there now.
      case PeerEvent.RestartWanted(), PeerEvent.LocalDescription _ -> rendezvous.checkRelay();
      case PeerEvent.PathReturned(Route route) -> {
        teller.tell(new UiEvent.PathChosen(RouteWords.path(route)));
        if (interrupted) {
          interrupted = false;
          teller.tell(new UiEvent.Resumed(teller.durableBytes()));
        }
      }
      case PeerEvent.PathChanged(Route route) ->
          teller.tell(new UiEvent.PathChosen(RouteWords.path(route)));
      case PeerEvent.LocalCandidate _,
          PeerEvent.CandidatesComplete _,
          PeerEvent.Connected _,
          PeerEvent.ChannelOffered _,
          PeerEvent.Closed _,
          PeerEvent.Failed _ -> {}
    }
  }

  private void interrupt() {
    if (!interrupted) {
      interrupted = true;
      teller.tell(new UiEvent.Reconnecting());
    }
  }

  /// Who is at the relay. Silence is no departure: a machine that sleeps, or whose network is away, says
  /// nothing either, and the transport has its own limit for that.
  void on(RendezvousEvent event, long nowNanos) {
    switch (event) {
      case RendezvousEvent.RelayLost(_, Departure how) -> liveness.relayLost(how, nowNanos);
      case RendezvousEvent.RelayBack() -> liveness.relayBack();
      case RendezvousEvent.PeerAway(Departure how) -> liveness.peerAway(how, nowNanos);
      case RendezvousEvent.PeerBack() -> liveness.peerBack();
      case RendezvousEvent.PeerGone() -> liveness.peerGone(nowNanos);
      case RendezvousEvent.Failed _ -> liveness.relayLost(Departure.CLOSED, nowNanos);
      case RendezvousEvent.RelayChosen _,
          RendezvousEvent.CodeAllocated _,
          RendezvousEvent.Waiting _,
          RendezvousEvent.PeerJoined _,
          RendezvousEvent.PeerVanished _,
          RendezvousEvent.OtherPurposeTried _,
          RendezvousEvent.Paired _,
          RendezvousEvent.MessageReceived _,
          RendezvousEvent.IceServersOffered _,
          RendezvousEvent.ForwardingOffered _,
          RendezvousEvent.ByeReceived _,
          RendezvousEvent.Closed _ ->
          throw new IllegalStateException("nothing about presence: " + event);
    }
  }

  /// Whether there is a reason to look at {@link #isGone} now and then.
  boolean isInDoubt() {
    return liveness.isInDoubt();
  }

  /// Whether the other side is not coming back.
  boolean isGone(@Nullable PeerConnection connection, long nowNanos) {
    if (connection == null || !liveness.isInDoubt()) {
      return false;
    }
    liveness.heardDirectly(connection.statistics().provenDatagrams(), nowNanos);
    return liveness.isGone(nowNanos);
  }
}
