package sluice.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.signaling.ws.FakeRelayServer;

/// A relay's certificate must be valid, trusted, and for the name in the URI.
@Timeout(120)
class RelayOverTlsTest {
  private static final String TRUST_STORE = "javax.net.ssl.trustStore";
  private static final String TRUST_PASSWORD = "javax.net.ssl.trustStorePassword";

  @TempDir private Path directory;

  private final Witness atMaker = new Witness();

  @AfterEach
  void trustTheUsualOnesAgain() {
    System.clearProperty(TRUST_STORE);
    System.clearProperty(TRUST_PASSWORD);
  }

  @Test
  void aTrustedCertificateForTheNameIsTaken() throws Exception {
    Path store = keyStore("ip:127.0.0.1");
    trust(store);
    try (FakeRelayServer relay = new FakeRelayServer(0, tls(store));
        var _ = make(relay.uri())) {
      atMaker.await(RendezvousEvent.CodeAllocated.class);
    }
  }

  @Test
  void aTrustedCertificateForAnotherNameIsNot() throws Exception {
    Path store = keyStore("dns:elsewhere.example");
    trust(store);
    try (FakeRelayServer relay = new FakeRelayServer(0, tls(store));
        var _ = make(relay.uri())) {
      assertThat(atMaker.failure()).isInstanceOf(SignalingFailure.RelayUnreachable.class);
    }
  }

  @Test
  void anUntrustedCertificateIsNot() throws Exception {
    try (FakeRelayServer relay = new FakeRelayServer(0, tls(keyStore("ip:127.0.0.1")));
        var _ = make(relay.uri())) {
      assertThat(atMaker.failure())
          .isInstanceOfSatisfying(
              SignalingFailure.RelayUnreachable.class,
              failure -> assertThat(failure.detail()).contains("PKIX"));
    }
  }

  private Rendezvous make(URI relay) {
    return Rendezvous.make(
        new RelayChoice.At(relay),
        new CodeChoice.Words(2),
        RendezvousOptions.of(Purpose.SEND),
        atMaker);
  }

  private static void trust(Path store) {
    System.setProperty(TRUST_STORE, store.toString());
    System.setProperty(TRUST_PASSWORD, "password");
  }

  private static SslContextFactory.Server tls(Path store) {
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStorePath(store.toString());
    tls.setKeyStorePassword("password");
    tls.setSniRequired(false);
    return tls;
  }

  private Path keyStore(String subject) throws Exception {
    Path store = directory.resolve("keys.p12");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-keyalg",
            "EC",
            "-alias",
            "relay",
            "-dname",
            "CN=relay",
            "-ext",
            "san=" + subject,
            "-storetype",
            "PKCS12",
            "-storepass",
            "password",
            "-keystore",
            store.toString());
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), Charset.defaultCharset());
    assertThat(keytool.waitFor()).as(said).isZero();
    return store;
  }
}
