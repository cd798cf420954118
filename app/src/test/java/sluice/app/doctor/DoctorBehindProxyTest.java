package sluice.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.signaling.ProxyServer;
import sluice.signaling.RelayAccess;
import sluice.transport.PeerOptions;

/// With a proxy that the user demanded, nothing goes to the relay past it.
final class DoctorBehindProxyTest {
  private static final int LISTEN_MILLIS = 50;

  private static int closedPort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static Facts examine(URI relay, RelayAccess.ProxyRule rule) throws Exception {
    return new Doctor(
            Optional.of(relay),
            new RelayAccess(rule, Optional.empty()),
            PeerOptions.defaults(),
            _ -> null)
        .examine();
  }

  @Test
  void theRelayIsNotAskedByUdpAndThatIsTold() throws Exception {
    ProxyServer dead =
        new ProxyServer(ProxyServer.Kind.HTTP_CONNECT, "127.0.0.1", closedPort(), Optional.empty());
    try (DatagramSocket relay = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      URI uri = URI.create("ws://127.0.0.1:" + relay.getLocalPort());
      Facts facts = examine(uri, new RelayAccess.ProxyRule.Always(dead));

      relay.setSoTimeout(LISTEN_MILLIS);
      assertThatExceptionOfType(SocketTimeoutException.class)
          .isThrownBy(() -> relay.receive(new DatagramPacket(new byte[1], 1)));
      assertThat(facts.families()).isEmpty();
      assertThat(facts.leftOut()).containsExactly("stun:127.0.0.1:" + relay.getLocalPort());
      assertThat(Diagnosis.of(facts).findings())
          .anyMatch(finding -> finding.contains("was not asked by UDP"))
          .noneMatch(finding -> finding.contains("No STUN server is named"));
    }
  }

  @Test
  void aNameThatOnlyTheProxyKnowsIsNotLookedUp() throws Exception {
    ProxyServer dead =
        new ProxyServer(ProxyServer.Kind.SOCKS5, "127.0.0.1", closedPort(), Optional.empty());
    Facts facts = examine(URI.create("ws://relay.invalid"), new RelayAccess.ProxyRule.Always(dead));

    assertThat(facts.unresolved()).isEmpty();
  }
}
