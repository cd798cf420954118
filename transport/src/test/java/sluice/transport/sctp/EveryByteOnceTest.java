package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.SimulatedEnd;
import sluice.transport.simulation.SimulatedPair;
import sluice.transport.simulation.Simulation;

/// 200 networks that lose up to 10 %, reorder, duplicate and corrupt: every byte arrives once and in order, both ways,
/// and the same seed gives the same packets at the same times.
class EveryByteOnceTest {
  private static final int SEEDS = 200;
  private static final int MESSAGES = 40;

  @Test
  void everyByteArrivesOnceAndInOrderWithEverySeed() {
    for (long seed = 0; seed < SEEDS; seed++) {
      long first = exchange(seed);
      if (seed % 10 == 0) {
        assertThat(exchange(seed)).as("trace of seed %d", seed).isEqualTo(first);
      }
    }
  }

  @Test
  void differentSeedsGiveDifferentTraces() {
    assertThat(exchange(1)).isNotEqualTo(exchange(2));
  }

  private static long exchange(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    LinkSettings link =
        LinkSettings.PERFECT
            .withDelay(random.nextLong(Simulation.MILLISECOND, 60 * Simulation.MILLISECOND))
            .withJitter(random.nextLong(1, 30 * Simulation.MILLISECOND))
            .withLoss(random.nextDouble(0.10))
            .withDuplication(random.nextDouble(0.05))
            .withCorruption(random.nextDouble(0.05));
    AssociationOptions options =
        AssociationOptions.DEFAULT.withZeroChecksum(AssociationOptions.ZeroChecksum.NOT_OFFERED);
    SimulatedPair pair = new SimulatedPair(seed, options, link);
    if (seed % 3 != 1) {
      pair.a.associate();
    }
    if (seed % 3 != 2) {
      pair.z.associate();
    }
    List<SimulatedEnd.Message> toZ = send(pair.a, random);
    List<SimulatedEnd.Message> toA = send(pair.z, random);
    boolean arrived =
        pair.simulation.runUntil(
            () -> pair.z.messages().size() >= toZ.size() && pair.a.messages().size() >= toA.size(),
            10 * Simulation.MINUTE);
    assertThat(arrived).as("seed %d delivers everything", seed).isTrue();
    pair.simulation.run(10 * Simulation.SECOND);
    assertInOrder(seed, pair.z, toZ);
    assertInOrder(seed, pair.a, toA);
    assertThat(pair.a.association().bufferedBytes()).isZero();
    assertThat(pair.a.releasedMessages()).isEqualTo(toZ.size());
    return pair.simulation.traceHash();
  }

  private static List<SimulatedEnd.Message> send(SimulatedEnd end, SplittableRandom random) {
    List<SimulatedEnd.Message> sent = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      byte[] content = new byte[random.nextInt(1, i % 8 == 0 ? 60_000 : 3_000)];
      random.nextBytes(content);
      int stream = random.nextInt(4);
      SendOptions options = stream == 3 ? SendOptions.UNORDERED : SendOptions.RELIABLE;
      assertThat(end.send(stream, options, content)).isEqualTo(SendResult.QUEUED);
      sent.add(new SimulatedEnd.Message(stream, 53, options.ordering(), content));
    }
    return sent;
  }

  private static void assertInOrder(
      long seed, SimulatedEnd end, List<SimulatedEnd.Message> expected) {
    assertThat(end.messages()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(expected);
    for (int stream = 0; stream < 3; stream++) {
      int id = stream;
      assertThat(end.messages().stream().filter(m -> m.streamId() == id))
          .as("seed %d stream %d", seed, id)
          .containsExactlyElementsOf(expected.stream().filter(m -> m.streamId() == id).toList());
    }
  }
}
