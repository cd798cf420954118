package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.transport.sctp.packet.DataChunk;
import sluice.transport.sctp.packet.ReConfigChunk;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.Packets;
import sluice.transport.simulation.SimulatedPair;
import sluice.transport.simulation.Simulation;

/// Streams are reset in both directions, after their data, whatever is lost, and can be used again (RFC 6525).
class StreamResetTest {
  @Test
  void dataBeforeTheResetArrivesFirstAndTheStreamBeginsAnew() {
    SimulatedPair pair = pair(1, LinkSettings.PERFECT);
    for (int i = 0; i < 5; i++) {
      pair.a.send(3, new byte[20_000]);
    }
    reset(pair, 3);
    assertThat(pair.a.send(3, new byte[1])).isEqualTo(SendResult.STREAM_RESETTING);
    assertThat(pair.a.send(4, new byte[1])).isEqualTo(SendResult.QUEUED);
    pair.simulation.runUntil(
        () -> pair.z.has(AssociationEvent.IncomingStreamsReset.class), Simulation.MINUTE);
    assertThat(pair.z.messages().stream().filter(m -> m.streamId() == 3)).hasSize(5);
    pair.simulation.run(Simulation.SECOND);
    assertThat(pair.a.all(AssociationEvent.OutgoingStreamsReset.class))
        .containsExactly(new AssociationEvent.OutgoingStreamsReset(List.of(3)));
    assertThat(pair.a.send(3, new byte[1])).isEqualTo(SendResult.QUEUED);
    pair.simulation.run(Simulation.SECOND);
    assertThat(pair.z.messages().stream().filter(m -> m.streamId() == 3)).hasSize(6);
  }

  @Test
  void requestsAndAnswersAreRepeatedWhenLost() {
    for (int lost = 1; lost <= 3; lost++) {
      SimulatedPair pair = pair(1, LinkSettings.PERFECT);
      pair.toZ.filter(Packets.dropFirst(lost, ReConfigChunk.class));
      pair.toA.filter(Packets.dropFirst(lost, ReConfigChunk.class));
      pair.a.send(3, new byte[10]);
      reset(pair, 3);
      pair.simulation.run(Simulation.MINUTE);
      assertThat(pair.a.all(AssociationEvent.OutgoingStreamsReset.class)).hasSize(1);
      assertThat(pair.z.all(AssociationEvent.IncomingStreamsReset.class)).hasSize(1);
    }
  }

  @Test
  void bothEndsAtOnceAndAgainWithLosses() {
    for (int seed = 0; seed < 60; seed++) {
      SimulatedPair pair =
          pair(
              seed,
              LinkSettings.PERFECT
                  .withLoss(0.2)
                  .withDuplication(0.1)
                  .withJitter(30 * Simulation.MILLISECOND));
      for (int round = 1; round <= 4; round++) {
        assertThat(pair.a.send(5, new byte[3000])).isEqualTo(SendResult.QUEUED);
        assertThat(pair.z.send(5, new byte[3000])).isEqualTo(SendResult.QUEUED);
        reset(pair, 5);
        pair.z.association().resetStreams(List.of(5), pair.simulation.nowNanos());
        pair.z.crank();
        int rounds = round;
        boolean done =
            pair.simulation.runUntil(
                () ->
                    pair.a.all(AssociationEvent.OutgoingStreamsReset.class).size() == rounds
                        && pair.z.all(AssociationEvent.OutgoingStreamsReset.class).size() == rounds
                        && pair.a.all(AssociationEvent.IncomingStreamsReset.class).size() == rounds
                        && pair.z.all(AssociationEvent.IncomingStreamsReset.class).size() == rounds,
                10 * Simulation.MINUTE);
        assertThat(done).as("seed %d round %d", seed, round).isTrue();
      }
      assertThat(pair.a.messages()).hasSize(4);
      assertThat(pair.z.messages()).hasSize(4);
    }
  }

  @Test
  void aResetThatOvertakesItsDataWaits() {
    SimulatedPair pair = pair(1, LinkSettings.PERFECT);
    int[] answers = new int[1];
    pair.toA.filter(
        packet -> {
          answers[0] += Packets.has(packet, ReConfigChunk.class) ? 1 : 0;
          return true;
        });
    pair.toZ.filter(packet -> !Packets.has(packet, DataChunk.class));
    pair.a.send(4, new byte[100]);
    reset(pair, 3);
    pair.simulation.run(Simulation.SECOND);
    assertThat(answers[0]).isPositive();
    assertThat(pair.z.has(AssociationEvent.IncomingStreamsReset.class)).isFalse();
    pair.toZ.filter(packet -> true);
    pair.simulation.run(Simulation.MINUTE);
    assertThat(pair.z.all(AssociationEvent.IncomingStreamsReset.class)).hasSize(1);
    assertThat(pair.a.all(AssociationEvent.OutgoingStreamsReset.class)).hasSize(1);
  }

  private static void reset(SimulatedPair pair, int streamId) {
    pair.a.association().resetStreams(List.of(streamId), pair.simulation.nowNanos());
    pair.a.crank();
  }

  private static SimulatedPair pair(long seed, LinkSettings link) {
    return new SimulatedPair(seed, AssociationOptions.DEFAULT, link).established();
  }
}
