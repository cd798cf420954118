package sluice.app.relay;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// Hands ICE servers to the seats of rooms. It knows the time of day, since credentials end at one.
final class IceDesk {
  private static final int NAME_BYTES = 6;

  private final IceOffers offers;
  private final RandomGenerator random;
  private final Outbox outbox;
  private long unixSeconds;

  IceDesk(IceOffers offers, RandomGenerator random, Outbox outbox) {
    this.offers = offers;
    this.random = random;
    this.outbox = outbox;
  }

  void timeOfDay(long seconds) {
    unixSeconds = seconds;
  }

  /// Tells both sides of the seat's room, once both seats are taken.
  void tellBoth(Place.Seat seat) {
    if (!offers.isEmpty()) {
      tell(seat);
      Place.Seat other = seat.other();
      if (other != null) {
        tell(other);
      }
    }
  }

  /// "A relay sends it after both seats of a *room* are taken" (section 2.6).
  void tell(Place.Seat seat) {
    Link link = seat.link;
    if (link == null || !seat.place().isFullRoom()) {
      return;
    }
    offers
        .to(link.visitor(), name(seat), unixSeconds)
        .ifPresent(ice -> outbox.send(link.id(), ice));
  }

  private String name(Place.Seat seat) {
    if (seat.iceName.isEmpty()) {
      byte[] bytes = new byte[NAME_BYTES];
      random.nextBytes(bytes);
      seat.iceName = HexFormat.of().formatHex(bytes);
    }
    return seat.iceName;
  }
}
