package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.transport.sctp.packet.SackChunk;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.Packets;
import sluice.transport.simulation.SimulatedPair;
import sluice.transport.simulation.Simulation;

/// The receiver's window: retained bytes close it, a probe asks at a shut one, letting go opens it at once (RFC 9260,
/// section 6.2.1).
class FlowControlTest {
  private static final int WINDOW = 256 << 10;

  @Test
  void aReceiverThatKeepsEverythingStopsTheSender() {
    SimulatedPair pair = stalled();
    long received = pair.z.receivedBytes();
    assertThat(received).isLessThanOrEqualTo(WINDOW + (64 << 10));
    long packets = pair.toZ.packets();
    pair.simulation.run(Simulation.MINUTE);
    assertThat(pair.z.receivedBytes()).isLessThanOrEqualTo(WINDOW + (64 << 10));
    assertThat(pair.toZ.packets() - packets).as("probes in a minute").isBetween(3L, 40L);
    assertThat(pair.a.association().state()).isEqualTo(AssociationState.ESTABLISHED);
  }

  @Test
  void afterAMinutesStallItGoesOnAtFullSpeed() {
    SimulatedPair pair = stalled();
    pair.simulation.run(Simulation.MINUTE);
    pair.z.retainWhatArrives(false);
    long before = pair.z.receivedBytes();
    pair.z.association().release(before, pair.simulation.nowNanos());
    pair.z.crank();
    pair.simulation.run(Simulation.SECOND);
    assertThat(pair.z.receivedBytes() - before).isGreaterThan(2_000_000);
  }

  @Test
  void theAdvertisedWindowIsNeverNegativeAndNeverExceeded() {
    List<SackChunk> sacks = new ArrayList<>();
    SimulatedPair pair = pair();
    pair.toA.filter(Packets.collect(SackChunk.class, sacks));
    feed(pair);
    pair.simulation.run(5 * Simulation.SECOND);
    assertThat(sacks).isNotEmpty().allMatch(sack -> sack.aRwnd() >= 0 && sack.aRwnd() <= WINDOW);
    assertThat(sacks.getLast().aRwnd()).isLessThan(1500);
  }

  private static SimulatedPair stalled() {
    SimulatedPair pair = pair();
    feed(pair);
    pair.simulation.run(10 * Simulation.SECOND);
    return pair;
  }

  private static SimulatedPair pair() {
    SimulatedPair pair =
        new SimulatedPair(
                1, AssociationOptions.DEFAULT.withReceiving(WINDOW, 64 << 10), LinkSettings.PERFECT)
            .established();
    pair.z.forgetMessages();
    pair.z.retainWhatArrives(true);
    return pair;
  }

  private static void feed(SimulatedPair pair) {
    pair.a.afterEach(
        () -> {
          while (pair.a.association().bufferedBytes() < 8 << 20) {
            pair.a
                .association()
                .send(
                    1,
                    53,
                    SendOptions.RELIABLE,
                    java.nio.ByteBuffer.allocate(16_000),
                    pair.simulation.nowNanos());
          }
        });
    pair.a.crank();
  }
}
