package sluice.transport.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The peer's certificate is not the one that signaling announced: no session, no data, and each
/// side is told why.
class FingerprintMismatchTest {

  private final Semaphore wakeUps = new Semaphore(0);

  @ParameterizedTest
  @EnumSource
  void theSideThatSeesItFails(DtlsRole deceived) {
    LocalIdentity client = LinkEndpoint.newIdentity();
    LocalIdentity server = LinkEndpoint.newIdentity();
    Fingerprint wrong = LinkEndpoint.newIdentity().fingerprint();
    try (Encounter encounter =
        new Encounter(
                wakeUps,
                Encounter.link(
                    DtlsRole.CLIENT,
                    client,
                    deceived == DtlsRole.CLIENT ? wrong : server.fingerprint(),
                    wakeUps),
                Encounter.link(
                    DtlsRole.SERVER,
                    server,
                    deceived == DtlsRole.SERVER ? wrong : client.fingerprint(),
                    wakeUps),
                Encounter.Network.PERFECT)
            .start()) {
      LinkEndpoint seeing =
          deceived == DtlsRole.CLIENT ? encounter.clientLink() : encounter.serverLink();
      LinkEndpoint other =
          deceived == DtlsRole.CLIENT ? encounter.serverLink() : encounter.clientLink();
      encounter.until(() -> seeing.failure() != null);
      assertThat(seeing.failure()).isEqualTo(new DtlsFailure.FingerprintMismatch());

      encounter.exchange();
      other.clockNanos = AlertInClear.GRACE.toNanos();
      encounter.until(() -> other.failure() != null);
      int badCertificate = 42;
      assertThat(other.failure()).isEqualTo(new DtlsFailure.AlertReceived(badCertificate));

      assertThat(encounter.client.isEstablished()).isFalse();
      assertThat(encounter.server.isEstablished()).isFalse();
      assertThat(seeing.link.seal(new byte[1], 0, 1, new byte[64], 0)).isZero();
    }
  }

  @Test
  void aClientWithoutACertificateIsNobody() throws Exception {
    try (Encounter encounter =
        Encounter.withPlain(
                DtlsRole.SERVER,
                PlainIdentity.ecdsa(),
                new PlainEndpoint.Habits(0, 1200, false),
                Encounter.Network.PERFECT)
            .start()) {
      encounter.until(() -> encounter.serverLink().failure() != null);
      assertThat(encounter.serverLink().failure()).isEqualTo(new DtlsFailure.FingerprintMismatch());
    }
  }

  /// RFC 8122, section 5.1: the certificate must match one of the strongest hashes.
  @Test
  void theStrongestHashDecides() {
    LocalIdentity client = LinkEndpoint.newIdentity();
    LocalIdentity server = LinkEndpoint.newIdentity();
    byte[] stranger = LinkEndpoint.newIdentity().certificateDer();
    Fingerprint right512 = Fingerprint.of(Fingerprint.Algorithm.SHA_512, server.certificateDer());
    Fingerprint wrong512 = Fingerprint.of(Fingerprint.Algorithm.SHA_512, stranger);
    Fingerprint wrong256 = Fingerprint.of(Fingerprint.Algorithm.SHA_256, stranger);

    assertThat(meets(client, server, List.of(wrong256, wrong512, right512))).isTrue();
    assertThat(meets(client, server, List.of(server.fingerprint(), wrong512))).isFalse();
  }

  private boolean meets(LocalIdentity client, LocalIdentity server, List<Fingerprint> announced) {
    LinkEndpoint ours =
        new LinkEndpoint(DtlsRole.CLIENT, client, announced, LinkEndpoint.QUICK, wakeUps::release);
    try (Encounter encounter =
        new Encounter(
                wakeUps,
                ours,
                Encounter.link(DtlsRole.SERVER, server, client.fingerprint(), wakeUps),
                Encounter.Network.PERFECT)
            .start()) {
      encounter.until(() -> ours.isEstablished() || ours.failure() != null);
      return ours.isEstablished();
    }
  }
}
