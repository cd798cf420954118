package sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.transport.tcp.TestCertificate;
import sluice.transport.tcp.TestServer;
import sluice.transport.turn.Coturn;
import sluice.transport.turn.TurnCredential;

/// Two connections that meet at a real TURN server, over each of its transports.
@Timeout(60)
class RelayedPathTest {
  private static final int TOTAL_BYTES = 4 << 20;

  @TempDir static Path directory;

  @BeforeAll
  static void needsCoturn() {
    assumeTrue(Coturn.installed(), "coturn is not installed");
  }

  static PeerOptions through(IceServer... servers) {
    return PeerPair.LOOPBACK
        .withIceServers(List.of(servers))
        .withVia(PeerOptions.Via.RELAY)
        .withConnectTimeout(Duration.ofSeconds(15));
  }

  static IceServer server(String uri) {
    return IceServer.of(URI.create(uri), "alice", "wonderland");
  }

  /// Sends bytes one way and checks them.
  static Route transfer(PeerPair pair) throws Exception {
    byte[] data = PeerPair.random(TOTAL_BYTES, 7);
    var collector = new Collector(data.length);
    var offered = new CompletableFuture<DataChannel>();
    pair.answerer.early =
        event -> {
          if (event instanceof PeerEvent.ChannelOffered(DataChannel channel)) {
            channel.listen(collector);
            offered.complete(channel);
          }
        };
    DataChannel channel =
        pair.offerer.connection.openChannel("data", ChannelOptions.RELIABLE, new Collector(1));
    pair.offerer.connection.offer();
    Route route = pair.offerer.await(PeerEvent.Connected.class).route();
    LoopbackTransferTest.sendAll(channel, data);
    assertThat(collector.done.get(30, TimeUnit.SECONDS)).isEqualTo(data);
    return route;
  }

