package sluice.transport.ice;

import java.io.IOException;
import java.net.InetAddress;

/// Makes wires.
@FunctionalInterface
public interface IceWires {
  /// Binds a socket to an address of this machine, on any port.
  IceWire bind(InetAddress address) throws IOException;
}
