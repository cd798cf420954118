package sluice.transport.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.transport.sdp.SessionDescription.IceMode;
import sluice.transport.sdp.SessionDescription.SctpSyntax;

/// What the others offer is understood.
class BrowserOfferTest {

  static SessionDescription read(String text) {
    return switch (SdpReader.read(text)) {
      case SdpReading.Described(SessionDescription description) -> description;
      case SdpReading.Refused(SdpReading.Reason reason) -> throw new AssertionError(reason);
    };
  }

  @Test
  void ofChrome() {
    SessionDescription offer = read(Offers.CHROME);

    assertThat(offer.sessionId()).isEqualTo(6728094325214213187L);
    assertThat(offer.sessionVersion()).isEqualTo(2);
    assertThat(offer.iceUfrag()).isEqualTo("Gh3k");
    assertThat(offer.icePwd()).isEqualTo("n4H/9TRTqc9xFEZ4yJ8pX0aB");
    assertThat(offer.iceMode()).isEqualTo(IceMode.FULL);
    assertThat(offer.iceOptions()).isEqualTo(List.of("trickle"));
    assertThat(offer.fingerprints()).hasSize(1);
    assertThat(offer.fingerprints().getFirst().attributeValue())
        .isEqualTo("sha-256 " + Offers.HASH);
    assertThat(offer.setup()).isEqualTo(SetupRole.ACTPASS);
    assertThat(offer.mid()).isEqualTo("0");
    assertThat(offer.bundle()).isEqualTo(List.of("0"));
    assertThat(offer.syntax()).isEqualTo(SctpSyntax.SCTP_PORT);
    assertThat(offer.sctpPort()).isEqualTo(5000);
    assertThat(offer.maxMessageBytes()).isEqualTo(262_144);
    assertThat(offer.candidates()).isEmpty();
    assertThat(offer.candidatesEnded()).isFalse();
    assertThat(offer.otherSections()).isEmpty();
  }

  @Test
  void ofChromeWithCandidates() {
    SessionDescription offer = read(Offers.CHROME_WITH_CANDIDATES);

    assertThat(offer.candidates()).hasSize(3);
    assertThat(offer.candidates().get(1))
        .isEqualTo(
            "842163049 1 udp 1677729535 203.0.113.7 51472 typ srflx raddr 0.0.0.0 rport 0"
                + " generation 0 network-id 1 network-cost 10");
    assertThat(offer.iceOptions()).isEqualTo(List.of("trickle", "renomination"));
  }

  @Test
  void ofChromeWithAudioAndVideoBesideIt() {
    SessionDescription offer = read(Offers.CHROME_WITH_MEDIA);

    assertThat(offer.mid()).isEqualTo("1");
    assertThat(offer.iceUfrag()).isEqualTo("Gh3k");
    assertThat(offer.fingerprints()).hasSize(1);
    assertThat(offer.maxMessageBytes()).isEqualTo(SessionDescription.DEFAULT_MAX_MESSAGE_BYTES);
    assertThat(offer.otherSections())
        .isEqualTo(
            List.of(
                new OtherSection(0, "audio", "UDP/TLS/RTP/SAVPF 111 63", "0"),
                new OtherSection(2, "video", "UDP/TLS/RTP/SAVPF 96", "2")));
  }

  @Test
  void ofFirefoxWithItsFingerprintAboveTheSections() {
    SessionDescription offer = read(Offers.FIREFOX);

    assertThat(offer.fingerprints().getFirst().attributeValue())
        .isEqualTo("sha-256 " + Offers.HASH);
    assertThat(offer.iceUfrag()).isEqualTo("5d0b9e2a");
    assertThat(offer.maxMessageBytes()).isEqualTo(1_073_741_823);
  }

  @Test
  void ofSafari() {
    assertThat(read(Offers.SAFARI).iceUfrag()).isEqualTo("wq1P");
  }

  @Test
  void ofLibdatachannelWithCommasBetweenIceOptions() {
    SessionDescription offer = read(Offers.LIBDATACHANNEL);

    assertThat(offer.iceOptions()).isEqualTo(List.of("ice2", "trickle"));
    assertThat(offer.candidatesEnded()).isTrue();
    assertThat(offer.candidates())
        .isEqualTo(List.of("1 1 UDP 2122317823 192.0.2.30 54321 typ host"));
  }

  @Test
  void ofAiortcInTheOldSyntax() {
    SessionDescription offer = read(Offers.AIORTC);

    assertThat(offer.syntax()).isEqualTo(SctpSyntax.SCTPMAP);
    assertThat(offer.sctpPort()).isEqualTo(5000);
    assertThat(offer.maxMessageBytes()).isEqualTo(65_536);
    assertThat(offer.fingerprints())
        .extracting(CertificateFingerprint::hashFunction)
        .isEqualTo(List.of("sha-256", "sha-384", "sha-512"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void withEitherEndOfLine(String end) {
    assertThat(read(Offers.CHROME.replace("\n", end))).isEqualTo(read(Offers.CHROME));
  }

  @Test
  void withoutALimitOfMessages() {
    assertThat(read(Offers.CHROME.replace("size:262144", "size:0")).maxMessageBytes()).isZero();
  }

  @Test
  void ofALiteAgent() {
    assertThat(read(Offers.CHROME.replace("s=-\n", "s=-\na=ice-lite\n")).iceMode())
        .isEqualTo(IceMode.LITE);
  }
}
