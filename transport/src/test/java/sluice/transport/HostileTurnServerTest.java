package sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.transport.tcp.TestServer;

/// A TURN server that answers garbage, echoes, or closes costs its own candidate and nothing else.
@Timeout(60)
class HostileTurnServerTest {
  private static PeerOptions beside(String uri) {
    return RelayedPathTest.through(RelayedPathTest.server(uri)).withVia(PeerOptions.Via.ANY);
  }

  private static void connectsAllTheSame(String uri) throws Exception {
    PeerOptions options = beside(uri);
    try (var pair = new PeerPair(options, options)) {
      assertThat(RelayedPathTest.transfer(pair).kind()).isEqualTo(Route.Kind.LAN);
      assertThat(pair.offerer.seen)
          .noneMatch(
              event ->
                  event instanceof PeerEvent.LocalCandidate(String text)
                      && text.contains("typ relay"));
    }
  }

  @Test
  void garbageAndEchoesOverUdp() throws Exception {
    try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerGarbage(socket));
      connectsAllTheSame("turn:127.0.0.1:" + socket.getLocalPort());
    }
  }

  private static void answerGarbage(DatagramSocket socket) {
    var random = new Random(3);
    var packet = new DatagramPacket(new byte[2_048], 2_048);
    try {
      while (true) {
        socket.receive(packet);
        socket.send(packet);
        byte[] response = packet.getData().clone();
        response[0] = 1; // The request itself as a success, as an error, and with noise in it.
        for (int i = 0; i < 20; i++) {
          response[1] = (byte) (i % 2 == 0 ? 0x03 : 0x13);
          socket.send(new DatagramPacket(response, packet.getLength(), packet.getSocketAddress()));
          response[20 + random.nextInt(Math.max(1, packet.getLength() - 20))] =
              (byte) random.nextInt();
        }
      }
    } catch (SocketException e) {
      // The test is over.
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// Lists of servers come from relays too, which may be anybody's.
  @Test
  void aUserNameThatNoServerTakes() throws Exception {
    try (var silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      var uri = URI.create("turn:127.0.0.1:" + silent.getLocalPort());
      IceServer server = IceServer.of(uri, "ü".repeat(255), "wonderland");
      PeerOptions options =
          RelayedPathTest.through(server)
              .withVia(PeerOptions.Via.ANY)
              .withConnectTimeout(Duration.ofSeconds(20));
      try (var pair = new PeerPair(options, options)) {
        assertThat(RelayedPathTest.transfer(pair).kind()).isEqualTo(Route.Kind.LAN);
        pair.offerer.connection.iceServers(List.of(server));
        pair.offerer.connection.close();
        pair.offerer.await(PeerEvent.Closed.class);
      }
    }
  }

  @Test
  void garbageOverTcp() throws Exception {
    TestServer.Handler babbler =
        socket -> {
          var noise = new byte[100_000];
          new Random(5).nextBytes(noise);
          noise[0] = (byte) 0xFF;
          socket.getOutputStream().write(noise);
          socket.getInputStream().readAllBytes();
        };
    try (TestServer server = TestServer.handling(babbler)) {
      connectsAllTheSame("turn:127.0.0.1:" + server.port() + "?transport=tcp");
    }
  }

  @Test
  void aServerThatCloses() throws Exception {
    try (TestServer server = TestServer.handling(socket -> {})) {
      connectsAllTheSame("turn:127.0.0.1:" + server.port() + "?transport=tcp");
      assertThat(server.connections()).isLessThan(40);
    }
  }
}
