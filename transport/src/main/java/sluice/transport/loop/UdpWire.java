package sluice.transport.loop;

import java.net.InetSocketAddress;
import sluice.transport.udp.UdpPort;

/// One of our sockets.
///
/// @param unreachable called when the system refuses to send for want of a way
record UdpWire(UdpPort port, Runnable unreachable) implements PathWire {
  @Override
  public InetSocketAddress local() {
    return port.local();
  }

  @Override
  public int send(
      byte[] buffer, int offset, int lengthBytes, int segmentBytes, InetSocketAddress to) {
    int taken = port.send(buffer, offset, lengthBytes, segmentBytes, to);
    if (port.refusal() == UdpPort.Refusal.UNREACHABLE) {
      unreachable.run();
    }
    return taken;
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
