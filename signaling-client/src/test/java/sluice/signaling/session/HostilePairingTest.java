package sluice.signaling.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sluice.signaling.Guesses;
import sluice.signaling.RendezvousEvent;
import sluice.signaling.RendezvousOptions;
import sluice.signaling.SignalingFailure;
import sluice.signaling.code.Secret;
import sluice.signaling.pake.Octets;
import sluice.signaling.wire.Nameplate;
import sluice.signaling.wire.Payload;
import sluice.signaling.wire.Role;

/// A relay that does not do what it should while the code is proven. Whatever it does, nothing
/// reaches who has not proven it, and each end is told.
class HostilePairingTest {
  private final Simulation simulation = new Simulation(7);
  private final Guesses makerGuesses = new Guesses();
  private final Guesses joinerGuesses = new Guesses();

  @Test
  void echoingPairingMessagesIsTold() {
    simulation.relay.conduct = (from, payload) -> from.deliver(payload);
    List<Simulation.End> ends = meet();
    assertThat(ends.get(1).failure())
        .isEqualTo(new SignalingFailure.Tampered("our own pairing message came back"));
    assertUnpaired(ends);
    assertThat(makerGuesses.state()).isEqualTo(Guesses.State.FRESH);
  }

  @Test
  void echoingTheMakersShareIsTold() {
    simulation.relay.conduct =
        (from, payload) -> {
          FakeRelay.forward(from, payload);
          if (from.role == Role.MAKER) {
            from.deliver(payload);
          }
        };
    List<Simulation.End> ends = meet();
    assertThat(ends.getFirst().failure()).isInstanceOf(SignalingFailure.Tampered.class);
  }

  @Test
  void aShareMirroredInsideAConfirmationIsAWrongGuess() {
    Map<String, PairingMessage.ShareA> seen = new HashMap<>();
    simulation.relay.conduct =
        (from, payload) -> {
          PairingMessage message = PairingMessage.parse(payload.bytes());
          if (message instanceof PairingMessage.ShareA share) {
            seen.put("share", share);
          }
          if (message instanceof PairingMessage.ConfirmB confirm) {
            Octets mirrored = seen.get("share").share();
            payload =
                new PairingMessage.ConfirmB(confirm.run(), mirrored, confirm.confirmation())
                    .payload();
          }
          FakeRelay.forward(from, payload);
        };
    List<Simulation.End> ends = meet();
    assertThat(ends.getFirst().failure()).isEqualTo(new SignalingFailure.WrongCode());
    assertUnpaired(ends);
  }

  @Test
  void aShareOffTheCurveIsRefusedBeforeAnythingIsConfirmed() {
    alterPairing(Role.MAKER, 30);
    List<Simulation.End> ends = meet();
    assertThat(ends.get(1).failure())
        .isEqualTo(new SignalingFailure.Tampered("the share received is no point of the curve"));
    assertThat(joinerGuesses.state()).isEqualTo(Guesses.State.FRESH);
    assertUnpaired(ends);
  }

  @Test
  void anAlteredConfirmationKillsTheCode() {
    alterPairing(Role.JOINER, 1 + 16 + 65);
    List<Simulation.End> ends = meet();
    assertThat(ends.getFirst().failure()).isEqualTo(new SignalingFailure.WrongCode());
    assertThat(makerGuesses.state()).isEqualTo(Guesses.State.DEAD);
    assertUnpaired(ends);
  }

  @Test
  void anAlteredAnswerIsNoAnswer() {
    simulation.relay.conduct =
        (from, payload) ->
            FakeRelay.forward(
                from,
                PairingMessage.parse(payload.bytes()) instanceof PairingMessage.ConfirmA
                    ? flipped(payload, 20)
                    : payload);
    List<Simulation.End> ends = meet();
    assertThat(ends.get(1).failure()).isEqualTo(new SignalingFailure.NotAnswered());
    assertThat(joinerGuesses.state()).isEqualTo(Guesses.State.DEAD);
    assertThat(ends.get(1).paired()).isFalse();
    simulation.run(60 * Simulation.SECOND);
    assertThat(ends.getFirst().failure()).isEqualTo(new SignalingFailure.PeerLeft());
  }

