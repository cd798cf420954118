package sluice.transport.ice;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/// Makes wires, and knows what they can be bound to.
@FunctionalInterface
public interface IceWires {
  /// Binds a socket to an address of this machine, on any port.
  IceWire bind(InetAddress address) throws IOException;

  /// Closes what {@link #bind} made: its address is gone for good.
  default void release(IceWire wire) {}

  /// The addresses of this machine that may become host candidates, the best first, without loopback. Any thread.
  default List<InetAddress> addresses() throws IOException {
    return hostAddresses();
  }

  /// The addresses of this machine that may become host candidates, the best first, without loopback. Any thread.
  static List<InetAddress> hostAddresses() throws IOException {
    return HostAddresses.routable();
  }
}
