package sluice.app.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sluice.app.relay.RelaySimulation.Client;
import sluice.signaling.wire.RelayMessage;
import sluice.signaling.wire.Role;
import sluice.signaling.wire.RoomName;
import sluice.signaling.wire.WireLimits;

/// Datagrams forwarded between the two in a room: `signaling-client/docs/protocol.md`, section 2.7.
final class ForwardingTest {
  private static final int RATE = 100_000;
  private static final int MESSAGE_BYTES = 10_000;
  private static final int CANNOT_ACCEPT = 1003;

  private final RelaySimulation relay = relay(Optional.of(new ForwardLimits(RATE, Long.MAX_VALUE)));
  private final Client maker = relay.connect("192.0.2.1");
  private final Client joiner = relay.connect("192.0.2.2");

  private static RelaySimulation relay(Optional<ForwardLimits> forward) {
    return new RelaySimulation(RelayLimits.standalone(), 1, IceOffers.NONE, forward);
  }

  private static ByteBuffer message(int number) {
    return ByteBuffer.allocate(MESSAGE_BYTES).putInt(0, number);
  }

  private static void meet(RelaySimulation relay, Client maker, Client joiner) {
    RoomName room = relay.room();
    maker.enter(relay.token(), room, Role.MAKER);
    joiner.enter(relay.token(), room, Role.JOINER);
  }

  @Test
  void itIsOfferedToBothWhenBothAreThere() {
    RoomName room = relay.room();
    maker.enter(relay.token(), room, Role.MAKER);
    assertThat(maker.heard).doesNotContain(new RelayMessage.Forwarding(RATE));
    joiner.enter(relay.token(), room, Role.JOINER);
    assertThat(maker.heard).contains(new RelayMessage.Forwarding(RATE));
    assertThat(joiner.heard).contains(new RelayMessage.Forwarding(RATE));
  }

  @Test
  void aMessageGoesToTheOtherSeatAsItIs() {
    meet(relay, maker, joiner);
    maker.forward(message(7));
    assertThat(joiner.forwarded).containsExactly(message(7));
    assertThat(maker.forwarded).isEmpty();
  }