  @Test
  void aWithheldAnswerEndsTheJoinerForGood() {
    simulation.relay.conduct =
        (from, payload) -> {
          if (!(PairingMessage.parse(payload.bytes()) instanceof PairingMessage.ConfirmA)) {
            FakeRelay.forward(from, payload);
          }
        };
    List<Simulation.End> ends = meet();
    simulation.run(40 * Simulation.SECOND);
    assertThat(ends.get(1).failure()).isEqualTo(new SignalingFailure.NotAnswered());
    Simulation.End again =
        simulation.joiner("42", "pelican-violin", Simulation.options().withGuesses(joinerGuesses));
    simulation.relay.conduct = FakeRelay::forward;
    simulation.run(Simulation.SECOND);
    assertThat(again.paired()).isFalse();
  }

  @Test
  void aRefusalThatNobodyGaveEndsTheJoinerOnly() {
    simulation.relay.conduct =
        (from, payload) -> {
          if (PairingMessage.parse(payload.bytes()) instanceof PairingMessage.ConfirmB confirm) {
            from.deliver(
                new PairingMessage.Refusal(confirm.run(), PairingMessage.REFUSED_WRONG_CODE, 0)
                    .payload());
          } else {
            FakeRelay.forward(from, payload);
          }
        };
    List<Simulation.End> ends = meet();
    assertThat(ends.get(1).failure()).isEqualTo(new SignalingFailure.WrongCode());
    assertThat(ends.getFirst().failure()).isNull();
    assertThat(makerGuesses.state()).isEqualTo(Guesses.State.FRESH);
  }

  @Test
  void aRelayThatPlaysBothPartsHasOneGuessAtEachEnd() {
    // It guesses "banana-guitar" toward both, with PAKE runs of its own.
    Nameplate nameplate = new Nameplate("42");
    MeetingPlace guess = MeetingPlace.of(nameplate, new Secret("banana-guitar"));
    RendezvousOptions options = Simulation.options();
    Random random = new Random(3);
    MakerPairing asMaker = new MakerPairing(guess, options.purpose(), new Guesses(), random);
    JoinerPairing asJoiner = new JoinerPairing(guess, options.purpose(), new Guesses(), random);
    simulation.relay.conduct =
        (from, payload) -> {
          PairingMessage message = PairingMessage.parse(payload.bytes());
          if (message instanceof PairingMessage.Start start
              && asMaker.onStart(start, simulation.nowNanos)
                  instanceof MakerPairing.Answer answer) {
            from.deliver(answer.message().payload());
            FakeRelay.forward(from, asJoiner.unanswered().payload());
          }
          if (message instanceof PairingMessage.ShareA share
              && asJoiner.onShare(share) instanceof JoinerPairing.Confirm) {
            from.deliver(asJoiner.unanswered().payload());
          }
          if (message instanceof PairingMessage.ConfirmB confirm) {
            assertThat(asMaker.onConfirm(confirm)).isNotInstanceOf(MakerPairing.Proven.class);
          }
        };
    List<Simulation.End> ends = meet();
    simulation.run(40 * Simulation.SECOND);
    assertThat(ends.getFirst().failure()).isEqualTo(new SignalingFailure.WrongCode());
    assertThat(ends.get(1).failure()).isNotNull();
    assertThat(makerGuesses.state()).isEqualTo(Guesses.State.DEAD);
    assertThat(joinerGuesses.state()).isEqualTo(Guesses.State.DEAD);
    assertUnpaired(ends);
  }

