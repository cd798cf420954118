package sluice.transport.ice;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The addresses of this machine that may become host candidates, chosen as RFC 8445, section 5.1.1.1 asks and ordered as
/// RFC 8421 advises.
final class HostAddresses {
  private static final int MAX_ADDRESSES = 12;
  private static final int PREFIX_BYTES = 8;

  private HostAddresses() {}

  /// Those of all interfaces that are up, without loopback.
  static List<InetAddress> routable() throws IOException {
    Map<Inet6Address, Inet6Origin> origins = Inet6Origin.all();
    var found = new ArrayList<InetAddress>();
    for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      if (each.isUp() && !each.isLoopback()) {
        found.addAll(choose(Collections.list(each.getInetAddresses()), origins));
      }
    }
    return order(found);
  }

  /// Chooses among the addresses of one interface.
  ///
  /// @param origins what is known of IPv6 addresses; one without an entry is an ordinary one
  static List<InetAddress> choose(
      List<InetAddress> addresses, Map<Inet6Address, Inet6Origin> origins) {
    var chosen = new ArrayList<InetAddress>();
    var linkLocal = new ArrayList<InetAddress>();
    var ordinary = new ArrayList<Inet6Address>();
    Set<List<Byte>> hidden = new HashSet<>();
    for (InetAddress address : addresses) {
      if (address.isMulticastAddress() || address.isLoopbackAddress()) {
        continue;
      }
      if (!(address instanceof Inet6Address ipv6)) {
        chosen.add(address);
      } else if (ipv6.isLinkLocalAddress()) {
        linkLocal.add(ipv6);
      } else if (!ipv6.isIPv4CompatibleAddress() && !ipv6.isSiteLocalAddress()) {
        switch (origins.getOrDefault(ipv6, Inet6Origin.ORDINARY)) {
          case ORDINARY -> ordinary.add(ipv6);
          case TEMPORARY -> {
            chosen.add(ipv6);
            hidden.add(prefix(ipv6));
          }
          // "IPv6 addresses that are deprecated SHOULD NOT be used".
          case DEPRECATED, UNUSABLE -> {}
        }
      }
    }
    // "addresses that do allow location tracking, are configured on the same interface, and are
    // part of the same network
    // prefix MUST NOT be gathered" beside a temporary one; nor link-local ones.
    ordinary.stream().filter(each -> !hidden.contains(prefix(each))).forEach(chosen::add);
    // The zone of a link-local address means nothing to the other end: of use on a bare cable only.
    return chosen.isEmpty() ? linkLocal : chosen;
  }

  private static List<Byte> prefix(Inet6Address address) {
    byte[] raw = address.getAddress();
    var prefix = new ArrayList<Byte>();
    for (int i = 0; i < PREFIX_BYTES; i++) {
      prefix.add(raw[i]);
    }
    return prefix;
  }

  /// RFC 8421, section 4: the two families in turn, so that one that is broken does not delay the other.
  static List<InetAddress> order(Collection<InetAddress> addresses) {
    Deque<InetAddress> ipv4 = new ArrayDeque<>();
    Deque<InetAddress> ipv6 = new ArrayDeque<>();
    for (InetAddress each : addresses) {
      (each instanceof Inet4Address ? ipv4 : ipv6).add(each);
    }
    var ordered = new ArrayList<InetAddress>();
    while (ordered.size() < MAX_ADDRESSES && !(ipv4.isEmpty() && ipv6.isEmpty())) {
      for (Deque<InetAddress> family : List.of(ipv6, ipv4)) {
        if (!family.isEmpty()) {
          ordered.add(family.remove());
        }
      }
    }
    return List.copyOf(ordered);
  }

  static List<InetAddress> loopback() {
    return List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));
  }
}
