package sluice.app.relay.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// The sockets of the STUN server, asked over loopback: 127.0.0.1 and 127.0.0.2 are two addresses.
final class StunServerTest {
  private static final byte[] REQUEST =
      HexFormat.of().parseHex("000100002112a442b7e7a701bc34d686fa87dfae");
  private static final byte[] CHANGE_BOTH =
      HexFormat.of().parseHex("000100082112a442b7e7a701bc34d686fa87dfae0003000400000006");

  private static DatagramPacket ask(InetSocketAddress server, byte[] request) throws Exception {
    try (DatagramSocket client = new DatagramSocket()) {
      client.setSoTimeout(5000);
      client.send(new DatagramPacket(request, request.length, server));
      DatagramPacket answer = new DatagramPacket(new byte[512], 512);
      client.receive(answer);
      return answer;
    }
  }

  private static InetSocketAddress loopback(int last, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0." + last), port);
  }

  @Test
  void theWildcardAnswersFromAnyPort() throws Exception {
    try (StunServer server = StunServer.start(new StunAddresses(new InetSocketAddress(0), null))) {
      int port = server.addresses().primary().getPort();
      assertThat(ask(loopback(1, port), REQUEST).getPort()).isEqualTo(port);
      assertThat(ask(loopback(1, port), REQUEST).getData()[0]).isEqualTo((byte) 1);
    }
  }

  @Test
  void theWildcardAnswersFromTheAddressThatWasAsked() throws Exception {
    try (StunServer server = StunServer.start(new StunAddresses(new InetSocketAddress(0), null))) {
      int port = server.addresses().primary().getPort();
      for (InetAddress own : InetAddress.getAllByName(InetAddress.getLocalHost().getHostName())) {
        InetSocketAddress asked = new InetSocketAddress(own, port);
        assertThat(ask(asked, REQUEST).getSocketAddress()).isEqualTo(asked);
      }
    }
  }

  @Test
  void anAnswerLeavesFromTheOtherAddressAndPort() throws Exception {
    int first = freePort();
    int second = freePort();
    try (StunServer server =
        StunServer.start(new StunAddresses(loopback(1, first), loopback(2, second)))) {
      assertThat(server.addresses().places()).isEqualTo(4);
      assertThat(ask(loopback(1, first), CHANGE_BOTH).getSocketAddress())
          .isEqualTo(loopback(2, second));
      assertThat(ask(loopback(2, first), REQUEST).getSocketAddress()).isEqualTo(loopback(2, first));
    }
  }

  private static int freePort() throws Exception {
    try (DatagramSocket socket = new DatagramSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
