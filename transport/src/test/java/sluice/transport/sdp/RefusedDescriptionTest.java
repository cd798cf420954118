package sluice.transport.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.transport.sdp.SdpReading.Reason;

/// Each refusal has its reason, and each limit holds.
class RefusedDescriptionTest {

  static Stream<Arguments> spoiled() {
    return Stream.of(
        arguments("v=0", "v=1", Reason.MALFORMED),
        arguments("s=-", "nonsense", Reason.MALFORMED),
        arguments("9 UDP/DTLS/SCTP webrtc-datachannel", "9", Reason.MALFORMED),
        arguments("m=application", "m=audio", Reason.NO_DATA_SECTION),
        arguments("webrtc-datachannel", "other", Reason.NO_DATA_SECTION),
        arguments("m=application 9", "m=application 0", Reason.DATA_SECTION_REJECTED),
        arguments("m=application 9", "m=application x", Reason.DATA_SECTION_REJECTED),
        arguments("a=ice-ufrag:Gh3k\n", "", Reason.ICE_CREDENTIALS),
        arguments("ice-ufrag:Gh3k", "ice-ufrag:Gh3", Reason.ICE_CREDENTIALS),
        arguments("ice-ufrag:Gh3k", "ice-ufrag:Gh 3k", Reason.ICE_CREDENTIALS),
        arguments("ice-ufrag:Gh3k", "ice-ufrag:" + "x".repeat(257), Reason.ICE_CREDENTIALS),
        arguments("n4H/9TRTqc9xFEZ4yJ8pX0aB", "n4H/9TRTqc9xFEZ4yJ8pX", Reason.ICE_CREDENTIALS),
        arguments("a=fingerprint:", "a=footprint:", Reason.FINGERPRINT),
        arguments("7B:8B", "7B8B", Reason.FINGERPRINT),
        arguments("7B:8B", "7B:XX", Reason.FINGERPRINT),
        arguments(Offers.HASH, "7B:8B", Reason.FINGERPRINT),
        arguments(
            "a=setup",
            ("a=fingerprint:sha-256 " + Offers.HASH + "\n").repeat(8) + "a=setup",
            Reason.FINGERPRINT),
        arguments("a=setup:actpass\n", "", Reason.SETUP),
        arguments("setup:actpass", "setup:holdconn", Reason.SETUP),
        arguments("a=sctp-port:5000\n", "", Reason.SCTP_PORT),
        arguments("sctp-port:5000", "sctp-port:0", Reason.SCTP_PORT),
        arguments("sctp-port:5000", "sctp-port:65536", Reason.SCTP_PORT),
        arguments("sctp-port:5000", "sctp-port:-1", Reason.SCTP_PORT),
        arguments("size:262144", "size:many", Reason.MAX_MESSAGE_SIZE),
        arguments("size:262144", "size:99999999999999999999", Reason.MAX_MESSAGE_SIZE),
        arguments("size:262144", "size:9223372036854775808", Reason.MAX_MESSAGE_SIZE),
        arguments("s=-", "a=x:" + "y".repeat(SdpReader.MAX_CHARACTERS), Reason.TOO_LONG),
        arguments("s=-", "a=x\n".repeat(SdpReader.MAX_LINES) + "s=-", Reason.TOO_LONG),
        arguments(
            "m=app", "m=audio 9 X 0\n".repeat(SdpReader.MAX_SECTIONS) + "m=app", Reason.TOO_LONG));
  }

  @ParameterizedTest
  @MethodSource("spoiled")
  void isRefused(String right, String wrong, Reason reason) {
    assertThat(Offers.CHROME).contains(right);
    assertThat(SdpReader.read(Offers.CHROME.replace(right, wrong)))
        .isEqualTo(new SdpReading.Refused(reason));
  }

  @Test
  void nothingIsRefused() {
    assertThat(SdpReader.read("")).isEqualTo(new SdpReading.Refused(Reason.MALFORMED));
  }

  @Test
  void uselessCandidatesAreLeftOut() {
    String good = "a=candidate:1 1 udp 1 192.0.2.1 1 typ host\n";
    String text =
        Offers.CHROME
            + "a=candidate:"
            + "9".repeat(SdpReader.MAX_CANDIDATE_CHARACTERS + 1)
            + "\n"
            + "a=candidate:1 1 udp 1 \u001b[2J 1 typ host\n"
            + good.repeat(SdpReader.MAX_CANDIDATES + 1);
    assertThat(BrowserOfferTest.read(text).candidates())
        .hasSize(SdpReader.MAX_CANDIDATES)
        .allMatch(candidate -> candidate.equals("1 1 udp 1 192.0.2.1 1 typ host"));
  }
}
