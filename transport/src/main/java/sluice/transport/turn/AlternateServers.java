package sluice.transport.turn;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;

/// Follows servers that name another one (RFC 8489, section 10), but never in circles and not for ever.
public final class AlternateServers {
  /// How many servers are asked for one URI.
  static final int MAX_SERVERS = 5;

  private final Set<InetSocketAddress> asked = new HashSet<>();

  /// @param first the server that is asked first
  public AlternateServers(InetSocketAddress first) {
    asked.add(first);
  }

  /// Whether to ask this one, after one at `from` named it.
  public boolean follow(InetSocketAddress from, InetSocketAddress to) {
    // RFC 8489, section 14.15: "The IP address family MUST be identical to that of the source IP
    // address of the
    // request."
    boolean sameFamily =
        from.isUnresolved() // Behind a proxy, which knows the address.
            || from.getAddress().getAddress().length == to.getAddress().getAddress().length;
    return sameFamily && asked.size() < MAX_SERVERS && asked.add(to);
  }
}
