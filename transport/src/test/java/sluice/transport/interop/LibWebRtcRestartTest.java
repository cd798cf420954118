package sluice.transport.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onvoid.webrtc.RTCDataChannelInit;
import dev.onvoid.webrtc.RTCSdpType;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.transport.ChannelOptions;
import sluice.transport.DataChannel;
import sluice.transport.Ear;
import sluice.transport.PeerEnd;
import sluice.transport.PeerEvent;
import sluice.transport.PeerOptions;
import sluice.transport.RealTime;

/// libwebrtc at the other end survives an ICE restart, whoever offered first and whoever restarts.
@Timeout(60)
class LibWebRtcRestartTest {
  private final LibWebRtcPeer they = new LibWebRtcPeer();
  private final PeerEnd we = new PeerEnd(PeerOptions.defaults());
  private final BlockingQueue<String> ourDescriptions = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> ourCandidates = new LinkedBlockingQueue<>();

  LibWebRtcRestartTest() {
    we.early =
        event -> {
          switch (event) {
            case PeerEvent.LocalDescription(String text) -> ourDescriptions.add(text);
            case PeerEvent.LocalCandidate(String text) -> ourCandidates.add(text);
            default -> {}
          }
        };
    they.onCandidate(we.connection::addRemoteCandidate);
  }

  private String ours() throws InterruptedException {
    String text = ourDescriptions.poll(10, TimeUnit.SECONDS);
    assertThat(text).isNotNull();
    return text;
  }

  /// libwebrtc takes candidates only behind the description that they belong to.
  private void tellCandidates() {
    for (String each = ourCandidates.poll(); each != null; each = ourCandidates.poll()) {
      they.addCandidate(each);
    }
  }

  private void weOffer() throws Exception {
    we.connection.acceptAnswer(they.answer(ours()));
    tellCandidates();
  }

  private void theyOffer(String offer) throws Exception {
    we.connection.acceptOffer(offer);
    they.setRemote(RTCSdpType.ANSWER, ours());
    tellCandidates();
  }

  @ParameterizedTest
  @CsvSource({"WE, WE", "WE, THEY", "THEY, WE", "THEY, THEY"})
  void theChannelGoesOn(String first, String restarting) throws Exception {
    try {
      var ear = new Ear();
      DataChannel ours = we.connection.openChannel("ours", ChannelOptions.RELIABLE, ear);
      they.open("theirs", new RTCDataChannelInit());
      if (first.equals("WE")) {
        we.connection.offer();
        weOffer();
      } else {
        theyOffer(they.offer());
      }
      we.await(PeerEvent.Connected.class);
      LibWebRtcChannel atThem = they.offered.poll(10, TimeUnit.SECONDS);
      assertThat(ear.next()).isEqualTo("open");
      for (int round = 0; round < 2; round++) {
        if (restarting.equals("WE")) {
          we.connection.restart();
          weOffer();
        } else {
          theyOffer(they.restart());
        }
        // Longer than it takes them to leave the old pair, were the new one not good.
        for (int i = 0; i < 60; i++) {
          ours.send("round " + round + " message " + i);
          assertThat(atThem.next()).isEqualTo("text round " + round + " message " + i);
          RealTime.passes(Duration.ofMillis(50));
        }
      }
      assertThat(we.seen).noneMatch(PeerEvent.Failed.class::isInstance);
    } finally {
      we.connection.abort("the test is over");
      they.close();
    }
  }
}
