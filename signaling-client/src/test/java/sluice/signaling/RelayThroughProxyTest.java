package sluice.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sluice.signaling.RelayAccess.ProxyRule;
import sluice.signaling.ws.FakeRelayServer;
import sluice.signaling.ws.TestProxy;

/// The way to a relay through a proxy, which is told the relay's name and never gone past.
final class RelayThroughProxyTest {
  private static final Optional<ProxyServer.Credential> NOBODY = Optional.empty();

  private final Witness atMaker = new Witness();
  private FakeRelayServer relay;

  @BeforeEach
  void startRelay() throws Exception {
    relay = new FakeRelayServer(0);
  }

  @AfterEach
  void stopRelay() throws Exception {
    relay.close();
  }

  /// A name that nobody but the proxy can look up.
  private URI named() {
    return URI.create("ws://relay.invalid:" + relay.uri().getPort());
  }

  private Rendezvous make(URI uri, ProxyServer proxy) {
    return make(new RelayChoice.At(uri), proxy);
  }

  private Rendezvous make(RelayChoice choice, ProxyServer proxy) {
    return Rendezvous.make(
        choice,
        new CodeChoice.Words(2),
        RendezvousOptions.of(Purpose.SEND)
            .withAccess(new RelayAccess(new ProxyRule.Always(proxy), Optional.empty())),
        atMaker);
  }

  @ParameterizedTest
  @EnumSource
  void theProxyIsToldTheRelaysName(ProxyServer.Kind kind) throws Exception {
    try (TestProxy proxy = new TestProxy(false);
        var _ = make(named(), new ProxyServer(kind, "127.0.0.1", proxy.port(), NOBODY))) {
      atMaker.await(RendezvousEvent.CodeAllocated.class);
      assertThat(proxy.asked).singleElement().asString().endsWith(named().getAuthority());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aProxyThatAsksForThemGetsCredentials(ProxyServer.Kind kind) throws Exception {
    var credential = Optional.of(new ProxyServer.Credential("someone", "secret"));
    try (TestProxy proxy = new TestProxy(true);
        var _ = make(named(), new ProxyServer(kind, "127.0.0.1", proxy.port(), credential))) {
      atMaker.await(RendezvousEvent.CodeAllocated.class);
      byte[] pair = "someone:secret".getBytes(StandardCharsets.UTF_8);
      assertThat(proxy.credentials)
          .first()
          .isIn("someone:secret", "Basic " + Base64.getEncoder().encodeToString(pair));
    }
  }

  /// The relay could be reached directly, and is not.
  @ParameterizedTest
  @EnumSource
  void aDeadProxyMeansNoConnection(ProxyServer.Kind kind) throws Exception {
    TestProxy proxy = new TestProxy(false);
    proxy.close();
    try (var _ = make(relay.uri(), new ProxyServer(kind, "127.0.0.1", proxy.port(), NOBODY))) {
      assertThat(atMaker.failure())
          .isInstanceOfSatisfying(
              SignalingFailure.RelayUnreachable.class,
              failure -> assertThat(failure.detail()).contains("through the proxy 127.0.0.1:"));
    }
    assertThat(relay.connections()).isZero();
  }

  @Test
  void aDemandedProxyLeadsNobodyPastItOnThisNetwork() {
    var proxy = new ProxyServer(ProxyServer.Kind.SOCKS5, "127.0.0.1", 1, NOBODY);
    try (var _ = make(new RelayChoice.ThisNetwork(9), proxy)) {
      assertThat(atMaker.failure()).isInstanceOf(SignalingFailure.NoRelayForProxy.class);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
