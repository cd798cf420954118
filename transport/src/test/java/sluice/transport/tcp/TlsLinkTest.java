package sluice.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server must have a certificate that is trusted, and for its name.
class TlsLinkTest {
  @TempDir static Path directory;
  private static TestCertificate certificate;

  @BeforeAll
  static void make() throws Exception {
    certificate = TestCertificate.make(directory, "dns:localhost");
  }

  private static TestServer server() throws Exception {
    return new TestServer(
        certificate
            .server()
            .getServerSocketFactory()
            .createServerSocket(0, 50, java.net.InetAddress.getLoopbackAddress()),
        TestServer::echo);
  }

  @Test
  void theRightNameUnderATrustedAuthorityIsTaken() throws Exception {
    try (TestServer server = server();
        var end = new LinkEnd(LinkEnd.secured(certificate.client(), "localhost", server.port()))) {
      assertThat(end.roundTrip("secret")).isEqualTo("secret");
    }
  }

  @Test
  void anotherNameIsRefused() throws Exception {
    try (TestServer server = server();
        var end = new LinkEnd(LinkEnd.secured(certificate.client(), "127.0.0.1", server.port()))) {
      assertThat(end.failure().stage()).isEqualTo(TcpFailure.Stage.TLS);
    }
  }

  @Test
  void anUnknownAuthorityIsRefused() throws Exception {
    try (TestServer server = server();
        var end =
            new LinkEnd(LinkEnd.secured(SSLContext.getDefault(), "localhost", server.port()))) {
      assertThat(end.failure().stage()).isEqualTo(TcpFailure.Stage.TLS);
    }
  }

  @Test
  void aServerWithoutTlsIsRefused() throws Exception {
    try (TestServer server = TestServer.echo();
        var end = new LinkEnd(LinkEnd.secured(certificate.client(), "localhost", server.port()))) {
      assertThat(end.failure().stage()).isEqualTo(TcpFailure.Stage.TLS);
    }
  }
}
