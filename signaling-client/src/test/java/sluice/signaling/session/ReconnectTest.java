package sluice.signaling.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.signaling.RendezvousEvent;
import sluice.signaling.SignalingFailure;

/// A connection lost, or the relay restarted, before each single message of a session.
class ReconnectTest {
  private static final int STEPS = 60;
  private static final int MESSAGES = 6;

  static IntStream steps() {
    return IntStream.rangeClosed(1, STEPS);
  }

  @ParameterizedTest
  @MethodSource("steps")
  void theMakerIsCutOff(int step) {
    run(step, simulation -> simulation.ends.getFirst().cut());
  }

  @ParameterizedTest
  @MethodSource("steps")
  void theJoinerIsCutOff(int step) {
    run(step, simulation -> simulation.ends.getLast().cut());
  }

  @ParameterizedTest
  @MethodSource("steps")
  void bothAreCutOff(int step) {
    run(step, simulation -> List.copyOf(simulation.ends).forEach(Simulation.End::cut));
  }

  @ParameterizedTest
  @MethodSource("steps")
  void theRelayRestarts(int step) {
    run(step, simulation -> simulation.restartRelay(Simulation.SECOND));
  }

  private interface Mishap {
    void befall(Simulation simulation);
  }

  private static void run(int step, Mishap mishap) {
    Simulation simulation = new Simulation(step);
    int[] sent = {0};
    simulation.beforeSend =
        () -> {
          if (++sent[0] == step && !simulation.ends.isEmpty()) {
            mishap.befall(simulation);
          }
        };
    Simulation.End maker = simulation.maker("pelican-violin");
    simulation.run(5 * Simulation.SECOND);
    String nameplate =
        maker.told(RendezvousEvent.CodeAllocated.class).getFirst().code().nameplate().digits();
    Simulation.End joiner = simulation.joiner(nameplate, "pelican-violin");
    simulation.run(20 * Simulation.SECOND);
    if (joiner.failure() instanceof SignalingFailure.UnknownNameplate) {
      // The relay restarted under the very first join: its user is told, and tries again.
      joiner = simulation.joiner(nameplate, "pelican-violin");
      simulation.run(20 * Simulation.SECOND);
    }
    assertThat(maker.paired()).as("%s", maker.events).isTrue();
    assertThat(joiner.paired()).as("%s", joiner.events).isTrue();
    for (int i = 0; i < MESSAGES; i++) {
      maker.send("m" + i);
      joiner.send("j" + i);
      simulation.run(Simulation.SECOND / 10);
    }
    simulation.run(60 * Simulation.SECOND);
    assertThat(joiner.messages()).containsExactly("m0", "m1", "m2", "m3", "m4", "m5");
    assertThat(maker.messages()).containsExactly("j0", "j1", "j2", "j3", "j4", "j5");
    assertThat(maker.failure()).isNull();
    assertThat(joiner.failure()).isNull();
    assertThat(maker.told(RendezvousEvent.PeerGone.class)).isEmpty();
    assertThat(joiner.told(RendezvousEvent.PeerGone.class)).isEmpty();
  }

  @Test
  void everyStepIsCovered() {
    Simulation simulation = new Simulation(1);
    int[] sent = {0};
    simulation.beforeSend = () -> sent[0]++;
    Simulation.End maker = simulation.maker("pelican-violin");
    simulation.run(Simulation.SECOND);
    Simulation.End joiner = simulation.joiner("42", "pelican-violin");
    simulation.run(Simulation.SECOND);
    for (int i = 0; i < MESSAGES; i++) {
      maker.send("m");
      joiner.send("j");
      simulation.run(Simulation.SECOND / 10);
    }
    assertThat(sent[0]).isBetween(STEPS / 2, STEPS);
  }

  @Test
  void aPeerThatDoesNotComeBackIsGoneAfterThirtySeconds() {
    Simulation simulation = new Simulation(1);
    Simulation.End maker = simulation.maker("pelican-violin");
    simulation.run(Simulation.SECOND);
    Simulation.End joiner = simulation.joiner("42", "pelican-violin");
    simulation.run(Simulation.SECOND);
    simulation.ends.remove(joiner);
    joiner.cut();
    simulation.run(29 * Simulation.SECOND);
    assertThat(maker.told(RendezvousEvent.PeerAway.class)).hasSize(1);
    assertThat(maker.told(RendezvousEvent.PeerGone.class)).isEmpty();
    simulation.run(2 * Simulation.SECOND);
    assertThat(maker.told(RendezvousEvent.PeerGone.class)).hasSize(1);
  }

  @Test
  void aJoinerWhoseRelayVanishesBeforeTheProofGivesUp() {
    Simulation simulation = new Simulation(1);
    simulation.maker("pelican-violin");
    simulation.run(Simulation.SECOND);
    simulation.relay.conduct = (from, payload) -> {};
    Simulation.End joiner = simulation.joiner("42", "pelican-violin");
    simulation.run(Simulation.SECOND);
    simulation.restartRelay(600 * Simulation.SECOND);
    simulation.run(31 * Simulation.SECOND);
    assertThat(joiner.failure()).isInstanceOf(SignalingFailure.RelayUnreachable.class);
  }

  @Test
  void whoIsInAHurryComesBackWithinTwoSeconds() {
    Simulation simulation = new Simulation(1);
    Simulation.End maker = simulation.maker("pelican-violin");
    simulation.run(Simulation.SECOND);
    simulation.joiner("42", "pelican-violin");
    simulation.run(Simulation.SECOND);
    simulation.restartRelay(100 * Simulation.SECOND);
    for (int tenth = 0; tenth < 1025; tenth++) {
      simulation.run(Simulation.SECOND / 10);
      maker.session.hurry(simulation.nowNanos);
      maker.drain();
    }
    assertThat(maker.told(RendezvousEvent.RelayBack.class)).hasSize(1);
  }

  @Test
  void aWaitingMakerOutlastsTheRelay() {
    Simulation simulation = new Simulation(1);
    Simulation.End maker = simulation.maker("pelican-violin");
    simulation.run(Simulation.SECOND);
    simulation.restartRelay(600 * Simulation.SECOND);
    simulation.run(660 * Simulation.SECOND);
    assertThat(maker.told(RendezvousEvent.RelayLost.class)).hasSize(1);
    assertThat(maker.told(RendezvousEvent.RelayBack.class)).hasSize(1);
    Simulation.End joiner = simulation.joiner("42", "pelican-violin");
    simulation.run(Simulation.SECOND);
    assertThat(maker.paired()).isTrue();
    assertThat(joiner.paired()).isTrue();
  }
}
