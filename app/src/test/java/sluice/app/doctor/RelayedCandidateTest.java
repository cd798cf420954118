package sluice.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/// The address in a candidate.
final class RelayedCandidateTest {
  @Test
  void onlyRelayedOnesCount() {
    assertThat(
            TurnTrial.relayedAddress(
                "candidate:3 1 udp 8331263 203.0.113.10 49160 typ relay raddr 0.0.0.0 rport 0"))
        .contains(new InetSocketAddress("203.0.113.10", 49_160));
    assertThat(TurnTrial.relayedAddress("candidate:1 1 udp 2130706431 10.0.0.2 5000 typ host"))
        .isEmpty();
    assertThat(TurnTrial.relayedAddress("candidate:1 1 udp")).isEmpty();
  }
}
