package sluice.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import sluice.app.relay.RelayLimits;
import sluice.app.relay.RelayOptions;
import sluice.app.relay.RelayServer;
import sluice.app.relay.StunChoice;
import sluice.signaling.ws.RelayVisit;

/// A relay with a certificate of one's own is reached with `--ca-file`, and only with it.
final class CaFileTest {
  private static final char[] PASSWORD = "password".toCharArray();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path folder;

  @Test
  void aRelayWhoseCertificateIsInTheFileIsTrusted() throws Exception {
    RelayOptions.Certificate certificate = certificate("ip:127.0.0.1");
    try (RelayServer relay = RelayServer.start(serving(certificate))) {
      assertThat(visit(relay, "--ca-file", certificate.chain().toString()))
          .isInstanceOf(RelayVisit.Outcome.Open.class);
      assertThat(visit(relay)).isInstanceOf(RelayVisit.Outcome.Closed.class);
    }
  }

  @Test
  void itsNameIsCheckedAllTheSame() throws Exception {
    RelayOptions.Certificate certificate = certificate("dns:elsewhere.example");
    try (RelayServer relay = RelayServer.start(serving(certificate))) {
      assertThat(visit(relay, "--ca-file", certificate.chain().toString()))
          .isInstanceOf(RelayVisit.Outcome.Closed.class);
    }
  }

  @Test
  void turnServersAreTrustedAlike() throws Exception {
    Path chain = certificate("ip:127.0.0.1").chain();
    assertThat(options("--ca-file", chain.toString()).peer().paths().turnTls()).isPresent();
    assertThat(options().peer().paths().turnTls()).isEmpty();
  }

  private RelayVisit.Outcome visit(RelayServer relay, String... arguments) throws Exception {
    URI uri = URI.create("wss://127.0.0.1:" + relay.address().getPort());
    return RelayVisit.visit(uri, options(arguments).access(), PATIENCE);
  }

  private GlobalOptions options(String... arguments) throws Exception {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    CommandSpec spec = CommandSpec.create();
    GlobalOptions.addTo(spec);
    return GlobalOptions.of(
        new CommandLine(spec).parseArgs(arguments),
        new Surroundings(
            name -> name.equals(GlobalOptions.HOME_VARIABLE) ? folder.toString() : null,
            nowhere,
            nowhere));
  }

  private static RelayOptions serving(RelayOptions.Certificate certificate) {
    return new RelayOptions(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        Optional.empty(),
        Optional.of(certificate),
        List.of(),
        RelayLimits.standalone(),
        new StunChoice.Nowhere(),
        Optional.empty(),
        Optional.empty());
  }

  private RelayOptions.Certificate certificate(String subject) throws Exception {
    Path file = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
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
                new String(PASSWORD),
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return new RelayOptions.Certificate(
        pem("CERTIFICATE", store.getCertificate("relay").getEncoded()),
        pem("PRIVATE KEY", store.getKey("relay", PASSWORD).getEncoded()));
  }

  private Path pem(String what, byte[] der) throws Exception {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.writeString(
        folder.resolve(what.replace(' ', '-') + ".pem"),
        "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
  }
}
