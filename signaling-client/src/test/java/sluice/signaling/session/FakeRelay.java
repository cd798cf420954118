package sluice.signaling.session;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.signaling.wire.ClientMessage;
import sluice.signaling.wire.ClientMessage.Claim;
import sluice.signaling.wire.Decoded;
import sluice.signaling.wire.Nameplate;
import sluice.signaling.wire.Payload;
import sluice.signaling.wire.Presence;
import sluice.signaling.wire.RefusalReason;
import sluice.signaling.wire.RelayMessage;
import sluice.signaling.wire.Role;
import sluice.signaling.wire.RoomName;
import sluice.signaling.wire.Token;
import sluice.signaling.wire.WireLimits;
import sluice.signaling.wire.WireReader;
import sluice.signaling.wire.WireWriter;

/// The least that `docs/protocol.md`, section 2, asks of a relay, in virtual time; and a place for
/// misdeeds.
public final class FakeRelay {
  /// One connection as the relay sees it.
  public interface Line {
    void send(String text);

    void close();
  }

  /// What a relay does with a payload; an honest one forwards it.
  interface Conduct {
    void onSend(Seat from, Payload payload);
  }

  /// One side of a place.
  static final class Seat {
    final Place place;
    final Role role;
    final Token token;
    @Nullable Line line;
    long freeAtNanos = Long.MAX_VALUE;

    Seat(Place place, Role role, Token token) {
      this.place = place;
      this.role = role;
      this.token = token;
    }

    @Nullable Seat other() {
      return place.seats.get(role.other());
    }

    void deliver(Payload payload) {
      if (line != null) {
        line.send(WireWriter.text(new RelayMessage.Delivery(payload)));
      }
    }
  }

  static final class Place {
    final Object name;
    final Map<Role, Seat> seats = new HashMap<>();

    Place(Object name) {
      this.name = name;
    }
  }

  final Map<Object, Place> places = new LinkedHashMap<>();
  final Map<Line, Seat> seated = new LinkedHashMap<>();
  final Set<Object> everNamed = new HashSet<>();
  Conduct conduct = FakeRelay::forward;
  final Map<Line, Set<RoomName>> watched = new LinkedHashMap<>();
  long unixSeconds;
  int nextNameplate = 42;
  int messages;

  static void forward(Seat from, Payload payload) {
    Seat other = from.other();
    if (other != null) {
      other.deliver(payload);
    }
  }

  public void receive(Line line, String text, long nowNanos) {
    messages++;
    if (!(WireReader.clientMessage(text)
        instanceof Decoded.Valid<ClientMessage>(ClientMessage message))) {
      throw new AssertionError("a client sent " + text);
    }
    switch (message) {
      case ClientMessage.Allocate allocate -> allocate(line, allocate);
      case ClientMessage.Join join -> join(line, join);
      case ClientMessage.Enter enter -> {
        everNamed.add(enter.room());
        take(line, placeOf(enter.room()), enter.role(), enter);
      }
      case ClientMessage.Send send -> {
        Seat seat = seated.get(line);
        if (seat != null) {
          conduct.onSend(seat, send.payload());
        }
      }
      case ClientMessage.AskIce ask -> {}
      case ClientMessage.Leave leave -> leave(line);
      case ClientMessage.Watch watch -> watch(line, watch);
    }
  }

  /// Calls at once where somebody waits; who comes later is called for by [#take].
  private void watch(Line line, ClientMessage.Watch watch) {
    everNamed.addAll(watch.rooms());
    watched.put(line, Set.copyOf(watch.rooms()));
    line.send(WireWriter.text(new RelayMessage.Watching(unixSeconds)));
    watch.rooms().forEach(this::callFor);
  }

  private void callFor(RoomName room) {
    Place place = places.get(room);
    if (place == null
        || !place.seats.containsKey(Role.JOINER)
        || place.seats.containsKey(Role.MAKER)) {
      return;
    }
    watched.forEach(
        (line, rooms) -> {
          if (rooms.contains(room)) {
            line.send(WireWriter.text(new RelayMessage.Called(room)));
          }
        });
  }