  @Test
  void oneNameplateForTwoPairsBringsNoStrangersTogether() {
    // Makers 42 and 43; who joins one is connected with the other.
    List<Simulation.End> ends = new ArrayList<>();
    ends.add(simulation.maker("pelican-violin"));
    ends.add(simulation.maker("banana-guitar"));
    simulation.run(Simulation.SECOND);
    simulation.relay.conduct =
        (from, payload) -> {
          String name = from.place.name.toString();
          Nameplate crossed = new Nameplate(name.equals("42") ? "43" : "42");
          FakeRelay.Place other = simulation.relay.places.get(crossed);
          FakeRelay.Seat seat = other == null ? null : other.seats.get(from.role.other());
          if (seat != null) {
            seat.deliver(payload);
          }
        };
    ends.add(simulation.joiner("42", "pelican-violin"));
    ends.add(simulation.joiner("43", "banana-guitar"));
    simulation.run(60 * Simulation.SECOND);
    assertUnpaired(ends);
    assertThat(ends).allSatisfy(end -> assertThat(end.failure()).isNotNull());
  }

  @Test
  void twoJoinersAtOnceGetOneGuessTogether() {
    // The relay lets the second joiner speak in the name of the first.
    Simulation.End maker =
        simulation.maker("pelican-violin", Simulation.options().withGuesses(makerGuesses), null);
    simulation.run(Simulation.SECOND);
    int[] confirmations = {0};
    simulation.relay.conduct =
        (from, payload) -> {
          if (PairingMessage.parse(payload.bytes()) instanceof PairingMessage.ConfirmB) {
            confirmations[0]++;
          }
          FakeRelay.Place place = simulation.relay.places.get(new Nameplate("42"));
          for (FakeRelay.Seat seat : simulation.relay.seated.values()) {
            if (seat.role != from.role && (place == null || seat.place == place)) {
              seat.deliver(payload);
            }
          }
        };
    Simulation.End one = simulation.joiner("42", "pelican-zebra");
    simulation.run(Simulation.SECOND);
    assertThat(maker.failure()).isEqualTo(new SignalingFailure.WrongCode());
    Simulation.End two = simulation.joiner("42", "pelican-violin");
    simulation.run(60 * Simulation.SECOND);
    assertUnpaired(List.of(maker, one, two));
    assertThat(confirmations[0]).isEqualTo(1);
  }

  @Test
  void theRelayNeverSeesTheWords() {
    List<String> seen = new ArrayList<>();
    simulation.relay.conduct =
        (from, payload) -> {
          seen.add(new String(payload.bytes(), StandardCharsets.ISO_8859_1));
          FakeRelay.forward(from, payload);
        };
    List<Simulation.End> ends = meet();
    ends.getFirst().send("a candidate");
    simulation.run(Simulation.SECOND);
    assertThat(seen)
        .isNotEmpty()
        .noneMatch(
            text ->
                text.contains("pelican") || text.contains("violin") || text.contains("candidate"));
    assertThat(simulation.relay.everNamed).noneMatch(name -> name.toString().contains("pelican"));
  }

  private List<Simulation.End> meet() {
    Simulation.End maker =
        simulation.maker("pelican-violin", Simulation.options().withGuesses(makerGuesses), null);
    simulation.run(Simulation.SECOND);
    Simulation.End joiner =
        simulation.joiner("42", "pelican-violin", Simulation.options().withGuesses(joinerGuesses));
    simulation.run(5 * Simulation.SECOND);
    return List.of(maker, joiner);
  }

  /// Flips a bit in the message with a share of that side.
  private void alterPairing(Role side, int at) {
    simulation.relay.conduct =
        (from, payload) -> {
          PairingMessage message = PairingMessage.parse(payload.bytes());
          boolean share =
              message instanceof PairingMessage.ShareA
                  || message instanceof PairingMessage.ConfirmB;
          FakeRelay.forward(from, share && from.role == side ? flipped(payload, at) : payload);
        };
  }

  private static Payload flipped(Payload payload, int at) {
    byte[] bytes = payload.bytes();
    bytes[at] ^= 1;
    return Payload.of(bytes);
  }

  private static void assertUnpaired(List<Simulation.End> ends) {
    assertThat(ends)
        .allSatisfy(
            end -> {
              assertThat(end.paired()).isFalse();
              assertThat(end.told(RendezvousEvent.MessageReceived.class)).isEmpty();
            });
  }
}
