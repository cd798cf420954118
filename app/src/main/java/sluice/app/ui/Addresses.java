package sluice.app.ui;

import java.net.Inet6Address;
import java.net.InetSocketAddress;

/// Socket addresses as text, never looked up in the DNS.
public final class Addresses {
  private Addresses() {}

  /// `192.0.2.1:4711` or `[2001:db8::1]:4711`.
  public static String text(InetSocketAddress address) {
    if (address.getAddress() == null) {
      return address.getHostString() + ":" + address.getPort();
    }
    String host = address.getAddress().getHostAddress();
    return address.getAddress() instanceof Inet6Address
        ? "[" + host + "]:" + address.getPort()
        : host + ":" + address.getPort();
  }
}
