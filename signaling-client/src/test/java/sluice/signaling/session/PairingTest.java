package sluice.signaling.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sluice.signaling.ByeReason;
import sluice.signaling.Guesses;
import sluice.signaling.Purpose;
import sluice.signaling.RendezvousEvent;
import sluice.signaling.RendezvousOptions;
import sluice.signaling.SignalingFailure;
import sluice.signaling.wire.Nameplate;
import sluice.signaling.wire.RoomName;

class PairingTest {
  private final Simulation simulation = new Simulation(1);

  @Test
  void aCodePairsTwoEnds() {
    Simulation.End maker = simulation.maker("pelican-violin");
    simulation.run(Simulation.SECOND);
    assertThat(maker.events.getFirst())
        .isInstanceOfSatisfying(
            RendezvousEvent.CodeAllocated.class,
            event -> assertThat(event.code().text()).isEqualTo("42-pelican-violin"));
    assertThat(maker.events.get(1)).isInstanceOf(RendezvousEvent.Waiting.class);

    Simulation.End joiner = simulation.joiner("42", "pelican-violin");
    simulation.run(Simulation.SECOND);
    RendezvousEvent.Paired atMaker = maker.told(RendezvousEvent.Paired.class).getFirst();
    RendezvousEvent.Paired atJoiner = joiner.told(RendezvousEvent.Paired.class).getFirst();
    assertThat(atMaker).isEqualTo(atJoiner);
    assertThat(atMaker.words()).hasSize(4);
    assertThat(atMaker.features()).isEqualTo(Set.of("files"));
    assertThat(maker.session.resumeSecret()).isEqualTo(joiner.session.resumeSecret()).hasSize(32);
  }

  @Test
  void messagesCrossInOrder() {
    List<Simulation.End> pair = pair();
    for (int i = 0; i < 100; i++) {
      pair.get(0).send("m" + i);
      pair.get(1).send("j" + i);
    }
    simulation.run(5 * Simulation.SECOND);
    assertThat(pair.get(0).messages()).hasSize(100).startsWith("j0", "j1").endsWith("j99");
    assertThat(pair.get(1).messages()).hasSize(100).startsWith("m0", "m1").endsWith("m99");
  }

  @Test
  void theNameplateIsFreeOnceTheCodeIsProven() {
    pair();
    assertThat(simulation.relay.places).hasSize(1);
    assertThat(simulation.relay.places.keySet()).allMatch(RoomName.class::isInstance);
  }

  @Test
  void quietOnceAllIsSaid() {
    pair();
    simulation.run(5 * Simulation.SECOND);
    int before = simulation.relay.messages;
    simulation.run(3600 * Simulation.SECOND);
    assertThat(simulation.relay.messages).isEqualTo(before);
  }

  @Test
  void byeReachesThePeerAndFreesTheSeat() {
    List<Simulation.End> pair = pair();
    pair.get(0).send("last words");
    pair.get(0).session.bye(ByeReason.CANCELLED, "for lunch", simulation.nowNanos);
    pair.get(0).drain();
    simulation.run(Simulation.SECOND);
    assertThat(pair.get(1).messages()).containsExactly("last words");
    assertThat(pair.get(1).told(RendezvousEvent.ByeReceived.class))
        .containsExactly(new RendezvousEvent.ByeReceived(ByeReason.CANCELLED, "for lunch"));
    assertThat(pair.get(0).events.getLast()).isInstanceOf(RendezvousEvent.Closed.class);
    assertThat(pair.get(1).told(RendezvousEvent.PeerGone.class)).isEmpty();
  }

  @Test
  void aWrongCodeIsTheOnlyGuess() {
    Guesses guesses = new Guesses();
    Simulation.End maker =
        simulation.maker("pelican-violin", Simulation.options().withGuesses(guesses), null);
    simulation.run(Simulation.SECOND);
    Simulation.End wrong = simulation.joiner("42", "pelican-zebra");
    simulation.run(Simulation.SECOND);
    assertThat(maker.failure()).isEqualTo(new SignalingFailure.WrongCode());
    assertThat(wrong.failure()).isEqualTo(new SignalingFailure.WrongCode());
    assertThat(guesses.state()).isEqualTo(Guesses.State.DEAD);

    Simulation.End right = simulation.joiner("42", "pelican-violin");
    simulation.run(Simulation.SECOND);
    assertThat(right.failure())
        .isEqualTo(new SignalingFailure.UnknownNameplate(new Nameplate("42")));
  }

  @Test
  void aKilledCodeIsDeadInEverySessionThatOffersIt() {
    RendezvousOptions options = Simulation.options();
    Simulation.End one = simulation.maker("pelican-violin", options, new Nameplate("7"));
    Simulation.End two = simulation.maker("pelican-violin", options, new Nameplate("8"));
    simulation.run(Simulation.SECOND);
    simulation.joiner("7", "pelican-zebra");
    simulation.run(Simulation.SECOND);
    assertThat(one.failure()).isEqualTo(new SignalingFailure.WrongCode());
    Simulation.End right = simulation.joiner("8", "pelican-violin");
    simulation.run(Simulation.SECOND);
    assertThat(two.failure()).isEqualTo(new SignalingFailure.CodeSpent());
    assertThat(right.paired()).isFalse();
  }

