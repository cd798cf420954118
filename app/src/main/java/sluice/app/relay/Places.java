package sluice.app.relay;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import sluice.signaling.wire.ClientMessage;
import sluice.signaling.wire.Nameplate;
import sluice.signaling.wire.RefusalReason;
import sluice.signaling.wire.Role;
import sluice.signaling.wire.RoomName;
import sluice.signaling.wire.Token;

/// All nameplates and rooms, and what a claim finds among them.
final class Places {
  /// "at least 100 times the live nameplates" (`docs/protocol.md`, section 2.4).
  static final int NUMBERS_FOR_EACH_NAMEPLATE = 100;

  /// Tokens of seats that ended, remembered.
  static final int MAX_FORMER_TOKENS = 10_000;

  private static final long FORMER_TOKEN_NANOS = 60_000_000_000L;
  private static final int FIRST_TWO_DIGIT_NUMBER = 10;

  private final RelayLimits limits;
  private final RandomGenerator random;
  private final Map<Nameplate, Place> nameplates = new HashMap<>();
  private final Map<RoomName, Place> rooms = new HashMap<>();
  private final Map<Token, Long> formerTokens = new LinkedHashMap<>();

  Places(RelayLimits limits, RandomGenerator random) {
    this.limits = limits;
    this.random = random;
  }

  /// What a claim comes upon.
  sealed interface Finding {
    /// A seat to take.
    record Free(Place place, Role role) implements Finding {}

    /// A seat that the claim's own token holds already.
    record Held(Place.Seat seat) implements Finding {}

    /// A seat or place that is not to be had.
    record Refused(RefusalReason reason) implements Finding {}

    /// No such nameplate, but the client was there a moment ago.
    record FormerlyHeld() implements Finding {}

    /// No such nameplate: a failure that counts.
    record Absent() implements Finding {}
  }

  Finding find(ClientMessage.Claim claim, Link link, long nowNanos) {
    return switch (claim) {
      case ClientMessage.Allocate allocate -> allocate(allocate);
      case ClientMessage.Join join -> join(join, nowNanos);
      case ClientMessage.Enter enter -> enter(enter, link);
    };
  }

  int nameplates() {
    return nameplates.size();
  }

  int rooms() {
    return rooms.size();
  }

  /// The room of this name, if anybody is in it.
  @Nullable Place room(RoomName name) {
    return rooms.get(name);
  }

  void remove(Place place) {
    switch (place.name()) {
      case Place.Name.OfNameplate(Nameplate nameplate) -> nameplates.remove(nameplate, place);
      case Place.Name.OfRoom(RoomName room) -> rooms.remove(room, place);
    }
  }

  /// "A `join` with the token of a seat the client already held is no failure for 60 s after that
  /// seat ended" (section 2.4).
  void remember(Token token, long nowNanos) {
    formerTokens.remove(token);
    if (formerTokens.size() >= MAX_FORMER_TOKENS) {
      formerTokens.remove(formerTokens.keySet().iterator().next());
    }
    formerTokens.put(token, nowNanos + FORMER_TOKEN_NANOS);
  }

  private Finding allocate(ClientMessage.Allocate allocate) {
    Nameplate wanted = allocate.nameplate();
    Place place = wanted == null ? heldBy(allocate.token()) : nameplates.get(wanted);
    if (place != null) {
      Place.Seat maker = place.seat(Role.MAKER);
      return maker != null && maker.token().equals(allocate.token())
          ? new Finding.Held(maker)
          : new Finding.Refused(RefusalReason.TAKEN);
    }
    if (nameplates.size() >= limits.nameplates()) {
      return new Finding.Refused(RefusalReason.FULL);
    }
    Nameplate nameplate = wanted == null ? draw() : wanted;
    Place fresh = new Place(new Place.Name.OfNameplate(nameplate));
    nameplates.put(nameplate, fresh);
    return new Finding.Free(fresh, Role.MAKER);
  }

  private Finding join(ClientMessage.Join join, long nowNanos) {
    Place place = nameplates.get(join.nameplate());
    if (place == null) {
      Long until = formerTokens.get(join.token());
      return until != null && nowNanos < until ? new Finding.FormerlyHeld() : new Finding.Absent();
    }
    return seatOf(place, Role.JOINER, join.token());
  }

  private Finding enter(ClientMessage.Enter enter, Link link) {
    Place place = rooms.get(enter.room());
    if (place == null) {
      if (rooms.size() >= limits.rooms() || !mayOpenRoom(link)) {
        return new Finding.Refused(RefusalReason.FULL);
      }
      place = new Place(new Place.Name.OfRoom(enter.room()));
      rooms.put(enter.room(), place);
    }
    return seatOf(place, enter.role(), enter.token());
  }

  private boolean mayOpenRoom(Link link) {
    return switch (limits.admission()) {
      case ANYBODY -> true;
      case FORMER_NAMEPLATE_HOLDERS -> link.history == Link.History.SEATED_AT_NAMEPLATE;
    };
  }

  private static Finding seatOf(Place place, Role role, Token token) {
    Place.Seat seat = place.seat(role);
    if (seat == null) {
      return new Finding.Free(place, role);
    }
    return seat.token().equals(token)
        ? new Finding.Held(seat)
        : new Finding.Refused(RefusalReason.OCCUPIED);
  }

  private @Nullable Place heldBy(Token token) {
    for (Place place : nameplates.values()) {
      Place.Seat maker = place.seat(Role.MAKER);
      if (maker != null && maker.token().equals(token)) {
        return place;
      }
    }
    return null;
  }

  /// Uniform among the numbers of so many digits that there are enough of them.
  private Nameplate draw() {
    int first = FIRST_TWO_DIGIT_NUMBER;
    long wanted = (long) NUMBERS_FOR_EACH_NAMEPLATE * (nameplates.size() + 1);
    while (numbersFrom(first) < wanted) {
      first *= 10;
    }
    while (true) {
      Nameplate drawn = new Nameplate(Integer.toString(first + random.nextInt(numbersFrom(first))));
      if (!nameplates.containsKey(drawn)) {
        return drawn;
      }
    }
  }

  /// How many numbers have as many digits as this power of ten.
  private static int numbersFrom(int first) {
    return 9 * first;
  }
}
