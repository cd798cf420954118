package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.transport.sctp.packet.DataChunk;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.Packets;
import sluice.transport.simulation.SimulatedEnd;
import sluice.transport.simulation.SimulatedPair;
import sluice.transport.simulation.Simulation;

/// Streams take turns by message; fragments of one message are never mixed with others'.
class StreamSchedulingTest {
  @Test
  void aQuietStreamOvertakesBetweenTheMessagesOfABusyOne() {
    SimulatedPair pair =
        new SimulatedPair(
                1, AssociationOptions.DEFAULT, LinkSettings.PERFECT.withRate(1_000_000, 100_000, 0))
            .established();
    for (int i = 0; i < 50; i++) {
      pair.a.send(1, new byte[60_000]);
    }
    pair.simulation.run(200 * Simulation.MILLISECOND);
    List<DataChunk> sent = new ArrayList<>();
    pair.toZ.filter(Packets.collect(DataChunk.class, sent));
    pair.a.send(0, new byte[10]);
    pair.simulation.runUntil(
        () -> sent.stream().anyMatch(c -> c.streamId() == 0), Simulation.MINUTE);
    assertThat(sent.stream().takeWhile(c -> c.streamId() == 1).filter(DataChunk::isBeginning))
        .as("messages begun before it")
        .isEmpty();
    pair.simulation.run(Simulation.MINUTE);
    assertThat(pair.z.messages()).hasSize(51);
  }

  @Test
  void busyStreamsTakeTurns() {
    SimulatedPair pair = new SimulatedPair(1, AssociationOptions.DEFAULT, LinkSettings.PERFECT);
    for (int i = 0; i < 9; i++) {
      pair.a.send(i / 3, new byte[100]);
    }
    pair.a.associate();
    pair.simulation.run(Simulation.SECOND);
    assertThat(pair.z.messages())
        .extracting(SimulatedEnd.Message::streamId)
        .containsExactly(0, 1, 2, 0, 1, 2, 0, 1, 2);
  }

  @Test
  void fragmentsOfAMessageHaveConsecutiveTsns() {
    SimulatedPair pair = new SimulatedPair(1, AssociationOptions.DEFAULT, LinkSettings.PERFECT);
    List<DataChunk> sent = new ArrayList<>();
    pair.toZ.filter(Packets.collect(DataChunk.class, sent));
    for (int i = 0; i < 6; i++) {
      pair.a.send(i % 3, new byte[5000]);
    }
    pair.a.associate();
    pair.simulation.run(Simulation.SECOND);
    DataChunk previous = null;
    for (DataChunk chunk : sent) {
      if (previous != null) {
        assertThat(chunk.tsn()).isEqualTo(previous.tsn() + 1);
        assertThat(chunk.isBeginning()).isEqualTo(previous.isEnding());
        if (!chunk.isBeginning()) {
          assertThat(chunk.streamId()).isEqualTo(previous.streamId());
        }
      }
      previous = chunk;
    }
    assertThat(pair.z.messages()).hasSize(6);
  }

  @Test
  void smallMessagesShareAPacket() {
    SimulatedPair pair = new SimulatedPair(1, AssociationOptions.DEFAULT, LinkSettings.PERFECT);
    for (int i = 0; i < 20; i++) {
      pair.a.send(1, new byte[20]);
    }
    pair.established();
    long packets = pair.toZ.packets();
    pair.simulation.run(Simulation.SECOND);
    assertThat(pair.z.messages()).hasSize(20);
    assertThat(packets).isLessThanOrEqualTo(3);
  }
}
