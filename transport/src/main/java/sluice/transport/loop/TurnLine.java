package sluice.transport.loop;

import java.net.InetSocketAddress;
import java.util.Arrays;
import sluice.transport.tcp.TcpLink;
import sluice.transport.turn.TurnSettings;
import sluice.transport.udp.UdpPort;

/// What carries messages between us and one TURN server.
interface TurnLine {
  TurnSettings.Carrier carrier();

  /// Sends messages that lie one behind the other.
  ///
  /// @param segmentBytes of each but the last, which may be shorter
  /// @return the bytes taken, always whole messages
  int send(byte[] buffer, int offset, int lengthBytes, int segmentBytes);

  /// Sends one message that the network may divide on its way.
  ///
  /// @return the bytes taken: all or none
  int sendDivisible(byte[] buffer, int offset, int lengthBytes);

  /// What stopped the last call of {@link #send} or {@link #sendDivisible}.
  UdpPort.Refusal refusal();

  void close();

  /// A socket of its own: a server tells allocations by our address and port, and a second one, with other credentials,
  /// must have another port while the first still works.
  record Udp(UdpPort port, InetSocketAddress server) implements TurnLine {
    @Override
    public TurnSettings.Carrier carrier() {
      return TurnSettings.Carrier.DATAGRAMS;
    }

    @Override
    public int send(byte[] buffer, int offset, int lengthBytes, int segmentBytes) {
      return port.send(buffer, offset, lengthBytes, segmentBytes, server);
    }

    @Override
    public int sendDivisible(byte[] buffer, int offset, int lengthBytes) {
      return port.sendDivisible(buffer, offset, lengthBytes, server);
    }

    @Override
    public UdpPort.Refusal refusal() {
      return port.refusal();
    }

    @Override
    public void close() {
      port.close();
    }
  }

  /// TCP or TLS.
  record Tcp(TcpLink link) implements TurnLine {
    @Override
    public TurnSettings.Carrier carrier() {
      return TurnSettings.Carrier.STREAM;
    }

    @Override
    public int send(byte[] buffer, int offset, int lengthBytes, int segmentBytes) {
      return link.send(Arrays.copyOfRange(buffer, offset, offset + lengthBytes)) ? lengthBytes : 0;
    }

    @Override
    public int sendDivisible(byte[] buffer, int offset, int lengthBytes) {
      return send(buffer, offset, lengthBytes, lengthBytes);
    }

    @Override
    public UdpPort.Refusal refusal() {
      return UdpPort.Refusal.CONGESTED;
    }

    @Override
    public void close() {
      link.close();
    }
  }
}
