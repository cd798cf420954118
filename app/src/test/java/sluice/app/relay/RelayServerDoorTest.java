package sluice.app.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who is let in by the server, spoken to as a stranger would.
final class RelayServerDoorTest {
  private static RelayOptions options(Optional<URI> publicUrl) {
    return new RelayOptions(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        publicUrl,
        Optional.empty(),
        List.of(),
        RelayLimits.standalone(),
        new StunChoice.Nowhere(),
        Optional.empty(),
        Optional.empty());
  }

  private static int status(RelayServer server, String path, String... headers) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
      StringBuilder request =
          new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: relay.example\r\n");
      for (String header : headers) {
        request.append(header).append("\r\n");
      }
      request
          .append("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n")
          .append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
      String line =
          new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
              .readLine();
      return Integer.parseInt(line.split(" ")[1]);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/rendezvous, sluice.v1, , 101",
    "/behind/a/proxy/rendezvous, sluice.v1, , 101",
    "/rendezvous, sluice.v9, , 400",
    "/rendezvous, sluice.v1, https://evil.example, 403",
    "/rendezvous, sluice.v1, http://relay.example, 403",
    "/rendezvous, sluice.v1, null, 403",
    "/, sluice.v1, , 404",
    "/rendezvous/../secret, sluice.v1, , 404"
  })
  void onlyProgramsThatKnowTheProtocolAreLetIn(
      String path, String protocol, String origin, int expected) throws Exception {
    try (RelayServer server = RelayServer.start(options(Optional.empty()))) {
      String offered = "Sec-WebSocket-Protocol: " + protocol;
      int status =
          origin == null
              ? status(server, path, offered)
              : status(server, path, offered, "Origin: " + origin);
      assertThat(status).isEqualTo(expected);
    }
  }

  @Test
  void theRelaysOwnPageIsLetIn() throws Exception {
    Optional<URI> own = Optional.of(URI.create("wss://relay.example"));
    try (RelayServer server = RelayServer.start(options(own))) {
      String protocol = "Sec-WebSocket-Protocol: sluice.v1";
      assertThat(status(server, "/rendezvous", protocol, "Origin: https://relay.example"))
          .isEqualTo(101);
      assertThat(status(server, "/rendezvous", protocol, "Origin: https://other.example"))
          .isEqualTo(403);
      assertThat(server.uri()).isEqualTo(own.get());
    }
  }

  @Test
  void aPortInUseIsToldInASentence() throws Exception {
    try (RelayServer first = RelayServer.start(options(Optional.empty()))) {
      assertThatThrownBy(() -> RelayServer.start(RelayOptions.listening(first.address())))
          .isInstanceOf(RelayStartException.class)
          .hasMessageContaining("Cannot listen on 127.0.0.1:" + first.address().getPort())
          .hasMessageContaining("in use");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.2.77, true",
    "192.0.2.0/24, 192.0.3.1, false",
    "192.0.2.5, 192.0.2.5, true",
    "192.0.2.5, 192.0.2.4, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "0.0.0.0/0, 2001:db8::1, false"
  })
  void rangesOfAddresses(String range, String address, boolean within) {
    assertThat(Cidr.parse(range).orElseThrow().contains(InetAddress.ofLiteral(address)))
        .isEqualTo(within);
  }

  @ParameterizedTest
  @CsvSource({"localhost", "192.0.2.0/33", "192.0.2.0/-1", "192.0.2.0/x", "300.1.1.1"})
  void whatIsNoRange(String text) {
    assertThat(Cidr.parse(text)).isEmpty();
  }
}
