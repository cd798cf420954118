package sluice.transport.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.transport.PeerEvent;
import sluice.transport.PeerFailure;
import sluice.transport.PeerOptions;

/// A stream outlives the keys under it.
@Timeout(60)
class KeyRenewalTest {
  private final TestNetwork network = new TestNetwork();

  private NetworkPair open(long keyUnits) {
    return new NetworkPair(
            network.machine("198.51.100.1"),
            network.machine("198.51.100.2"),
            PeerOptions.defaults(),
            keyUnits)
        .connect();
  }

  @Test
  void theStreamNoticesNothing() {
    try (var pair = open(12_000)) {
      long begin = pair.arrived.get();
      pair.await(
          30, () -> pair.arrived.get() > begin + 5_000); // One key is enough for less than 3,000.
      assertThat(NetworkPair.has(pair.ofMaker, PeerEvent.Failed.class)).isFalse();
      assertThat(NetworkPair.has(pair.ofMaker, PeerEvent.PathSuspect.class)).isFalse();
    }
  }

  @Test
  void towardAnEndThatCannotTheConnectionEndsInOrder() {
    try (var pair =
        new NetworkPair(
            network.machine("198.51.100.1"),
            network.machine("198.51.100.2"),
            PeerOptions.defaults(),
            12_000)) {
      pair.stripRenewal = true;
      pair.connect();
      pair.await(20, () -> NetworkPair.has(pair.ofMaker, PeerEvent.Failed.class));
      assertThat(pair.ofMaker)
          .last()
          .isEqualTo(new PeerEvent.Failed(new PeerFailure.KeyExhausted()));
      pair.await(10, () -> NetworkPair.has(pair.ofJoiner, PeerEvent.Closed.class));
    }
  }
}
