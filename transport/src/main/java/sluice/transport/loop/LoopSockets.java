package sluice.transport.loop;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import sluice.transport.ice.IceWires;
import sluice.transport.udp.UdpPort;
import sluice.transport.udp.UdpPorts;

/// Where the sockets of a connection come from. Tests bring a network that lives in memory.
interface LoopSockets extends AutoCloseable {
  UdpPorts ports();

  /// The addresses of this machine that may become host candidates, the best first. Any thread.
  List<InetAddress> addresses() throws IOException;

  default UdpPort bind(InetAddress address) throws IOException {
    return ports().bind(address, 0);
  }

  @Override
  default void close() {
    ports().close();
  }

  /// This machine's own.
  static LoopSockets open() throws IOException {
    UdpPorts opened = UdpPorts.open();
    return new LoopSockets() {
      @Override
      public UdpPorts ports() {
        return opened;
      }

      @Override
      public List<InetAddress> addresses() throws IOException {
        return IceWires.hostAddresses();
      }
    };
  }
}
