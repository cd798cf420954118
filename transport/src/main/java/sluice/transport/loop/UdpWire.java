package sluice.transport.loop;

import java.net.InetSocketAddress;
import sluice.transport.ice.IceWire;
import sluice.transport.udp.UdpPort;

/// One of our sockets, as ICE sees it.
final class UdpWire implements IceWire {
  private final UdpPort port;

  UdpWire(UdpPort port) {
    this.port = port;
  }

  UdpPort port() {
    return port;
  }

  @Override
  public InetSocketAddress local() {
    return port.local();
  }

  @Override
  public void send(byte[] message, InetSocketAddress to) {
    // What the system refuses is lost like any datagram: checks are repeated.
    port.send(message, 0, message.length, message.length, to);
  }
}
