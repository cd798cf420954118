package sluice.app.session;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import sluice.app.peers.PeerName;

/// What a {@link PeerService} is doing.
///
/// @param peers whom it waits for
/// @param begun sessions since it started
public record ServiceStatus(
    List<Relay> relays, List<PeerName> peers, List<Session> sessions, long begun) {
  public ServiceStatus {
    relays = List.copyOf(relays);
    peers = List.copyOf(peers);
    sessions = List.copyOf(sessions);
  }

  /// A relay it watches.
  public record Relay(URI uri, boolean watching) {}

  /// A session that runs.
  ///
  /// @param verb what the peer asked for; empty while it has not
  /// @param bytes that are durable at the receiver
  public record Session(long id, PeerName peer, String verb, Duration since, long bytes) {}
}
