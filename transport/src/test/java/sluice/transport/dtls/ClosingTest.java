package sluice.transport.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How links end, and that their threads end with them.
class ClosingTest {

  private static final byte[] FATAL_IN_CLEAR = {
    21, (byte) 0xfe, (byte) 0xfd, 0, 0, 0, 0, 0, 0, 0, 9, 0, 2, 2, 40
  };

  @ParameterizedTest
  @EnumSource
  void closeNotifyEndsBoth(DtlsRole first) {
    try (Encounter encounter = Encounter.ofLinks(Encounter.Network.PERFECT).start()) {
      encounter.converse();
      LinkEndpoint closing = end(encounter, first);
      LinkEndpoint other = end(encounter, opposite(first));
      closing.close();
      encounter.exchange();

      assertThat(other.events).last().isEqualTo(new DtlsEvent.ClosedByPeer());
      assertThat(closing.events).doesNotContain(new DtlsEvent.ClosedByPeer());
      assertThat(other.sealed("too late")).isEmpty();
      assertThat(closing.sealed("too late")).isEmpty();
      encounter.until(() -> !closing.link.isHandshakeAlive() && !other.link.isHandshakeAlive());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPlainPeersCloseNotifyIsUnderstood(DtlsRole role) throws Exception {
    try (Encounter encounter =
        Encounter.withPlain(
                role, PlainIdentity.ecdsa(), PlainEndpoint.Habits.USUAL, Encounter.Network.PERFECT)
            .start()) {
      encounter.converse();
      LinkEndpoint ours = end(encounter, role);
      (role == DtlsRole.CLIENT ? encounter.server : encounter.client).close();
      encounter.until(() -> ours.events.contains(new DtlsEvent.ClosedByPeer()));
    }
  }

  @Test
  void anAlertInClearDoesNotEndASession() {
    try (Encounter encounter = Encounter.ofLinks(Encounter.Network.PERFECT).start()) {
      encounter.until(() -> encounter.client.isEstablished() && encounter.server.isEstablished());
      for (Endpoint end : List.of(encounter.client, encounter.server)) {
        end.receive(FATAL_IN_CLEAR.clone());
      }
      byte[] forged = FATAL_IN_CLEAR.clone();
      forged[4] = 1;
      encounter.client.receive(forged);
      encounter.clientLink().clockNanos = AlertInClear.GRACE.toNanos();
      encounter.serverLink().clockNanos = AlertInClear.GRACE.toNanos();
      encounter.converse();
      assertThat(encounter.clientLink().link.droppedRecords()).isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void aForgedAlertDoesNotEndAHandshakeThatGoesOn() {
    try (Encounter encounter = Encounter.ofLinks(Encounter.Network.PERFECT).start()) {
      encounter.client.receive(FATAL_IN_CLEAR.clone());
      encounter.server.receive(FATAL_IN_CLEAR.clone());
      encounter.converse();
      encounter.clientLink().clockNanos = AlertInClear.GRACE.toNanos();
      encounter.exchange();
      assertThat(encounter.clientLink().failure()).isNull();
      assertThat(encounter.clientLink().link.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }
  }

  /// The path carries the ClientHello and the alert, nothing else.
  @Test
  void aServerThatClosesDuringTheHandshakeSaysSo() {
    try (Encounter encounter =
        Encounter.ofLinks(
                (from, index, datagram, deliver) -> {
                  boolean isHello = from == DtlsRole.CLIENT && index == 0;
                  if (isHello || datagram[0] == RecordProtection.ALERT) {
                    deliver.accept(datagram);
                  }
                })
            .start()) {
      encounter.until(() -> encounter.serverDatagrams > 0);
      encounter.server.close();
      encounter.until(() -> !encounter.serverLink().link.isHandshakeAlive());
      encounter.exchange();
      encounter.clientLink().clockNanos = AlertInClear.GRACE.toNanos();
      encounter.exchange();

      int userCanceled = 90;
      assertThat(encounter.clientLink().failure())
          .isEqualTo(new DtlsFailure.AlertReceived(userCanceled));
      assertThat(encounter.serverLink().failure()).isNull();
    }
  }

  @Test
  void aClientThatClosesDuringTheHandshakeEndsItsThread() {
    try (Encounter encounter = Encounter.ofLinks((from, index, datagram, deliver) -> {}).start()) {
      encounter.until(() -> encounter.clientDatagrams > 0);
      encounter.client.close();
      encounter.until(() -> !encounter.clientLink().link.isHandshakeAlive());
      encounter.exchange();
      assertThat(encounter.clientLink().failure()).isNull();
      assertThat(encounter.clientLink().link.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }
  }

  @Test
  void closingBeforeTheStartNeedsNoThread() {
    LinkEndpoint end =
        Encounter.link(
            DtlsRole.CLIENT,
            LinkEndpoint.newIdentity(),
            LinkEndpoint.newIdentity().fingerprint(),
            new Semaphore(0));
    end.close();
    end.start();
    assertThat(end.link.isHandshakeAlive()).isFalse();
    assertThat(end.poll()).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void aSilentPeerIsGivenUp(DtlsRole role) {
    Duration timeout = Duration.ofMillis(200);
    Semaphore wakeUps = new Semaphore(0);
    LinkEndpoint end =
        new LinkEndpoint(
            role,
            LinkEndpoint.newIdentity(),
            List.of(LinkEndpoint.newIdentity().fingerprint()),
            new DtlsSettings(timeout, Duration.ofMillis(20), 1200, KeyPolicy.ONE_KEY),
            wakeUps::release);
    LinkEndpoint nobody =
        Encounter.link(
            DtlsRole.CLIENT,
            LinkEndpoint.newIdentity(),
            LinkEndpoint.newIdentity().fingerprint(),
            wakeUps);
    try (Encounter encounter =
        new Encounter(wakeUps, end, nobody, (from, index, datagram, deliver) -> {})) {
      end.start();
      encounter.until(() -> end.failure() != null);
      assertThat(end.failure()).isEqualTo(new DtlsFailure.TimedOut(timeout));
      encounter.until(() -> !end.link.isHandshakeAlive());
    }
  }

  /// The client's thread ends with the handshake, the server's when the client has shown that it has
  /// our Finished.
  @Test
  void noThreadOutlivesItsUse() {
    try (Encounter encounter = Encounter.ofLinks(Encounter.Network.PERFECT).start()) {
      encounter.until(() -> encounter.server.isEstablished() && encounter.client.isEstablished());
      assertThat(encounter.serverLink().link.isHandshakeAlive()).isTrue();
      encounter.converse();
      encounter.until(
          () ->
              !encounter.clientLink().link.isHandshakeAlive()
                  && !encounter.serverLink().link.isHandshakeAlive());
      assertThat(encounter.serverLink().link.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }
  }

  @Test
  void aServersThreadDoesNotWaitForEver() {
    try (Encounter encounter = Encounter.ofLinks(Encounter.Network.PERFECT).start()) {
      encounter.until(encounter.server::isEstablished);
      encounter.serverLink().clockNanos = DtlsLink.LINGER.toNanos();
      encounter.until(() -> !encounter.serverLink().link.isHandshakeAlive());
      encounter.converse();
    }
  }

  private static DtlsRole opposite(DtlsRole role) {
    return role == DtlsRole.CLIENT ? DtlsRole.SERVER : DtlsRole.CLIENT;
  }

  private static LinkEndpoint end(Encounter encounter, DtlsRole role) {
    return role == DtlsRole.CLIENT ? encounter.clientLink() : encounter.serverLink();
  }
}
