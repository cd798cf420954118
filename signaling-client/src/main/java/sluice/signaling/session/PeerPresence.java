package sluice.signaling.session;

import sluice.signaling.Departure;
import sluice.signaling.RendezvousEvent;
import sluice.signaling.wire.Presence;
import sluice.signaling.wire.WireLimits;

/// Whether the proven peer is in the room, section 6: told when it goes, when it is back, and when
/// it has been away for too long.
final class PeerPresence {
  private static final long NEVER = Long.MAX_VALUE;

  private enum State {
    HERE,
    AWAY,
    GONE,
    TOOK_LEAVE
  }

  private final Outbox outbox;
  private State state = State.HERE;
  private long goneAtNanos = NEVER;

  PeerPresence(Outbox outbox) {
    this.outbox = outbox;
  }

  void onBye() {
    state = State.TOOK_LEAVE;
    goneAtNanos = NEVER;
  }

  /// The relay speaks.
  void on(Presence peer, long nowNanos) {
    switch (peer) {
      case HERE -> onHere();
      case AWAY, NONE -> onAway(Departure.CLOSED, WireLimits.SEAT_GRACE_NANOS, nowNanos);
      case SILENT -> onAway(Departure.SILENT, WireLimits.SILENT_GRACE_NANOS, nowNanos);
      case LEFT -> onGone();
    }
  }

  /// Without the relay nothing is known of the peer.
  void onRelayLost() {
    goneAtNanos = NEVER;
  }

  boolean gone() {
    return state == State.GONE;
  }

  private void onHere() {
    goneAtNanos = NEVER;
    if (state == State.AWAY || state == State.GONE) {
      state = State.HERE;
      outbox.tell(new RendezvousEvent.PeerBack());
    }
  }

  private void onAway(Departure how, long graceNanos, long nowNanos) {
    if (state == State.HERE) {
      state = State.AWAY;
      outbox.tell(new RendezvousEvent.PeerAway(how));
    }
    if (state == State.AWAY) {
      goneAtNanos = nowNanos + graceNanos;
    }
  }

  private void onGone() {
    goneAtNanos = NEVER;
    if (state == State.HERE || state == State.AWAY) {
      state = State.GONE;
      outbox.tell(new RendezvousEvent.PeerGone());
    }
  }

  long deadlineNanos() {
    return goneAtNanos;
  }

  void onTimeout(long nowNanos) {
    if (goneAtNanos <= nowNanos) {
      onGone();
    }
  }
}
