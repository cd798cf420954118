package sluice.app.relay.stun;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The addresses that a STUN server answers from. With one, it tells a client its public address. With
/// a second IP address it has four: both IP addresses with both ports, as RFC 5780 wants them for
/// finding out how a NAT behaves.
///
/// A place is a number: bit 0 stands for the other port, bit 1 for the other IP address.
///
/// @param primary where clients ask
/// @param alternate another IP address and another port, or null
public record StunAddresses(InetSocketAddress primary, @Nullable InetSocketAddress alternate) {
  static final int OTHER_PORT = 1;
  static final int OTHER_IP = 2;

  public StunAddresses {
    if (alternate != null
        && (alternate.getPort() == primary.getPort()
            || alternate.getAddress().equals(primary.getAddress())
            || alternate.getAddress().isAnyLocalAddress()
            || primary.getAddress().isAnyLocalAddress())) {
      throw new IllegalArgumentException(
          "two addresses of a STUN server differ in IP address and port, and name both");
    }
  }

  /// How many places there are: 1 or 4.
  int places() {
    return alternate == null ? 1 : OTHER_IP + OTHER_PORT + 1;
  }

  /// The address of a place.
  InetSocketAddress at(int place) {
    InetSocketAddress other = alternate;
    if (other == null) {
      if (place != 0) {
        throw new IllegalArgumentException("there is one place");
      }
      return primary;
    }
    InetAddress ip = ((place & OTHER_IP) == 0 ? primary : other).getAddress();
    return new InetSocketAddress(ip, ((place & OTHER_PORT) == 0 ? primary : other).getPort());
  }

  /// All addresses, by place.
  List<InetSocketAddress> all() {
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (int place = 0; place < places(); place++) {
      addresses.add(at(place));
    }
    return List.copyOf(addresses);
  }
}
