package sluice.transport.loop;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import sluice.transport.Route;
import sluice.transport.ice.Candidate;
import sluice.transport.ice.IcePath;

/// Tells a path in the words of the face.
final class Routes {
  private Routes() {}

  static Route of(IcePath path) {
    Optional<String> server =
        path.wire() instanceof RelayedWire relayed
            ? Optional.of(relayed.server())
            : Optional.empty();
    return new Route(kind(path), path.wire().local(), path.remote(), path.roundTripTime(), server);
  }

  private static Route.Kind kind(IcePath path) {
    if (path.wire() instanceof ForwardedWire) {
      return Route.Kind.FORWARDED;
    }
    if (path.local() == Candidate.Type.RELAYED || path.peer() == Candidate.Type.RELAYED) {
      return Route.Kind.RELAYED;
    }
    InetSocketAddress local = path.wire().local();
    boolean sameMachine = local.getAddress().equals(path.remote().getAddress());
    return sameMachine || isPrivate(path.remote().getAddress())
        ? Route.Kind.LAN
        : Route.Kind.DIRECT;
  }

  /// RFC 1918, RFC 4193, link-local and loopback: an address that only its own network reaches.
  private static boolean isPrivate(InetAddress address) {
    boolean uniqueLocal =
        address instanceof Inet6Address && (address.getAddress()[0] & 0xFE) == 0xFC;
    return uniqueLocal
        || address.isSiteLocalAddress()
        || address.isLinkLocalAddress()
        || address.isLoopbackAddress();
  }
}
