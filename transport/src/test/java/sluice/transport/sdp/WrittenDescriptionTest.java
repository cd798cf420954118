package sluice.transport.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Offers and answers of ours.
class WrittenDescriptionTest {
  private static final LocalTransport LOCAL =
      new LocalTransport(
          42,
          1,
          "abcd",
          "0123456789012345678901",
          CertificateFingerprint.parse("sha-256 " + Offers.HASH).stream().toList(),
          5000,
          262_144,
          List.of("1 1 udp 2130706431 127.0.0.1 4000 typ host"));

  private static SessionDescription answerTo(String offer) {
    return SdpWriter.answer(LOCAL, BrowserOfferTest.read(offer));
  }

  @Test
  void anOfferHasTheFormThatBrowsersTake() {
    assertThat(SdpWriter.write(SdpWriter.offer(LOCAL)))
        .isEqualTo(
            """
            v=0
            o=- 42 1 IN IP4 0.0.0.0
            s=-
            t=0 0
            a=group:BUNDLE 0
            m=application 9 UDP/DTLS/SCTP webrtc-datachannel
            c=IN IP4 0.0.0.0
            a=candidate:1 1 udp 2130706431 127.0.0.1 4000 typ host
            a=ice-ufrag:abcd
            a=ice-pwd:0123456789012345678901
            a=ice-options:trickle
            a=fingerprint:sha-256 %s
            a=setup:actpass
            a=mid:0
            a=sctp-port:5000
            a=max-message-size:262144
            a=sluice-key-renewal:1
            """
                .formatted(Offers.HASH)
                .replace("\n", "\r\n"));
  }

  @Test
  void anOfferIsReadAsItWasWritten() {
    SessionDescription offer = SdpWriter.offer(LOCAL);
    assertThat(BrowserOfferTest.read(SdpWriter.write(offer))).isEqualTo(offer);
  }

  @Test
  void anAnswerMirrorsMidAndBundle() {
    String offer =
        Offers.CHROME.replace("a=mid:0", "a=mid:data").replace("BUNDLE 0", "BUNDLE data");
    assertThat(SdpWriter.write(answerTo(offer)))
        .contains("a=group:BUNDLE data\r\n", "a=mid:data\r\n", "a=setup:active\r\n");
  }

  @Test
  void anAnswerToAnOfferWithoutBundleHasNone() {
    String offer = Offers.CHROME.replace("a=mid:0\n", "").replace("a=group:BUNDLE 0\n", "");
    assertThat(SdpWriter.write(answerTo(offer))).doesNotContain("a=group", "a=mid");
  }

  @Test
  void anAnswerRejectsWhatIsNotData() {
    assertThat(SdpWriter.write(answerTo(Offers.CHROME_WITH_MEDIA)).lines())
        .containsSubsequence(
            "a=group:BUNDLE 1",
            "m=audio 0 UDP/TLS/RTP/SAVPF 111 63",
            "a=mid:0",
            "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
            "a=mid:1",
            "m=video 0 UDP/TLS/RTP/SAVPF 96",
            "a=mid:2");
  }

  @Test
  void anAnswerKeepsToTheOldSyntaxWhereItWasOffered() {
    assertThat(SdpWriter.write(answerTo(Offers.AIORTC)).lines())
        .containsSubsequence(
            "m=application 9 DTLS/SCTP 5000", "a=sctpmap:5000 webrtc-datachannel 65535");
  }

  static List<String> offers() {
    return Offers.ALL;
  }

  @ParameterizedTest
  @MethodSource("offers")
  void anAnswerIsReadAsItWasWritten(String offer) {
    SessionDescription answer = answerTo(offer);
    assertThat(BrowserOfferTest.read(SdpWriter.write(answer))).isEqualTo(answer);
  }

  @Test
  void rolesAreAnsweredByTheirOpposites() {
    assertThat(SetupRole.ACTPASS.answer()).isEqualTo(SetupRole.ACTIVE);
    assertThat(SetupRole.ACTIVE.answer()).isEqualTo(SetupRole.PASSIVE);
    assertThat(SetupRole.PASSIVE.answer()).isEqualTo(SetupRole.ACTIVE);
    assertThat(SetupRole.ACTIVE.offererRole()).isEqualTo(Optional.of(SetupRole.PASSIVE));
    assertThat(SetupRole.PASSIVE.offererRole()).isEqualTo(Optional.of(SetupRole.ACTIVE));
    assertThat(SetupRole.ACTPASS.offererRole()).isEmpty();
  }
}
