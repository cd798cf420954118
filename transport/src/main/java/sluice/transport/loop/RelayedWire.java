package sluice.transport.loop;

import java.net.InetSocketAddress;
import sluice.transport.udp.UdpPort;

/// An address that a TURN server lends us.
final class RelayedWire implements PathWire {
  private final TurnLink link;
  private final InetSocketAddress relayed;

  RelayedWire(TurnLink link, InetSocketAddress relayed) {
    this.link = link;
    this.relayed = relayed;
  }

  /// The server's URI.
  String server() {
    return link.server();
  }

  @Override
  public InetSocketAddress local() {
    return relayed;
  }

  @Override
  public void permit(InetSocketAddress peer) {
    link.permit(peer);
  }

  @Override
  public void send(byte[] message, InetSocketAddress to) {
    link.check(message, to);
  }

  @Override
  public int send(
      byte[] buffer, int offset, int lengthBytes, int segmentBytes, InetSocketAddress to) {
    return link.send(buffer, offset, lengthBytes, segmentBytes, to);
  }

  @Override
  public int sendDivisible(byte[] buffer, int offset, int lengthBytes, InetSocketAddress to) {
    return link.sendDivisible(buffer, offset, lengthBytes, to);
  }

  @Override
  public UdpPort.Refusal refusal() {
    return link.refusal();
  }
}
