package sluice.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sluice.signaling.Departure;

final class PeerLivenessTest {
  private final PeerLiveness liveness = new PeerLiveness();

  private static long seconds(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }

  @Test
  void aPeerWithItsConnectionToTheRelayIsNeverInDoubt() {
    liveness.heardDirectly(5, seconds(1));
    assertThat(liveness.isInDoubt()).isFalse();
    assertThat(liveness.isGone(seconds(100_000))).isFalse();
  }

  @Test
  void aKilledPeerIsGoneThirtySecondsLater() {
    liveness.peerAway(Departure.CLOSED, seconds(10));
    liveness.heardDirectly(5, seconds(10));
    liveness.heardDirectly(5, seconds(39));
    assertThat(liveness.isGone(seconds(40) - 1)).isFalse();
    assertThat(liveness.isGone(seconds(40))).isTrue();
  }

  @Test
  void aPeerThatCameBackIsNotGone() {
    liveness.peerAway(Departure.CLOSED, seconds(10));
    liveness.peerBack();
    assertThat(liveness.isGone(seconds(100))).isFalse();
  }

  @Test
  void aPeerThatIsHeardDirectlyIsNotGoneWhateverTheRelaySays() {
    liveness.peerGone(seconds(30));
    for (int second = 30; second < 200; second++) {
      liveness.heardDirectly(second, seconds(second));
      assertThat(liveness.isGone(seconds(second))).isFalse();
    }
    assertThat(liveness.isGone(seconds(199 + 8))).isTrue();
  }

  @Test
  void aRelayThatDiedWithThePeerInItCountsAlike() {
    liveness.relayLost(Departure.CLOSED, seconds(10));
    liveness.relayLost(Departure.CLOSED, seconds(25));
    liveness.heardDirectly(5, seconds(10));
    assertThat(liveness.isGone(seconds(40))).isTrue();
    liveness.relayBack();
    assertThat(liveness.isGone(seconds(40))).isFalse();
  }

  /// The transport's own limit is for that.
  @Test
  void aPeerThatFellSilentIsNotGoneEvenWhenItsSeatIs() {
    liveness.peerAway(Departure.SILENT, seconds(10));
    liveness.relayLost(Departure.SILENT, seconds(20));
    liveness.peerGone(seconds(130));
    assertThat(liveness.isInDoubt()).isFalse();
    liveness.peerBack();
    liveness.peerAway(Departure.CLOSED, seconds(200));
    assertThat(liveness.isGone(seconds(230))).isTrue();
  }
}
