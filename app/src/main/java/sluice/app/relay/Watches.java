package sluice.app.relay;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sluice.signaling.wire.RelayMessage;
import sluice.signaling.wire.Role;
import sluice.signaling.wire.RoomName;
import sluice.signaling.wire.WireLimits;

/// Which connections want to be called when somebody waits in a room: `docs/protocol.md`, section 2.8.
final class Watches {
  /// Rooms watched by all together.
  static final int MAX_ROOMS = 200_000;

  /// Rooms watched from one address: twenty machines with as many peers as they may have.
  static final int MAX_ROOMS_OF_SOURCE = 20 * WireLimits.MAX_WATCHED_ROOMS;

  /// "At most four connections are called for one room".
  static final int MAX_CALLED = 4;

  private final Outbox outbox;
  private final Map<RoomName, Set<Link>> watchers = new HashMap<>();
  private final Map<Link, List<RoomName>> lists = new HashMap<>();
  private final Map<SourceAddress, Integer> roomsOfSource = new HashMap<>();
  private int rooms;

  Watches(Outbox outbox) {
    this.outbox = outbox;
  }

  /// The connection watches these rooms, in place of those before.
  ///
  /// @return false where there are too many: it watches none then
  boolean set(Link link, List<RoomName> wanted) {
    end(link);
    if (wanted.isEmpty()) {
      return true;
    }
    int ofSource = roomsOfSource.getOrDefault(link.source(), 0) + wanted.size();
    if (rooms + wanted.size() > MAX_ROOMS || ofSource > MAX_ROOMS_OF_SOURCE) {
      return false;
    }
    rooms += wanted.size();
    roomsOfSource.put(link.source(), ofSource);
    lists.put(link, wanted);
    for (RoomName room : wanted) {
      watchers.computeIfAbsent(room, fresh -> new LinkedHashSet<>()).add(link);
    }
    return true;
  }

  /// It watches no more.
  void end(Link link) {
    List<RoomName> list = lists.remove(link);
    if (list == null) {
      return;
    }
    rooms -= list.size();
    roomsOfSource.computeIfPresent(
        link.source(), (same, count) -> count == list.size() ? null : count - list.size());
    for (RoomName room : list) {
      Set<Link> links = watchers.get(room);
      if (links != null && links.remove(link) && links.isEmpty()) {
        watchers.remove(room);
      }
    }
  }

  boolean isWatching(Link link) {
    return lists.containsKey(link);
  }

  /// Calls the connection itself, where somebody waits there already.
  void callFor(Link link, Place place) {
    if (place.name() instanceof Place.Name.OfRoom(RoomName room) && isWaitedIn(place)) {
      outbox.send(link.id(), new RelayMessage.Called(room));
    }
  }

  /// Calls who watches the room, where somebody waits in it now.
  void call(Place place) {
    if (!(place.name() instanceof Place.Name.OfRoom(RoomName room)) || !isWaitedIn(place)) {
      return;
    }
    watchers.getOrDefault(room, Set.of()).stream()
        .limit(MAX_CALLED)
        .forEach(link -> outbox.send(link.id(), new RelayMessage.Called(room)));
  }

  private static boolean isWaitedIn(Place place) {
    Place.Seat joiner = place.seat(Role.JOINER);
    return joiner != null && joiner.link != null && place.seat(Role.MAKER) == null;
  }
}