  /// Keeps data under way for that long.
  static void carry(PeerPair pair, Duration time) throws Exception {
    pair.answerer.early =
        event -> {
          if (event instanceof PeerEvent.ChannelOffered(DataChannel channel)) {
            channel.listen(new Deaf());
          }
        };
    DataChannel channel =
        pair.offerer.connection.openChannel("data", ChannelOptions.RELIABLE, new Deaf());
    pair.offerer.connection.offer();
    pair.offerer.await(PeerEvent.Connected.class);
    byte[] data = PeerPair.random(1 << 18, 7);
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      LoopbackTransferTest.sendAll(channel, data);
    }
  }

  private static final class Deaf implements ChannelListener {
    @Override
    public void onBinary(DataChannel channel, ByteBuffer message) {}

    @Override
    public void onText(DataChannel channel, String message) {}
  }

  @Test
  void overUdp() throws Exception {
    try (Coturn coturn = Coturn.start(directory);
        var pair =
            new PeerPair(
                through(server("turn:127.0.0.1:" + coturn.port)),
                through(server("turn:127.0.0.1:" + coturn.port)))) {
      Route route = transfer(pair);
      assertThat(route.kind()).isEqualTo(Route.Kind.RELAYED);
      assertThat(route.server()).contains("turn:127.0.0.1:" + coturn.port);
    }
  }

  @Test
  void overTcpIsNotDoubtedWhileItCarries() throws Exception {
    try (Coturn coturn = Coturn.start(directory)) {
      PeerOptions options = through(server("turn:127.0.0.1:" + coturn.port + "?transport=tcp"));
      try (var pair = new PeerPair(options, options)) {
        carry(pair, Duration.ofSeconds(4));
        assertThat(pair.offerer.events).noneMatch(PeerEvent.PathSuspect.class::isInstance);
        assertThat(pair.answerer.events).noneMatch(PeerEvent.PathSuspect.class::isInstance);
      }
    }
  }

  @Test
  void overTcp() throws Exception {
    try (Coturn coturn = Coturn.start(directory)) {
      PeerOptions options = through(server("turn:127.0.0.1:" + coturn.port + "?transport=tcp"));
      try (var pair = new PeerPair(options, options)) {
        assertThat(transfer(pair).kind()).isEqualTo(Route.Kind.RELAYED);
      }
    }
  }

  @Test
  void overTlsWithAnAuthorityOfItsOwn() throws Exception {
    TestCertificate certificate = TestCertificate.make(directory, "dns:localhost");
    Path pem = directory.resolve("cert.pem");
    Path key = directory.resolve("key.pem");
    certificate.writePem(pem, key);
    try (Coturn coturn = Coturn.startWithTls(directory, pem, key)) {
      PeerOptions options =
          through(server("turns:localhost:" + coturn.tlsPort)).withTurnTls(certificate.client());
      try (var pair = new PeerPair(options, options)) {
        assertThat(transfer(pair).kind()).isEqualTo(Route.Kind.RELAYED);
      }
    }
  }

  @Test
  void aServerWhoseCertificateIsNotTrustedIsNotUsed() throws Exception {
    TestCertificate certificate = TestCertificate.make(directory, "dns:localhost");
    Path pem = directory.resolve("cert2.pem");
    Path key = directory.resolve("key2.pem");
    certificate.writePem(pem, key);
    try (Coturn coturn = Coturn.startWithTls(directory, pem, key)) {
      PeerOptions options = through(server("turns:localhost:" + coturn.tlsPort));
      try (var pair = new PeerPair(options, options)) {
        pair.offerer.connection.offer();
        pair.offerer.await(PeerEvent.CandidatesComplete.class);
        assertThat(pair.offerer.seen).noneMatch(PeerEvent.LocalCandidate.class::isInstance);
        pair.await(
            () ->
                coturn.log.stream().anyMatch(line -> line.contains("TLS/TCP socket disconnected")));
      }
    }
  }

  @Test
  void oneSideRelayedIsEnough() throws Exception {
    try (Coturn coturn = Coturn.start(directory)) {
      PeerOptions relayed = through(server("turn:127.0.0.1:" + coturn.port));
      try (var pair = new PeerPair(relayed, PeerPair.LOOPBACK)) {
        assertThat(transfer(pair).kind()).isEqualTo(Route.Kind.RELAYED);
      }
    }
  }

  @Test
  void bySharedSecret() throws Exception {
    try (Coturn coturn = Coturn.startWithSecret(directory)) {
      TurnCredential timed = Coturn.timed(600);
      PeerOptions options =
          through(
              IceServer.of(
                  URI.create("turn:127.0.0.1:" + coturn.port), timed.username(), timed.password()));
      try (var pair = new PeerPair(options, options)) {
        assertThat(transfer(pair).kind()).isEqualTo(Route.Kind.RELAYED);
      }
    }
  }

  @Test
  void overIpv6() throws Exception {
    try (Coturn coturn = Coturn.start(directory, "--listening-ip=::1", "--relay-ip=::1")) {
      PeerOptions options = through(server("turn:[::1]:" + coturn.port));
      try (var pair = new PeerPair(options, options)) {
        assertThat(transfer(pair).kind()).isEqualTo(Route.Kind.RELAYED);
        assertThat(pair.offerer.seen)
            .anyMatch(
                event ->
                    event instanceof PeerEvent.LocalCandidate(String text)
                        && text.contains(" 0:0:0:0:0:0:0:1 "));
      }
    }
  }

  @Test
  void throughAProxy() throws Exception {
    try (Coturn coturn = Coturn.start(directory);
        TestServer proxy = TestServer.socks("bob", "builder")) {
      PeerOptions options =
          through(server("turn:localhost:" + coturn.port + "?transport=tcp"))
              .withProxy(
                  new ProxyServer(
                      ProxyServer.Kind.SOCKS5,
                      "127.0.0.1",
                      proxy.port(),
                      Optional.of(new ProxyServer.Credential("bob", "builder"))));
      try (var pair = new PeerPair(options, options)) {
        assertThat(transfer(pair).kind()).isEqualTo(Route.Kind.RELAYED);
        assertThat(proxy.asked).hasSize(2).containsOnly("localhost:" + coturn.port);
      }
    }
  }

  @Test
  void aWrongPasswordLeavesNoCandidate() throws Exception {
    try (Coturn coturn = Coturn.start(directory)) {
      PeerOptions options =
          through(IceServer.of(URI.create("turn:127.0.0.1:" + coturn.port), "alice", "queen"));
      try (var pair = new PeerPair(options, options)) {
        pair.offerer.connection.offer();
        pair.offerer.await(PeerEvent.CandidatesComplete.class);
        assertThat(pair.offerer.seen).noneMatch(PeerEvent.LocalCandidate.class::isInstance);
        pair.await(
            () ->
                coturn.log.stream()
                    .anyMatch(line -> line.contains("alice credentials are incorrect")));
      }
    }
  }
}
