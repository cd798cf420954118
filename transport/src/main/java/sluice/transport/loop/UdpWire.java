package sluice.transport.loop;

import java.net.InetSocketAddress;
import sluice.transport.udp.UdpPort;

/// One of our sockets.
record UdpWire(UdpPort port) implements PathWire {
  @Override
  public InetSocketAddress local() {
    return port.local();
  }

  @Override
  public int send(
      byte[] buffer, int offset, int lengthBytes, int segmentBytes, InetSocketAddress to) {
    return port.send(buffer, offset, lengthBytes, segmentBytes, to);
  }

  @Override
  public int sendDivisible(byte[] buffer, int offset, int lengthBytes, InetSocketAddress to) {
    return port.sendDivisible(buffer, offset, lengthBytes, to);
  }

  @Override
  public UdpPort.Refusal refusal() {
    return port.refusal();
  }
}
