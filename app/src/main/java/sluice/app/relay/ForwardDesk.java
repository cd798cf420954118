package sluice.app.relay;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.signaling.wire.RelayMessage;
import sluice.signaling.wire.WireLimits;

/// Forwards datagrams between the two in a room, as far as the relay's policy goes
/// (`signaling-client/docs/protocol.md`, section 2.7). It does not look into them.
final class ForwardDesk {
  private final Optional<ForwardLimits> limits;
  private final Timers timers;
  private final Outbox outbox;

  ForwardDesk(Optional<ForwardLimits> limits, Timers timers, Outbox outbox) {
    this.limits = limits;
    this.timers = timers;
    this.outbox = outbox;
  }

  /// How many messages one connection may send.
  RelayLimits.Rate messages() {
    return limits.map(ForwardLimits::messages).orElseGet(ForwardLimits::fewestMessages);
  }

  /// Tells both sides of the seat's room that they may, once both seats are taken.
  void tellBoth(Place.Seat seat) {
    if (limits.isPresent() && seat.place().isFullRoom()) {
      Place.Seat other = seat.other();
      tell(seat);
      if (other != null) {
        tell(other);
      }
    }
  }

  private void tell(Place.Seat seat) {
    Link link = seat.link;
    ForwardedSession session = seat.place().forwarded;
    boolean isOver = session != null && session.isExhausted();
    if (link != null && limits.isPresent()) {
      int rate = isOver ? 0 : limits.get().bytesPerSecond();
      outbox.send(link.id(), new RelayMessage.Forwarding(rate));
    }
  }

  /// Takes a message for the other seat.
  ///
  /// @return false if this relay or this room has no place for it: the connection is to be closed
  boolean receive(Place.Seat seat, ByteBuffer message, long nowNanos) {
    if (limits.isEmpty()
        || !(seat.place().name() instanceof Place.Name.OfRoom)
        || message.remaining() < WireLimits.MIN_FORWARDED_BYTES
        || message.remaining() > WireLimits.MAX_FORWARDED_BYTES) {
      return false;
    }
    Place place = seat.place();
    ForwardedSession session = place.forwarded;
    if (session == null) {
      session = new ForwardedSession(limits.get(), nowNanos);
      place.forwarded = session;
    }
    if (place.seat(seat.role().other()) != null) {
      session.offer(seat.role().other(), message);
      pump(place, session, nowNanos);
    }
    return true;
  }

  private void pump(Place place, ForwardedSession session, long nowNanos) {
    ForwardedSession.@Nullable Passage passage;
    while ((passage = session.poll(nowNanos)) != null) {
      Place.Seat destination = place.seat(passage.destination());
      Link link = destination == null ? null : destination.link;
      if (link != null) {
        outbox.forward(link.id(), passage.message());
      }
      if (session.isExhausted() && destination != null) {
        tellBoth(destination);
      }
    }
    long deadlineNanos = session.deadlineNanos(nowNanos);
    if (deadlineNanos != Long.MAX_VALUE && place.forwardTimer == null) {
      place.forwardTimer =
          timers.at(
              deadlineNanos,
              now -> {
                place.forwardTimer = null;
                pump(place, session, now);
              });
    }
  }

  /// The place is no more.
  void end(Place place) {
    timers.cancel(place.forwardTimer);
    place.forwardTimer = null;
    place.forwarded = null;
  }
}
