package sluice.signaling.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.signaling.SignalingFailure;
import sluice.signaling.wire.Payload;
import sluice.signaling.wire.Role;

/// A relay that does not do what it should once the code is proven: it repeats, reorders, drops,
/// alters, echoes, or brings frames of another session.
class HostileRoomTest {
  private final Simulation simulation = new Simulation(7);

  @Test
  void repeatedFramesAreDeliveredOnce() {
    simulation.relay.conduct =
        (from, payload) -> {
          for (int i = 0; i < 3; i++) {
            FakeRelay.forward(from, payload);
          }
        };
    assertAllArriveInOrder(meet());
  }

  @Test
  void framesReplayedMuchLaterAreNotDelivered() {
    List<Runnable> replays = new ArrayList<>();
    simulation.relay.conduct =
        (from, payload) -> {
          replays.add(() -> FakeRelay.forward(from, payload));
          FakeRelay.forward(from, payload);
        };
    List<Simulation.End> ends = meet();
    assertAllArriveInOrder(ends);
    List.copyOf(replays).forEach(Runnable::run);
    simulation.run(10 * Simulation.SECOND);
    assertThat(ends.get(1).messages()).hasSize(20);
    assertThat(ends.getFirst().failure()).isNull();
    assertThat(ends.get(1).failure()).isNull();
  }

  @Test
  void reorderedFramesAreDeliveredInOrder() {
    List<Payload> held = new ArrayList<>();
    simulation.relay.conduct =
        (from, payload) -> {
          if (from.role == Role.JOINER) {
            FakeRelay.forward(from, payload);
            return;
          }
          held.add(payload);
          if (held.size() == 2) {
            FakeRelay.forward(from, held.get(1));
            FakeRelay.forward(from, held.get(0));
            held.clear();
          }
        };
    List<Simulation.End> ends = new ArrayList<>();
    FakeRelay.Conduct hostile = simulation.relay.conduct;
    simulation.relay.conduct = FakeRelay::forward;
    ends.addAll(meet());
    simulation.relay.conduct = hostile;
    assertAllArriveInOrder(ends);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void droppedRepeatedAndDelayedFramesStillArriveInOrder(int seed) {
    Random random = new Random(seed);
    simulation.relay.conduct =
        (from, payload) -> {
          // One in five dropped, one in five twice, each up to 0.3 s late.
          int dice = random.nextInt(5);
          for (int i = dice == 0 ? 0 : dice == 1 ? 2 : 1; i > 0; i--) {
            simulation.later(
                random.nextLong(3 * Simulation.SECOND / 10),
                () -> FakeRelay.forward(from, payload));
          }
        };
    List<Simulation.End> ends = meet();
    simulation.run(20 * Simulation.SECOND);
    assertThat(ends.getFirst().paired()).isTrue();
    assertAllArriveInOrder(ends);
  }

  @Test
  void aRelayThatDeliversNothingIsTold() {
    List<Simulation.End> ends = meet();
    simulation.relay.conduct = (from, payload) -> {};
    ends.getFirst().send("into the void");
    simulation.run(59 * Simulation.SECOND);
    assertThat(ends.getFirst().failure()).isNull();
    simulation.run(2 * Simulation.SECOND);
    assertThat(ends.getFirst().failure()).isEqualTo(new SignalingFailure.NotDelivered());
  }

  @Test
  void anAlteredFrameEndsTheSession() {
    List<Simulation.End> ends = meet();
    simulation.relay.conduct = (from, payload) -> FakeRelay.forward(from, flipped(payload, 12));
    ends.getFirst().send("secret");
    simulation.run(Simulation.SECOND);
    assertThat(ends.get(1).failure())
        .isEqualTo(new SignalingFailure.Tampered("a frame did not authenticate"));
    assertThat(ends.get(1).messages()).isEmpty();
  }

  @Test
  void aFrameUnderAnotherCounterEndsTheSession() {
    List<Simulation.End> ends = meet();
    simulation.relay.conduct = (from, payload) -> FakeRelay.forward(from, flipped(payload, 8));
    ends.getFirst().send("secret");
    simulation.run(Simulation.SECOND);
    assertThat(ends.get(1).failure()).isInstanceOf(SignalingFailure.Tampered.class);
  }

  @Test
  void anEchoedFrameEndsTheSession() {
    List<Simulation.End> ends = meet();
    simulation.relay.conduct = (from, payload) -> from.deliver(payload);
    ends.getFirst().send("secret");
    simulation.run(Simulation.SECOND);
    assertThat(ends.getFirst().failure()).isInstanceOf(SignalingFailure.Tampered.class);
    assertThat(ends.getFirst().messages()).isEmpty();
  }

  @Test
  void aFrameOfAnotherSessionEndsTheSession() {
    List<Payload> recorded = new ArrayList<>();
    simulation.relay.conduct =
        (from, payload) -> {
          if (from.role == Role.MAKER && payload.bytes()[0] == SealedChannel.FRAME) {
            recorded.add(payload);
          }
          FakeRelay.forward(from, payload);
        };
    List<Simulation.End> first = meet();
    first.getFirst().send("of the first session");
    simulation.run(Simulation.SECOND);
    Payload old = recorded.getLast();
    simulation.relay.conduct =
        (from, payload) -> FakeRelay.forward(from, from.role == Role.MAKER ? old : payload);
    Simulation.End maker = simulation.maker("pelican-violin");
    simulation.relay.conduct = FakeRelay::forward;
    simulation.run(Simulation.SECOND);
    Simulation.End joiner = simulation.joiner("43", "pelican-violin");
    simulation.run(Simulation.SECOND);
    assertThat(joiner.paired()).isTrue();
    simulation.relay.conduct =
        (from, payload) -> FakeRelay.forward(from, from.role == Role.MAKER ? old : payload);
    maker.send("of the second");
    simulation.run(Simulation.SECOND);
    assertThat(joiner.failure()).isInstanceOf(SignalingFailure.Tampered.class);
    assertThat(joiner.messages()).isEmpty();
  }

  private List<Simulation.End> meet() {
    Simulation.End maker = simulation.maker("pelican-violin");
    simulation.run(Simulation.SECOND);
    Simulation.End joiner = simulation.joiner("42", "pelican-violin");
    simulation.run(5 * Simulation.SECOND);
    return List.of(maker, joiner);
  }

  private static Payload flipped(Payload payload, int at) {
    byte[] bytes = payload.bytes();
    bytes[at] ^= 1;
    return Payload.of(bytes);
  }

  private void assertAllArriveInOrder(List<Simulation.End> ends) {
    List<String> expected = IntStream.range(0, 20).mapToObj(i -> "m" + i).toList();
    expected.forEach(ends.getFirst()::send);
    simulation.run(300 * Simulation.SECOND);
    assertThat(ends.getFirst().failure()).isNull();
    assertThat(ends.get(1).messages()).isEqualTo(expected);
  }
}
