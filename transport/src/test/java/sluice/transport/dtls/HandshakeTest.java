package sluice.transport.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import org.bouncycastle.tls.CipherSuite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A handshake on a good network, with each kind of peer.
class HandshakeTest {

  @Test
  void twoLinksAgree() {
    try (Encounter encounter = Encounter.ofLinks(Encounter.Network.PERFECT).start()) {
      encounter.converse();

      assertThat(encounter.server.received()).containsExactly("from the client");
      assertThat(encounter.client.received()).containsExactly("from the server");
      assertThat(encounter.clientLink().events)
          .containsExactly(new DtlsEvent.Established(), new DtlsEvent.Writable());
      assertThat(encounter.serverLink().events)
          .containsExactly(new DtlsEvent.Established(), new DtlsEvent.Writable());
    }
  }

  @ParameterizedTest
  @EnumSource
  void withAnEcdsaPeer(DtlsRole role) throws Exception {
    agrees(role, PlainIdentity.ecdsa(), PlainEndpoint.Habits.USUAL);
  }

  @ParameterizedTest
  @EnumSource
  void withAnRsaPeer(DtlsRole role) throws Exception {
    agrees(role, PlainIdentity.rsa(), PlainEndpoint.Habits.USUAL);
  }

  @ParameterizedTest
  @EnumSource
  void withAPeerThatInsistsOnAes256(DtlsRole role) throws Exception {
    int suite = CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384;
    agrees(role, PlainIdentity.ecdsa(), new PlainEndpoint.Habits(suite, 1200, true));
  }

  /// Hellos with post-quantum key shares do not fit into one datagram.
  @ParameterizedTest
  @EnumSource
  void withAPeerThatSendsSmallFragments(DtlsRole role) throws Exception {
    agrees(role, PlainIdentity.ecdsa(), new PlainEndpoint.Habits(0, 100, true));
  }

  private static void agrees(DtlsRole role, PlainIdentity peer, PlainEndpoint.Habits habits) {
    try (Encounter encounter =
        Encounter.withPlain(role, peer, habits, Encounter.Network.PERFECT).start()) {
      encounter.converse();
      assertThat(encounter.server.received()).containsExactly("from the client");
      assertThat(encounter.client.received()).containsExactly("from the server");
    }
  }
}
