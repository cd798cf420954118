package sluice.transport.loop;

import java.net.InetSocketAddress;
import sluice.transport.ice.IceWire;
import sluice.transport.udp.UdpPort;

/// What datagrams leave through: a socket, or a relay that lends its address.
interface PathWire extends IceWire {
  /// As {@link UdpPort#send}.
  int send(byte[] buffer, int offset, int lengthBytes, int segmentBytes, InetSocketAddress to);

  /// As {@link UdpPort#sendDivisible}.
  int sendDivisible(byte[] buffer, int offset, int lengthBytes, InetSocketAddress to);

  /// What stopped the last call of {@link #send} or {@link #sendDivisible}.
  UdpPort.Refusal refusal();

  @Override
  default void send(byte[] message, InetSocketAddress to) {
    // What is refused is lost like any datagram: checks are repeated.
    send(message, 0, message.length, message.length, to);
  }
}
