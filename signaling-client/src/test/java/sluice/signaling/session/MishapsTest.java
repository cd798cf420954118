package sluice.signaling.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.signaling.RendezvousEvent;

/// Many connections lost and relays restarted, at random moments, in one session.
class MishapsTest {
  private static final int MESSAGES = 30;

  static IntStream seeds() {
    return IntStream.rangeClosed(1, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyMessageArrivesOnceAndInOrder(int seed) {
    Simulation simulation = new Simulation(seed);
    Random random = new Random(seed);
    Simulation.End maker = simulation.maker("pelican-violin");
    simulation.run(Simulation.SECOND);
    Simulation.End joiner = simulation.joiner("42", "pelican-violin");
    // The joiner holds its seat before trouble begins: what happens to a first claim is another
    // test's matter.
    simulation.run(5 * Simulation.LATENCY_NANOS);
    if (seed % 2 == 0) {
      simulation.run(Simulation.SECOND);
    }
    int sent = 0;
    for (int i = 0; i < 20; i++) {
      simulation.run(random.nextLong(Simulation.SECOND / 2));
      befall(simulation, random);
      while (sent < MESSAGES && maker.paired() && joiner.paired() && random.nextInt(4) > 0) {
        maker.send("m" + sent);
        joiner.send("j" + sent);
        sent++;
      }
    }
    simulation.run(100 * Simulation.SECOND);
    assertThat(maker.failure()).as("%s", maker.events).isNull();
    assertThat(joiner.failure()).as("%s", joiner.events).isNull();
    for (; sent < MESSAGES; sent++) {
      maker.send("m" + sent);
      joiner.send("j" + sent);
    }
    simulation.run(100 * Simulation.SECOND);
    assertThat(joiner.messages()).isEqualTo(numbered("m"));
    assertThat(maker.messages()).isEqualTo(numbered("j"));
    assertThat(maker.told(RendezvousEvent.Paired.class)).hasSize(1);
    assertThat(joiner.told(RendezvousEvent.Paired.class)).hasSize(1);
  }

  @Test
  void theSameSeedGivesTheSameTrace() {
    assertThat(trace(5)).isEqualTo(trace(5)).isNotEmpty();
  }

  private static String trace(int seed) {
    Simulation simulation = new Simulation(seed);
    Random random = new Random(seed);
    Simulation.End maker = simulation.maker("pelican-violin");
    simulation.run(Simulation.SECOND);
    Simulation.End joiner = simulation.joiner("42", "pelican-violin");
    for (int i = 0; i < 20; i++) {
      simulation.run(random.nextLong(Simulation.SECOND / 2));
      befall(simulation, random);
    }
    simulation.run(60 * Simulation.SECOND);
    return maker.events + " " + joiner.events + " " + simulation.relay.messages;
  }

  private static void befall(Simulation simulation, Random random) {
    List<Simulation.End> ends = List.copyOf(simulation.ends);
    switch (random.nextInt(4)) {
      case 0 -> ends.getFirst().cut();
      case 1 -> ends.getLast().cut();
      case 2 -> ends.forEach(Simulation.End::cut);
      default -> {
        if (simulation.relayUp) {
          simulation.restartRelay(random.nextLong(Simulation.SECOND));
        }
      }
    }
  }

  private static List<String> numbered(String name) {
    return IntStream.range(0, MESSAGES).mapToObj(i -> name + i).toList();
  }
}
