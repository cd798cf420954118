package sluice.transport.ice;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// How good a pair is, the higher the better: nearer ends first, since they are faster and cost nobody else anything.
final class Ranks {
  static final int FORWARDED = 0;
  static final int RELAYED = 1;
  static final int REFLEXIVE = 2;
  static final int BETWEEN_HOSTS = 3;

  private static final int PREFIX_BYTES = 8;

  private Ranks() {}

  static int of(InetSocketAddress remote, Candidate.Type local, Candidate.Type peer) {
    if (isForwarded(remote)) {
      return FORWARDED;
    }
    if (local == Candidate.Type.RELAYED || peer == Candidate.Type.RELAYED) {
      return RELAYED;
    }
    return local == Candidate.Type.HOST && peer == Candidate.Type.HOST ? BETWEEN_HOSTS : REFLEXIVE;
  }

  /// Whether an address stands for the way through the application's relay: one of 100::/64, which no network carries
  /// (RFC 6666).
  static boolean isForwarded(InetSocketAddress address) {
    InetAddress ip = address.getAddress();
    if (!(ip instanceof Inet6Address)) {
      return false;
    }
    byte[] raw = ip.getAddress();
    boolean discard = raw[0] == 1;
    for (int i = 1; i < PREFIX_BYTES; i++) {
      discard &= raw[i] == 0;
    }
    return discard;
  }

  /// Whether two addresses can be the ends of a pair: of one family, and both on the relay's way or neither.
  static boolean fit(InetSocketAddress local, InetSocketAddress remote) {
    return local.getAddress() instanceof Inet6Address == remote.getAddress() instanceof Inet6Address
        && isForwarded(local) == isForwarded(remote);
  }
}
