package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.transport.sctp.packet.DataChunk;
import sluice.transport.sctp.packet.ForwardTsnChunk;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.Packets;
import sluice.transport.simulation.SimulatedPair;
import sluice.transport.simulation.Simulation;

/// Messages are given up after so many repetitions or so much time, and what follows is not held back (RFC 3758).
class PartialReliabilityTest {
  private static final SendOptions ONCE =
      new SendOptions(SendOptions.Ordering.ORDERED, 0, SendOptions.FOREVER);
  private static final SendOptions ONCE_UNORDERED =
      new SendOptions(SendOptions.Ordering.UNORDERED, 0, SendOptions.FOREVER);
  private static final SendOptions HALF_A_SECOND =
      new SendOptions(
          SendOptions.Ordering.ORDERED, SendOptions.UNLIMITED, 500 * Simulation.MILLISECOND);

  @Test
  void aLostMessageIsSkippedAndTheNextDelivered() {
    SimulatedPair pair = pair();
    pair.toZ.filter(Packets.dropFirst(1, DataChunk.class));
    pair.a.send(1, ONCE, new byte[] {1});
    pair.simulation.run(Simulation.MILLISECOND);
    pair.a.send(1, ONCE, new byte[] {2});
    pair.simulation.run(5 * Simulation.SECOND);
    assertThat(pair.z.messages()).extracting(m -> m.content()[0]).containsExactly((byte) 2);
    assertThat(pair.a.releasedMessages()).isEqualTo(2);
    assertThat(pair.a.association().bufferedBytes()).isZero();
  }

  @Test
  void withTwoRepetitionsTheThirdSendingArrives() {
    SimulatedPair pair = pair();
    pair.toZ.filter(Packets.dropFirst(2, DataChunk.class));
    pair.a.send(
        1, new SendOptions(SendOptions.Ordering.ORDERED, 2, SendOptions.FOREVER), new byte[] {1});
    pair.simulation.run(5 * Simulation.SECOND);
    assertThat(pair.z.messages()).hasSize(1);
  }

  @Test
  void halfSentMessagesGoAsAWhole() {
    SimulatedPair pair = pair();
    List<ForwardTsnChunk> forwards = new ArrayList<>();
    int[] data = new int[1];
    pair.toZ.filter(
        packet -> {
          boolean _ = Packets.collect(ForwardTsnChunk.class, forwards).test(packet);
          return !Packets.has(packet, DataChunk.class) || ++data[0] != 3;
        });
    pair.a.send(1, ONCE, new byte[50_000]);
    pair.a.send(1, SendOptions.RELIABLE, new byte[] {9});
    pair.simulation.run(5 * Simulation.SECOND);
    assertThat(pair.z.messages()).extracting(m -> m.content().length).containsExactly(1);
    assertThat(forwards).isNotEmpty();
    assertThat(forwards.getFirst().skippedStreams())
        .containsExactly(new ForwardTsnChunk.SkippedStream(1, 0));
  }

  @Test
  void unorderedMessagesAreNotNamed() {
    SimulatedPair pair = pair();
    List<ForwardTsnChunk> forwards = new ArrayList<>();
    pair.toZ.filter(
        packet -> {
          boolean _ = Packets.collect(ForwardTsnChunk.class, forwards).test(packet);
          return !Packets.has(packet, DataChunk.class);
        });
    pair.a.send(1, ONCE_UNORDERED, new byte[100]);
    pair.simulation.run(5 * Simulation.SECOND);
    assertThat(forwards.getFirst().skippedStreams()).isEmpty();
    assertThat(pair.a.association().bufferedBytes()).isZero();
  }

  @Test
  void lifetimesEndInTheQueueAndOnTheWay() {
    SimulatedPair pair = pair();
    pair.toZ.filter(packet -> !Packets.has(packet, DataChunk.class));
    for (int i = 0; i < 100; i++) {
      pair.a.send(1, HALF_A_SECOND, new byte[10_000]);
    }
    pair.simulation.run(30 * Simulation.SECOND);
    assertThat(pair.a.association().bufferedBytes()).isZero();
    assertThat(pair.a.releasedMessages()).isEqualTo(100);
    pair.toZ.filter(packet -> true);
    pair.a.send(1, SendOptions.RELIABLE, new byte[] {7});
    pair.simulation.run(30 * Simulation.SECOND);
    assertThat(pair.z.messages()).hasSize(1);
  }

  @Test
  void everythingElseArrivesWhateverIsLost() {
    for (int seed = 0; seed < 60; seed++) {
      SimulatedPair pair =
          new SimulatedPair(
                  seed,
                  AssociationOptions.DEFAULT,
                  LinkSettings.PERFECT
                      .withLoss(0.1)
                      .withJitter(20 * Simulation.MILLISECOND)
                      .withDuplication(0.05))
              .established();
      for (int i = 0; i < 60; i++) {
        byte[] content = new byte[1 + (i * 397) % 9000];
        content[0] = (byte) i;
        SendOptions options =
            switch (i % 4) {
              case 0 -> ONCE;
              case 1 -> ONCE_UNORDERED;
              case 2 -> HALF_A_SECOND;
              default -> SendOptions.RELIABLE;
            };
        pair.a.send(i % 3, options, content);
      }
      pair.simulation.run(2 * Simulation.MINUTE);
      assertThat(pair.a.association().bufferedBytes()).as("seed %d", seed).isZero();
      assertThat(pair.a.releasedMessages()).isEqualTo(60);
      List<Integer> arrived = pair.z.messages().stream().map(m -> (int) m.content()[0]).toList();
      assertThat(arrived).doesNotHaveDuplicates();
      for (int i = 3; i < 60; i += 4) {
        assertThat(arrived).as("seed %d", seed).contains(i);
      }
      for (int stream = 0; stream < 3; stream++) {
        int id = stream;
        assertThat(
                pair.z.messages().stream()
                    .filter(m -> m.streamId() == id)
                    .filter(m -> m.ordering() == SendOptions.Ordering.ORDERED)
                    .map(m -> (int) m.content()[0])
                    .toList())
            .isSorted();
      }
    }
  }

  private static SimulatedPair pair() {
    return new SimulatedPair(1, AssociationOptions.DEFAULT, LinkSettings.PERFECT).established();
  }
}
