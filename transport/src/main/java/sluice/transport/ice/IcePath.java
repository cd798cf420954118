package sluice.transport.ice;

import java.net.InetSocketAddress;
import java.time.Duration;

/// A pair of transport addresses that checks have shown to work both ways.
///
/// @param wire to send from
/// @param remote where to send to
/// @param local the type of our candidate
/// @param peer the type of the other end's candidate, as far as it has been told
/// @param roundTripTime of the check that last confirmed the path
public record IcePath(
    IceWire wire,
    InetSocketAddress remote,
    Candidate.Type local,
    Candidate.Type peer,
    Duration roundTripTime) {

  CheckList.Pair pair() {
    return new CheckList.Pair(wire, remote, local, peer);
  }

  /// How good it is, as {@link Ranks} tell.
  int rank() {
    return Ranks.of(remote, local, peer);
  }

  boolean sameAddresses(IceWire otherWire, InetSocketAddress otherRemote) {
    return wire.equals(otherWire) && remote.equals(otherRemote);
  }
}