  @Test
  void moreThanTheRateWaitsAndLeavesInTime() {
    meet(relay, maker, joiner);
    for (int number = 0; number < 6; number++) {
      maker.forward(message(number));
    }
    assertThat(joiner.forwarded).hasSize(1);
    relay.pass(100, TimeUnit.MILLISECONDS);
    assertThat(joiner.forwarded).hasSize(2);
    relay.pass(10, TimeUnit.SECONDS);
    assertThat(joiner.forwarded.stream().map(m -> m.getInt(0))).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void whatWaitsIsBoundedAndTheOldestIsDropped() {
    meet(relay, maker, joiner);
    for (int number = 0; number < 1000; number++) {
      maker.forward(message(number));
    }
    relay.pass(60, TimeUnit.SECONDS);
    assertThat(joiner.forwarded).hasSize(7);
    assertThat(joiner.forwarded.stream().skip(1).map(m -> m.getInt(0)))
        .containsExactly(994, 995, 996, 997, 998, 999);
  }

  @Test
  void aFloodInOneDirectionLeavesTheOtherItsTurn() {
    meet(relay, maker, joiner);
    for (int number = 0; number < 6; number++) {
      maker.forward(message(number));
    }
    joiner.forward(message(99));
    relay.pass(100, TimeUnit.MILLISECONDS);
    assertThat(maker.forwarded).containsExactly(message(99));
  }

  @Test
  void aSessionThatUsedUpItsBytesIsToldSoAndGetsNoMore() {
    RelaySimulation limited = relay(Optional.of(new ForwardLimits(1 << 20, 2 * MESSAGE_BYTES)));
    Client sender = limited.connect("192.0.2.1");
    Client receiver = limited.connect("192.0.2.2");
    meet(limited, sender, receiver);
    for (int number = 0; number < 4; number++) {
      sender.forward(message(number));
      limited.pass(1, TimeUnit.SECONDS);
    }
    assertThat(receiver.forwarded).hasSize(2);
    assertThat(receiver.heard).contains(new RelayMessage.Forwarding(0));
    assertThat(sender.heard).contains(new RelayMessage.Forwarding(0));
    assertThat(sender.closeCode).isZero();
  }

  @Test
  void aRelayThatDoesNotForwardClosesWhoTries() {
    RelaySimulation unwilling = relay(Optional.empty());
    Client sender = unwilling.connect("192.0.2.1");
    Client receiver = unwilling.connect("192.0.2.2");
    meet(unwilling, sender, receiver);
    sender.forward(message(0));
    assertThat(sender.closeCode).isEqualTo(CANNOT_ACCEPT);
    assertThat(receiver.forwarded).isEmpty();
  }

  @Test
  void nothingIsForwardedAtANameplateOrWithoutASeat() {
    joiner.forward(message(0));
    assertThat(joiner.closeCode).isEqualTo(CANNOT_ACCEPT);
    maker.allocate(relay.token());
    maker.forward(message(0));
    assertThat(maker.closeCode).isEqualTo(CANNOT_ACCEPT);
  }

  @Test
  void aMessageAboveTheLimitClosesTheConnection() {
    meet(relay, maker, joiner);
    maker.forward(ByteBuffer.allocate(WireLimits.MAX_FORWARDED_BYTES + 1));
    assertThat(maker.closeCode).isEqualTo(CANNOT_ACCEPT);
  }

  @Test
  void aMessageThatHoldsNoDatagramClosesTheConnection() {
    meet(relay, maker, joiner);
    maker.forward(ByteBuffer.allocate(WireLimits.MIN_FORWARDED_BYTES - 1));
    assertThat(maker.closeCode).isEqualTo(CANNOT_ACCEPT);
    joiner.forward(ByteBuffer.allocate(0));
    assertThat(joiner.closeCode).isEqualTo(CANNOT_ACCEPT);
  }

  @Test
  void tinyMessagesPayForMoreThanTheirBytes() {
    ForwardLimits limits = new ForwardLimits(RATE, Long.MAX_VALUE);
    ForwardedSession session = new ForwardedSession(limits, 0);
    int most = limits.queueBytes() / ForwardLimits.MESSAGE_OVERHEAD_BYTES;
    for (int number = 0; number < 10 * most; number++) {
      session.offer(Role.JOINER, ByteBuffer.allocate(WireLimits.MIN_FORWARDED_BYTES));
      assertThat(session.waiting()).isLessThanOrEqualTo(most);
    }
    int left = 0;
    while (session.poll(0) != null) {
      left++;
    }
    assertThat(left)
        .isLessThanOrEqualTo(WireLimits.MAX_FORWARDED_BYTES / ForwardLimits.MESSAGE_OVERHEAD_BYTES);
  }

  @Test
  void moreMessagesThanItsRateAreDroppedWithoutAWord() {
    ForwardLimits limits = new ForwardLimits(1_000_000, Long.MAX_VALUE);
    RelaySimulation quick = relay(Optional.of(limits));
    Client sender = quick.connect("192.0.2.1");
    Client receiver = quick.connect("192.0.2.2");
    meet(quick, sender, receiver);
    int seconds = 2;
    int sent = 0;
    for (int millis = 0; millis < seconds * 1000; millis++) {
      for (int number = 0; number < 5; number++, sent++) {
        sender.forward(ByteBuffer.allocate(WireLimits.MIN_FORWARDED_BYTES));
      }
      quick.pass(1, TimeUnit.MILLISECONDS);
    }
    RelayLimits.Rate rate = limits.messages();
    int most = rate.burst() + seconds * rate.perSecond();
    assertThat(sent).isGreaterThan(most);
    assertThat(receiver.forwarded).hasSizeBetween(most / 2, most);
    assertThat(sender.closeCode).isZero();
  }

  @Test
  void nothingStaysBehindWhenTheRoomEnds() {
    meet(relay, maker, joiner);
    for (int number = 0; number < 6; number++) {
      maker.forward(message(number));
    }
    maker.breakOff();
    joiner.breakOff();
    relay.pass(31, TimeUnit.SECONDS);
    assertThat(relay.rooms.pendingTimers()).isZero();
  }
}
