package sluice.transport.ice;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The addresses of this machine that may become host candidates.
final class HostAddresses {
  private static final int MAX_ADDRESSES = 12;

  private HostAddresses() {}

  /// Those of all interfaces that are up, IPv4 first; without loopback, and without link-local ones, which need a zone
  /// that means nothing to the other end.
  static List<InetAddress> routable() throws SocketException {
    var found = new ArrayList<InetAddress>();
    for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      if (each.isUp() && !each.isLoopback()) {
        for (InetAddress address : Collections.list(each.getInetAddresses())) {
          if (usable(address)) {
            found.add(address);
          }
        }
      }
    }
    found.sort((a, b) -> Boolean.compare(b instanceof Inet4Address, a instanceof Inet4Address));
    return found.size() > MAX_ADDRESSES ? found.subList(0, MAX_ADDRESSES) : found;
  }

  private static boolean usable(InetAddress address) {
    boolean linkLocal6 = !(address instanceof Inet4Address) && address.isLinkLocalAddress();
    return !linkLocal6 && !address.isLoopbackAddress() && !address.isMulticastAddress();
  }

  static List<InetAddress> loopback() {
    return List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));
  }
}
