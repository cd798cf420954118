package sluice.app.session;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How the two ends find each other.
///
/// @param relay where they meet; nothing for this network, with the relay inside the sender
/// @param iceServers `stun:` URIs
/// @param patience how long the other side is waited for; nothing for ever
public record Meeting(Optional<URI> relay, List<URI> iceServers, Optional<Duration> patience) {
  public Meeting {
    iceServers = List.copyOf(iceServers);
  }
}
