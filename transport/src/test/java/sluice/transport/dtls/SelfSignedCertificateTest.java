package sluice.transport.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The JDK reads the certificates that we write, and finds them true.
class SelfSignedCertificateTest {

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-20T15:00:00Z", "2049-12-20T00:00:00Z", "2055-01-01T00:00:00Z"})
  void theJdkFindsItTrue(String text) throws Exception {
    Instant now = Instant.parse(text);
    LocalIdentity identity = LocalIdentity.generate(new SecureRandom(), now);
    X509Certificate read =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(identity.certificateDer()));
    read.verify(read.getPublicKey());
    assertThat(read.getVersion()).isEqualTo(3);
    assertThat(read.getSigAlgName()).isEqualTo("SHA256withECDSA");
    assertThat(read.getSubjectX500Principal().getName()).isEqualTo("CN=sluice");
    assertThat(read.getIssuerX500Principal()).isEqualTo(read.getSubjectX500Principal());
    assertThat(read.getSerialNumber().signum()).isPositive();
    assertThat(read.getNotBefore().toInstant()).isEqualTo(now.minus(Duration.ofDays(1)));
    assertThat(read.getNotAfter().toInstant()).isEqualTo(now.plus(Duration.ofDays(30)));
    assertThat(read.getEncoded()).isEqualTo(identity.certificateDer());
  }
}
