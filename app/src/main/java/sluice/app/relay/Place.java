package sluice.app.relay;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.signaling.Departure;
import sluice.signaling.wire.Nameplate;
import sluice.signaling.wire.Presence;
import sluice.signaling.wire.Role;
import sluice.signaling.wire.RoomName;
import sluice.signaling.wire.Token;

/// A nameplate or a room, with its two seats.
final class Place {
  private final Name name;
  private final Map<Role, Seat> seats = new EnumMap<>(Role.class);
  Timers.@Nullable Timer expiry;
  Timers.@Nullable Timer recall;
  @Nullable ForwardedSession forwarded;
  Timers.@Nullable Timer forwardTimer;

  /// What a place is called.
  sealed interface Name {
    /// Public digits.
    record OfNameplate(Nameplate nameplate) implements Name {}

    /// A secret that both ends derived.
    record OfRoom(RoomName room) implements Name {}
  }

  Place(Name name) {
    this.name = name;
  }

  Name name() {
    return name;
  }

  /// The seat, if it is held.
  @Nullable Seat seat(Role role) {
    return seats.get(role);
  }

  Seat take(Role role, Token token) {
    Seat seat = new Seat(this, role, token);
    if (seats.putIfAbsent(role, seat) != null) {
      throw new IllegalStateException("the seat is held");
    }
    return seat;
  }

  void free(Seat seat) {
    if (!seats.remove(seat.role(), seat)) {
      throw new IllegalStateException("the seat is not held");
    }
  }

  /// A nameplate ends with its maker, a room with the last of the two.
  boolean isOver() {
    return switch (name) {
      case Name.OfNameplate _ -> !seats.containsKey(Role.MAKER);
      case Name.OfRoom _ -> seats.isEmpty();
    };
  }

  boolean isFullRoom() {
    return name instanceof Name.OfRoom && seats.size() == Role.values().length;
  }

  /// A seat that is held: by a connection, or for one that may come back.
  static final class Seat {
    private final Place place;
    private final Role role;
    private final Token token;
    @Nullable Link link;
    Timers.@Nullable Timer grace;

    Departure absence = Departure.CLOSED;

    /// What its TURN credentials are made out to; empty until there are any.
    String iceName = "";

    private Seat(Place place, Role role, Token token) {
      this.place = place;
      this.role = role;
      this.token = token;
    }

    Place place() {
      return place;
    }

    Role role() {
      return role;
    }

    Token token() {
      return token;
    }

    @Nullable Seat other() {
      return place.seat(role.other());
    }

    /// How the other seat appears from here.
    Presence peer() {
      Seat other = other();
      if (other == null) {
        return Presence.NONE;
      }
      return other.link == null ? other.absent() : Presence.HERE;
    }

    /// How this seat appears while its connection is gone.
    Presence absent() {
      return switch (absence) {
        case CLOSED -> Presence.AWAY;
        case SILENT -> Presence.SILENT;
      };
    }
  }
}
