package sluice.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.transport.tcp.TcpProxy.Credential;
import sluice.transport.tcp.TcpProxy.Kind;

/// Everything goes through the proxy, and nothing where it does not work.
class ProxyTest {
  private static final Optional<Credential> BOB = Optional.of(new Credential("bob", "builder"));

  private static TcpProxy proxy(Kind kind, int port, Optional<Credential> credential) {
    return new TcpProxy(kind, "127.0.0.1", port, credential);
  }

  @Test
  void anHttpProxyIsAskedForTheServerByName() throws Exception {
    try (TestServer server = TestServer.echo();
        TestServer proxy = TestServer.httpProxy("CONNECT ");
        var end =
            new LinkEnd(
                LinkEnd.through(
                    proxy(Kind.HTTP_CONNECT, proxy.port(), Optional.empty()),
                    "localhost",
                    server.port()))) {
      assertThat(end.roundTrip("through")).isEqualTo("through");
      assertThat(proxy.asked).containsExactly("localhost:" + server.port());
    }
  }

  @Test
  void anHttpProxyGetsOurPassword() throws Exception {
    try (TestServer server = TestServer.echo();
        // The words of RFC 7617: base64 of bob:builder.
        TestServer proxy = TestServer.httpProxy("Proxy-Authorization: Basic Ym9iOmJ1aWxkZXI=\r\n");
        var end =
            new LinkEnd(
                LinkEnd.through(
                    proxy(Kind.HTTP_CONNECT, proxy.port(), BOB), "localhost", server.port()))) {
      assertThat(end.roundTrip("through")).isEqualTo("through");
    }
  }

  @Test
  void anHttpProxyThatRefusesIsToldAndNothingGoesPastIt() throws Exception {
    try (TestServer server = TestServer.echo();
        TestServer proxy = TestServer.httpProxy("a secret that we do not know");
        var end =
            new LinkEnd(
                LinkEnd.through(
                    proxy(Kind.HTTP_CONNECT, proxy.port(), BOB), "localhost", server.port()))) {
      assertThat(end.failure().stage()).isEqualTo(TcpFailure.Stage.PROXY);
      assertThat(end.failure().detail()).contains("407");
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void aSocksProxyIsAskedForTheServerByName() throws Exception {
    try (TestServer server = TestServer.echo();
        TestServer proxy = TestServer.socks("", "");
        var end =
            new LinkEnd(
                LinkEnd.through(
                    proxy(Kind.SOCKS5, proxy.port(), Optional.empty()),
                    "localhost",
                    server.port()))) {
      assertThat(end.roundTrip("through")).isEqualTo("through");
      assertThat(proxy.asked).containsExactly("localhost:" + server.port());
    }
  }

  @Test
  void aSocksProxyGetsOurPassword() throws Exception {
    try (TestServer server = TestServer.echo();
        TestServer proxy = TestServer.socks("bob", "builder");
        var end =
            new LinkEnd(
                LinkEnd.through(
                    proxy(Kind.SOCKS5, proxy.port(), BOB), "127.0.0.1", server.port()))) {
      assertThat(end.roundTrip("through")).isEqualTo("through");
      assertThat(proxy.asked).containsExactly("127.0.0.1:" + server.port());
    }
  }

  @Test
  void aSocksProxyThatRefusesIsTold() throws Exception {
    try (TestServer server = TestServer.echo();
        TestServer proxy = TestServer.socks("bob", "another");
        var end =
            new LinkEnd(
                LinkEnd.through(
                    proxy(Kind.SOCKS5, proxy.port(), BOB), "127.0.0.1", server.port()))) {
      assertThat(end.failure().stage()).isEqualTo(TcpFailure.Stage.PROXY);
      assertThat(server.connections()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aDeadProxyMeansNoConnectionAndNeverADirectOne(Kind kind) throws Exception {
    int dead;
    try (ServerSocket gone = TestServer.loopback()) {
      dead = gone.getLocalPort();
    }
    try (TestServer server = TestServer.echo();
        var end =
            new LinkEnd(
                LinkEnd.through(proxy(kind, dead, Optional.empty()), "127.0.0.1", server.port()))) {
      assertThat(end.failure().stage()).isEqualTo(TcpFailure.Stage.CONNECT);
      assertThat(server.connections()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "HTTP/1.1", "\u0005\u00ff", "\u0005\u0000\u0004\u0000", "SSH-2.0-x\r\n\r\n"})
  void aProxyThatTalksNonsenseIsTold(String nonsense) throws Exception {
    TestServer.Handler handler =
        socket -> {
          socket.getOutputStream().write(nonsense.getBytes(StandardCharsets.ISO_8859_1));
          socket.shutdownOutput();
          socket.getInputStream().readAllBytes();
        };
    for (Kind kind : Kind.values()) {
      try (var server = new TestServer(TestServer.loopback(), handler);
          var end =
              new LinkEnd(
                  LinkEnd.through(proxy(kind, server.port(), Optional.empty()), "127.0.0.1", 9))) {
        assertThat(end.failure().stage()).isEqualTo(TcpFailure.Stage.PROXY);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aProxyThatDripsIsNotWaitedFor(Kind kind) throws Exception {
    TestServer.Handler dripping =
        socket -> {
          // Each read that times out is the next drop.
          socket.setSoTimeout(50);
          while (true) {
            try {
              if (socket.getInputStream().read() < 0) {
                return;
              }
            } catch (SocketTimeoutException e) {
              socket.getOutputStream().write(kind == Kind.SOCKS5 ? 5 : 'H');
            }
          }
        };
    try (TestServer server = TestServer.handling(dripping)) {
      TcpTarget target =
          LinkEnd.through(proxy(kind, server.port(), Optional.empty()), "127.0.0.1", 9);
      assertThatThrownBy(
              () -> TcpConnector.connect(target, socket -> {}, Duration.ofMillis(600)).close())
          .isInstanceOfSatisfying(
              HandshakeFailure.class,
              failure -> assertThat(failure.failure().stage()).isEqualTo(TcpFailure.Stage.PROXY));
    }
  }

  @Test
  void aFaultEndsTheConnectionOnly() throws Exception {
    try (var end = new LinkEnd(LinkEnd.target("127.0.0.1", 70_000))) {
      assertThat(end.failure().stage()).isEqualTo(TcpFailure.Stage.ENDED);
    }
  }

  @Test
  void aProxyAndTlsGoTogether(@org.junit.jupiter.api.io.TempDir java.nio.file.Path directory)
      throws Exception {
    TestCertificate certificate = TestCertificate.make(directory, "dns:localhost");
    ServerSocket listener =
        certificate
            .server()
            .getServerSocketFactory()
            .createServerSocket(0, 50, java.net.InetAddress.getLoopbackAddress());
    try (var server = new TestServer(listener, TestServer::echo);
        TestServer proxy = TestServer.socks("", "");
        var end =
            new LinkEnd(
                new TcpTarget(
                    "localhost",
                    server.port(),
                    Optional.of(proxy(Kind.SOCKS5, proxy.port(), Optional.empty())),
                    Optional.of(certificate.client()),
                    "localhost"))) {
      assertThat(end.roundTrip("through and sealed")).isEqualTo("through and sealed");
    }
  }
}