  @Test
  void aJoinerThatVanishesBeforeItConfirmedCostsNothing() {
    Simulation.End maker = simulation.maker("pelican-violin");
    simulation.run(Simulation.SECOND);
    for (int i = 0; i < 5; i++) {
      Simulation.End shy = simulation.joiner("42", "pelican-zebra");
      // Joined, and its START is on its way: 4 trips; the share comes back with the 6th.
      simulation.run(5 * Simulation.LATENCY_NANOS - 1);
      shy.session.close(simulation.nowNanos);
      shy.drain();
      simulation.run(Simulation.SECOND);
    }
    assertThat(maker.failure()).isNull();
    assertThat(maker.told(RendezvousEvent.PeerVanished.class)).hasSize(5);
    Simulation.End joiner = simulation.joiner("42", "pelican-violin");
    simulation.run(Simulation.SECOND);
    assertThat(maker.paired()).isTrue();
    assertThat(joiner.paired()).isTrue();
  }

  @Test
  void aRightCodeForAnotherPurposeLeavesTheCodeAlive() {
    Simulation.End maker =
        simulation.maker("pelican-violin", RendezvousOptions.of(Purpose.PIPE), null);
    simulation.run(Simulation.SECOND);
    Simulation.End receiver = simulation.joiner("42", "pelican-violin");
    simulation.run(Simulation.SECOND);
    assertThat(receiver.failure()).isEqualTo(new SignalingFailure.OtherPurpose(Purpose.PIPE));
    assertThat(maker.told(RendezvousEvent.OtherPurposeTried.class))
        .containsExactly(new RendezvousEvent.OtherPurposeTried(Purpose.SEND));
    Simulation.End piper =
        simulation.joiner("42", "pelican-violin", RendezvousOptions.of(Purpose.PIPE));
    simulation.run(Simulation.SECOND);
    assertThat(maker.paired()).isTrue();
    assertThat(piper.paired()).isTrue();
  }

  @Test
  void aConfirmedCodeIsNotTriedAgainByItself() {
    simulation.maker("pelican-violin");
    simulation.run(Simulation.SECOND);
    RendezvousOptions options = Simulation.options();
    Simulation.End joiner = simulation.joiner("42", "pelican-zebra", options);
    simulation.run(Simulation.SECOND);
    assertThat(joiner.failure()).isEqualTo(new SignalingFailure.WrongCode());
    Simulation.End second = simulation.maker("pelican-zebra");
    simulation.run(Simulation.SECOND);
    Simulation.End again = simulation.joiner("43", "pelican-zebra", options);
    simulation.run(Simulation.SECOND);
    assertThat(again.failure()).isEqualTo(new SignalingFailure.CodeSpent());
    assertThat(second.failure()).isNull();
  }

  @Test
  void threeRunsForOneTypedCode() {
    simulation.relay.conduct = (from, payload) -> {};
    simulation.maker("pelican-violin");
    simulation.run(Simulation.SECOND);
    RendezvousOptions options = Simulation.options();
    for (int i = 0; i < 4; i++) {
      Simulation.End joiner = simulation.joiner("42", "pelican-violin", options);
      simulation.run(60 * Simulation.SECOND);
      assertThat(joiner.failure())
          .isEqualTo(i < 3 ? new SignalingFailure.PeerSilent() : new SignalingFailure.CodeSpent());
    }
  }

  @Test
  void nobodyCame() {
    Simulation.End maker =
        simulation.maker(
            "pelican-violin", Simulation.options().withPatience(Duration.ofMinutes(5)), null);
    simulation.run(299 * Simulation.SECOND);
    assertThat(maker.failure()).isNull();
    simulation.run(2 * Simulation.SECOND);
    assertThat(maker.failure()).isEqualTo(new SignalingFailure.NobodyCame(Duration.ofMinutes(5)));
    assertThat(simulation.relay.places).isEmpty();
  }

  @Test
  void anUnreachableRelayIsToldWithinFiveSeconds() {
    simulation.relayUp = false;
    Simulation.End maker = simulation.maker("pelican-violin");
    simulation.run(5 * Simulation.SECOND);
    assertThat(maker.failure())
        .isEqualTo(new SignalingFailure.RelayUnreachable(Simulation.RELAY, "refused"));
  }

  @Test
  void aBusyMachineMayTakeItsTimeToConnect() {
    simulation.relayMute = true;
    Simulation.End maker = simulation.maker("pelican-violin");
    simulation.run(19 * Simulation.SECOND);
    assertThat(maker.failure()).isNull();
    simulation.run(2 * Simulation.SECOND);
    assertThat(maker.failure())
        .isEqualTo(new SignalingFailure.RelayUnreachable(Simulation.RELAY, "no connection"));
  }

  private List<Simulation.End> pair() {
    Simulation.End maker = simulation.maker("pelican-violin");
    simulation.run(Simulation.SECOND);
    Simulation.End joiner = simulation.joiner("42", "pelican-violin");
    simulation.run(Simulation.SECOND);
    assertThat(maker.paired()).isTrue();
    assertThat(joiner.paired()).isTrue();
    return List.of(maker, joiner);
  }
}
