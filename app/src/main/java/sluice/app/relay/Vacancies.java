package sluice.app.relay;

import sluice.signaling.wire.Presence;
import sluice.signaling.wire.RefusalReason;
import sluice.signaling.wire.RelayMessage;
import sluice.signaling.wire.Role;

/// How seats are given up, and how places end: with their last seat, or when they grew too old.
final class Vacancies {
  /// "2 s after A was given up with B held" (`docs/protocol.md`, section 2.8).
  static final long RECALL_NANOS = 2_000_000_000L;

  private final RelayLimits limits;
  private final Timers timers;
  private final Places places;
  private final ForwardDesk forwarding;
  private final Watches watches;
  private final LinkWatch watch;
  private final Outbox outbox;
  private final LinkWatch.Ends ends;

  Vacancies(
      RelayLimits limits,
      Timers timers,
      Places places,
      ForwardDesk forwarding,
      Watches watches,
      LinkWatch watch,
      Outbox outbox,
      LinkWatch.Ends ends) {
    this.limits = limits;
    this.timers = timers;
    this.places = places;
    this.forwarding = forwarding;
    this.watches = watches;
    this.watch = watch;
    this.outbox = outbox;
    this.ends = ends;
  }

  /// Nobody has this seat any more.
  void vacate(Place.Seat seat, long nowNanos) {
    timers.cancel(seat.grace);
    seat.place().free(seat);
    places.remember(seat.token(), nowNanos);
    tellOther(seat, Presence.LEFT);
    if (seat.place().isOver()) {
      end(seat.place(), nowNanos);
    } else {
      // Who answered and goes on to another room leaves a moment before the other follows.
      Place place = seat.place();
      timers.cancel(place.recall);
      place.recall = timers.at(nowNanos + RECALL_NANOS, now -> watches.call(place));
    }
  }

  /// The nameplate's joiner keeps its connection without a seat.
  private void end(Place place, long nowNanos) {
    timers.cancel(place.expiry);
    timers.cancel(place.recall);
    forwarding.end(place);
    places.remove(place);
    for (Role role : Role.values()) {
      Place.Seat seat = place.seat(role);
      if (seat == null) {
        continue;
      }
      place.free(seat);
      places.remember(seat.token(), nowNanos);
      timers.cancel(seat.grace);
      Link link = seat.link;
      if (link != null) {
        link.seat = null;
        watch.armIdle(link, nowNanos);
      }
    }
  }

  /// The place is not to live for ever.
  void armExpiry(Place place, long nowNanos) {
    if (place.expiry == null) {
      place.expiry = timers.at(nowNanos + limits.placeLife().toNanos(), now -> expire(place, now));
    }
  }

  private void expire(Place place, long nowNanos) {
    for (Role role : Role.values()) {
      Place.Seat seat = place.seat(role);
      Link link = seat == null ? null : seat.link;
      if (seat != null && link != null) {
        link.seat = null;
        seat.link = null;
        ends.refuse(link, RefusalReason.EXPIRED, nowNanos);
      }
    }
    end(place, nowNanos);
  }

  /// Tells the other seat what became of this one.
  void tellOther(Place.Seat seat, Presence state) {
    Place.Seat other = seat.other();
    if (other != null && other.link != null) {
      outbox.send(other.link.id(), new RelayMessage.PeerChanged(state));
    }
  }
}
