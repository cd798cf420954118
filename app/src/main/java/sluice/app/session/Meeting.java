package sluice.app.session;

import java.net.URI;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import sluice.app.compression.PackingChoice;
import sluice.app.peers.Peer;
import sluice.signaling.RelayAccess;
import sluice.transport.PeerOptions;

/// How the two ends find each other.
///
/// @param relay where they meet; nothing for this network, with the relay inside the sender
/// @param access how a relay is reached
/// @param peer how the connection is to be
/// @param patience how long the other side is waited for; nothing for ever
/// @param limit bytes a second that this side sends or receives at most
/// @param limitHours when the limit holds for what is sent; nothing for all day
public record Meeting(
    Optional<URI> relay,
    RelayAccess access,
    PeerOptions peer,
    Optional<Duration> patience,
    OptionalLong limit,
    Optional<LimitHours> limitHours) {
  /// Where a paired peer is met: at its own relays; at ours where it has none.
  List<URI> relaysOf(Peer peer) {
    return peer.relays().isEmpty() ? relay.stream().toList() : peer.relays();
  }

  /// No faster than so many bytes a second.
  public Meeting withLimit(OptionalLong bytesPerSecond) {
    return new Meeting(relay, access, peer, patience, bytesPerSecond, limitHours);
  }

  /// The limit holds in these hours of the day; nothing for all of them.
  public Meeting withLimitHours(Optional<LimitHours> hours) {
    return new Meeting(relay, access, peer, patience, limit, hours);
  }

  /// How a sender uses the link.
  LinkUse link(PackingChoice packing) {
    return new LinkUse(
        packing,
        limit,
        () ->
            limitHours.isEmpty()
                || limitHours.get().include(LocalTime.now(ZoneId.systemDefault())));
  }

  /// As fast as it goes.
  public Meeting(
      Optional<URI> relay, RelayAccess access, PeerOptions peer, Optional<Duration> patience) {
    this(relay, access, peer, patience, OptionalLong.empty(), Optional.empty());
  }
}
