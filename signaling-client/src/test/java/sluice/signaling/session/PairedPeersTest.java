package sluice.signaling.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sluice.signaling.Guesses;
import sluice.signaling.Pairing;
import sluice.signaling.Purpose;
import sluice.signaling.RendezvousEvent;
import sluice.signaling.RendezvousOptions;
import sluice.signaling.SignalingFailure;
import sluice.signaling.lobby.LobbyNames;
import sluice.signaling.pake.Octets;
import sluice.signaling.wire.Payload;
import sluice.signaling.wire.Role;
import sluice.signaling.wire.RoomName;

/// Two that were paired for good meet in a lobby: `docs/protocol.md`, section 10.2.
class PairedPeersTest {
  private static final long WINDOW = 498_000;

  private final Simulation simulation = new Simulation(7);
  private final Pairing laptop = pairing(1);
  private final Pairing nas = other(laptop);

  @Test
  void aPairingGivesBothEndsOneSecret() {
    RendezvousOptions options = RendezvousOptions.of(Purpose.PAIR);
    Simulation.End maker = simulation.maker("pelican-violin", options, null);
    simulation.run(Simulation.SECOND);
    Simulation.End joiner = simulation.joiner("42", "pelican-violin", options.withGuesses(fresh()));
    simulation.run(Simulation.SECOND);
    byte[] atMaker = maker.session.pairingSecret(laptop.own(), laptop.theirs());
    byte[] atJoiner = joiner.session.pairingSecret(nas.own(), nas.theirs());
    assertThat(atMaker).isEqualTo(atJoiner).hasSize(Pairing.SECRET_BYTES);
    assertThat(maker.session.pairingSecret(laptop.theirs(), laptop.own())).isNotEqualTo(atMaker);
    assertThat(atMaker).isNotEqualTo(maker.session.resumeSecret());
  }

  @Test
  void whoComesWaitsForTheAnswer() {
    Simulation.End caller = simulation.caller(laptop, WINDOW);
    simulation.run(1800 * Simulation.SECOND);
    assertThat(caller.told(RendezvousEvent.Waiting.class)).hasSize(1);
    Simulation.End answerer = simulation.answerer(nas, WINDOW);
    simulation.run(Simulation.SECOND);
    assertPaired(caller, answerer);
    caller.send("request");
    answerer.send("granted");
    simulation.run(Simulation.SECOND);
    assertThat(answerer.messages()).containsExactly("request");
    assertThat(caller.messages()).containsExactly("granted");
  }

  @Test
  void theOneThatAnswersMayBeThereFirst() {
    Simulation.End answerer = simulation.answerer(nas, WINDOW);
    simulation.run(Simulation.SECOND);
    Simulation.End caller = simulation.caller(laptop, WINDOW);
    simulation.run(Simulation.SECOND);
    assertPaired(caller, answerer);
  }

  @Test
  void bothMoveOnToARoomOfTheirOwn() {
    assertPaired(simulation.caller(laptop, WINDOW), answer());
    assertPaired(simulation.caller(laptop, WINDOW), answer());
    assertPaired(simulation.caller(laptop, WINDOW), answer());
    RoomName lobby = LobbyNames.here(nas, WINDOW).room();
    assertThat(simulation.relay.places).hasSize(3).doesNotContainKey(lobby);
    assertThat(simulation.relay.everNamed).hasSize(4).contains(lobby);
  }

  @Test
  void aSecondCallerWaitsItsTurn() {
    Simulation.End first = simulation.caller(laptop, WINDOW);
    Simulation.End second = simulation.caller(laptop, WINDOW);
    simulation.run(60 * Simulation.SECOND);
    assertThat(second.failure()).isNull();
    Simulation.End answerer = simulation.answerer(nas, WINDOW);
    simulation.run(Simulation.SECOND);
    assertPaired(first, answerer);
    simulation.run(10 * Simulation.SECOND);
    Simulation.End again = simulation.answerer(nas, WINDOW);
    simulation.run(Simulation.SECOND);
    assertPaired(second, again);
  }

  @Test
  void eachDirectionHasItsOwnLobby() {
    Simulation.End there = simulation.caller(laptop, WINDOW);
    Simulation.End back = simulation.caller(nas, WINDOW);
    simulation.run(Simulation.SECOND);
    assertThat(simulation.relay.places).hasSize(2);
    Simulation.End atNas = simulation.answerer(nas, WINDOW);
    Simulation.End atLaptop = simulation.answerer(laptop, WINDOW);
    simulation.run(Simulation.SECOND);
    assertPaired(there, atNas);
    assertPaired(back, atLaptop);
  }

  @Test
  void theHourTurnsWhileOneWaits() {
    Simulation.End caller = simulation.caller(laptop, WINDOW);
    simulation.run(3600 * Simulation.SECOND);
    RoomName next = LobbyNames.there(laptop, WINDOW + 1).room();
    assertThat(caller.session.moveTo(next, simulation.nowNanos)).isTrue();
    caller.drain();
    simulation.run(Simulation.SECOND);
    assertThat(simulation.relay.places).containsOnlyKeys(next);
    Simulation.End answerer = simulation.answerer(nas, WINDOW + 1);
    simulation.run(Simulation.SECOND);
    assertPaired(caller, answerer);
    assertThat(caller.session.moveTo(LobbyNames.there(laptop, 1).room(), simulation.nowNanos))
        .isFalse();
  }