  private void allocate(Line line, ClientMessage.Allocate allocate) {
    Nameplate nameplate = allocate.nameplate();
    if (nameplate == null) {
      nameplate = new Nameplate(Integer.toString(nextNameplate++));
    }
    everNamed.add(nameplate);
    take(line, placeOf(nameplate), Role.MAKER, allocate);
  }

  private void join(Line line, ClientMessage.Join join) {
    Place place = places.get(join.nameplate());
    if (place == null) {
      leave(line);
      refuse(line, RefusalReason.UNKNOWN);
    } else {
      take(line, place, Role.JOINER, join);
    }
  }

  private Place placeOf(Object name) {
    return places.computeIfAbsent(name, Place::new);
  }

  void refuse(Line line, RefusalReason reason) {
    line.send(WireWriter.text(RelayMessage.Refused.of(reason)));
  }

  private void take(Line line, Place place, Role role, Claim claim) {
    Seat seat = place.seats.get(role);
    if (seat != null && !seat.token.equals(claim.token())) {
      boolean taken = role == Role.MAKER && place.name instanceof Nameplate;
      refuse(line, taken ? RefusalReason.TAKEN : RefusalReason.OCCUPIED);
      return;
    }
    if (seated.get(line) != seat || seat == null) {
      leave(line);
    }
    if (seat == null) {
      seat = new Seat(place, role, claim.token());
      place.seats.put(role, seat);
      places.put(place.name, place);
    } else if (seat.line != null && seat.line != line) {
      refuse(seat.line, RefusalReason.REPLACED);
      seated.remove(seat.line);
      seat.line.close();
    }
    seat.line = line;
    seat.freeAtNanos = Long.MAX_VALUE;
    seated.put(line, seat);
    Seat other = seat.other();
    Presence peer =
        other == null ? Presence.NONE : other.line == null ? Presence.AWAY : Presence.HERE;
    line.send(
        WireWriter.text(
            place.name instanceof RoomName room
                ? new RelayMessage.SeatedInRoom(room, peer)
                : new RelayMessage.SeatedAtNameplate((Nameplate) place.name, peer)));
    tellOther(seat, Presence.HERE);
    if (place.name instanceof RoomName room) {
      callFor(room);
    }
  }

  private void tellOther(Seat seat, Presence state) {
    Seat other = seat.other();
    if (other != null && other.line != null) {
      other.line.send(WireWriter.text(new RelayMessage.PeerChanged(state)));
    }
  }

  private void leave(Line line) {
    Seat seat = seated.remove(line);
    if (seat != null) {
      free(seat);
    }
  }

  private void free(Seat seat) {
    tellOther(seat, Presence.LEFT);
    seat.place.seats.remove(seat.role);
    if (seat.place.seats.isEmpty()
        || (seat.place.name instanceof Nameplate && seat.role == Role.MAKER)) {
      places.remove(seat.place.name);
    } else if (seat.place.name instanceof RoomName room) {
      callFor(room);
    }
  }

  /// A connection ended without `leave`.
  public void onClosed(Line line, long nowNanos) {
    watched.remove(line);
    Seat seat = seated.remove(line);
    if (seat != null) {
      seat.line = null;
      seat.freeAtNanos = nowNanos + WireLimits.SEAT_GRACE_NANOS;
      tellOther(seat, Presence.AWAY);
    }
  }

  public long deadlineNanos() {
    return places.values().stream()
        .flatMap(place -> place.seats.values().stream())
        .mapToLong(seat -> seat.freeAtNanos)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  public void onTimeout(long nowNanos) {
    places.values().stream()
        .flatMap(place -> place.seats.values().stream())
        .filter(seat -> seat.freeAtNanos <= nowNanos)
        .toList()
        .forEach(this::free);
  }

  /// Forgets all; the connections must be cut by who calls this.
  public void restart() {
    places.clear();
    seated.clear();
    watched.clear();
  }
}
