package sluice.transport;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/// The path that data takes at present.
///
/// @param local the address that we send from, as this machine knows it
/// @param remote the address that we send to
/// @param roundTripTime as measured by the connectivity check that chose the path
/// @param server the URI of our own TURN server, where the path goes through one
public record Route(
    Kind kind,
    InetSocketAddress local,
    InetSocketAddress remote,
    Duration roundTripTime,
    Optional<String> server) {
  /// How the two ends see each other.
  public enum Kind {
    /// Both candidates are host candidates of the same network (or the same machine).
    LAN,
    /// Directly, through NATs or over public addresses.
    DIRECT,
    /// Through a TURN server.
    RELAYED,
    /// Through the signaling relay.
    FORWARDED
  }
}