  @Test
  void aChangedSecretIsRefusedAtBothSidesAndBurnsNothing() {
    Pairing changed = new Pairing(pairing(99).secret(), nas.own(), nas.theirs());
    // A relay that leads both to one room: their own lobbies differ already.
    Simulation.End caller = simulation.caller(laptop, WINDOW);
    simulation.relay.conduct = FakeRelay::forward;
    Simulation.End stranger =
        simulation.end(
            new SessionSetup.Answerer(
                Simulation.RELAY,
                LobbyNames.there(laptop, WINDOW),
                changed,
                Simulation.peerOptions()));
    simulation.run(Simulation.SECOND);
    assertThat(caller.failure()).isEqualTo(new SignalingFailure.WrongCode());
    assertThat(stranger.failure()).isEqualTo(new SignalingFailure.WrongCode());
    assertPaired(simulation.caller(laptop, WINDOW), answer());
  }

  @Test
  void aForeignInstallationIsRefused() {
    Pairing copied = new Pairing(nas.secret(), pairing(3).own(), nas.theirs());
    Simulation.End caller = simulation.caller(laptop, WINDOW);
    Simulation.End thief =
        simulation.end(
            new SessionSetup.Answerer(
                Simulation.RELAY,
                LobbyNames.there(laptop, WINDOW),
                copied,
                Simulation.peerOptions()));
    simulation.run(Simulation.SECOND);
    assertThat(caller.failure()).isEqualTo(new SignalingFailure.WrongCode());
    assertThat(thief.paired()).isFalse();
  }

  @Test
  void aReplayedSessionProvesNothing() {
    List<Payload> recorded = new ArrayList<>();
    simulation.relay.conduct =
        (from, payload) -> {
          if (from.role == Role.JOINER) {
            recorded.add(payload);
          }
          FakeRelay.forward(from, payload);
        };
    assertPaired(simulation.caller(laptop, WINDOW), answer());
    simulation.relay.conduct = FakeRelay::forward;
    Simulation.End answerer = simulation.answerer(nas, WINDOW);
    simulation.run(Simulation.SECOND);
    FakeRelay.Seat seat =
        simulation.relay.places.get(LobbyNames.here(nas, WINDOW).room()).seats.get(Role.MAKER);
    recorded.forEach(seat::deliver);
    simulation.run(Simulation.SECOND);
    assertThat(answerer.paired()).isFalse();
    assertThat(answerer.failure()).isEqualTo(new SignalingFailure.WrongCode());
  }

  @Test
  void anAnswererThatVanishesCostsTheCallerNothing() {
    Simulation.End caller = simulation.caller(laptop, WINDOW);
    for (int i = 0; i < 5; i++) {
      Simulation.End shy = simulation.answerer(nas, WINDOW);
      simulation.run(3 * Simulation.LATENCY_NANOS);
      shy.session.close(simulation.nowNanos);
      shy.drain();
      simulation.run(Simulation.SECOND);
    }
    assertThat(caller.failure()).isNull();
    Simulation.End answerer = simulation.answerer(nas, WINDOW);
    simulation.run(Simulation.SECOND);
    assertPaired(caller, answerer);
  }

  @Test
  void aWaitingCallerOutlastsTheRelay() {
    Simulation.End caller = simulation.caller(laptop, WINDOW);
    simulation.run(Simulation.SECOND);
    simulation.restartRelay(600 * Simulation.SECOND);
    simulation.run(660 * Simulation.SECOND);
    assertThat(caller.failure()).isNull();
    Simulation.End answerer = simulation.answerer(nas, WINDOW);
    simulation.run(Simulation.SECOND);
    assertPaired(caller, answerer);
  }

  @Test
  void twoProcessesThatAnswerDoNotDisturbEachOther() {
    Simulation.End answerer = simulation.answerer(nas, WINDOW);
    simulation.run(Simulation.SECOND);
    Simulation.End late = simulation.answerer(nas, WINDOW);
    simulation.run(Simulation.SECOND);
    assertThat(late.failure()).isEqualTo(new SignalingFailure.LobbyTaken());
    Simulation.End caller = simulation.caller(laptop, WINDOW);
    simulation.run(Simulation.SECOND);
    assertPaired(caller, answerer);
  }

  private Simulation.End answer() {
    Simulation.End answerer = simulation.answerer(nas, WINDOW);
    simulation.run(Simulation.SECOND);
    return answerer;
  }

  private static void assertPaired(Simulation.End one, Simulation.End other) {
    assertThat(one.told(RendezvousEvent.Paired.class)).hasSize(1);
    assertThat(one.told(RendezvousEvent.Paired.class))
        .isEqualTo(other.told(RendezvousEvent.Paired.class));
  }

  private static Guesses fresh() {
    return new Guesses();
  }

  static Pairing pairing(int seed) {
    Random random = new Random(seed);
    return new Pairing(
        Octets.random(Pairing.SECRET_BYTES, random),
        Octets.random(Pairing.INSTALLATION_BYTES, random),
        Octets.random(Pairing.INSTALLATION_BYTES, random));
  }

  static Pairing other(Pairing pairing) {
    return new Pairing(pairing.secret(), /* own= */ pairing.theirs(), /* theirs= */ pairing.own());
  }
}
