package sluice.app.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sluice.signaling.wire.Nameplate;
import sluice.signaling.wire.Presence;
import sluice.signaling.wire.RefusalReason;
import sluice.signaling.wire.RelayMessage;
import sluice.signaling.wire.Role;
import sluice.signaling.wire.RoomName;
import sluice.signaling.wire.Token;

final class ComingBackByTokenTest {
  private final RelaySimulation relay = new RelaySimulation(RelayLimits.standalone(), 3);
  private final RoomName room = relay.room();
  private final Token makersToken = relay.token();
  private final Token joinersToken = relay.token();
  private RelaySimulation.Client maker = relay.connect("192.0.2.1");
  private RelaySimulation.Client joiner = relay.connect("192.0.2.2");

  @BeforeEach
  void meetInARoom() {
    maker.enter(makersToken, room, Role.MAKER);
    joiner.enter(joinersToken, room, Role.JOINER);
    maker.heard.clear();
    joiner.heard.clear();
  }

  @Test
  void aLostConnectionIsAwayAndComesBack() {
    maker.breakOff();
    joiner.assertPeer(Presence.AWAY);
    relay.pass(29, TimeUnit.SECONDS);
    joiner.pong();
    maker = relay.connect("198.51.100.7");
    maker.enter(makersToken, room, Role.MAKER);
    joiner.assertPeer(Presence.HERE);
    maker.assertHeard(new RelayMessage.SeatedInRoom(room, Presence.HERE));
  }

  @Test
  void afterThirtySecondsTheSeatIsGivenUp() {
    maker.breakOff();
    joiner.heard.clear();
    joiner.pong();
    relay.pass(29, TimeUnit.SECONDS);
    assertThat(joiner.heard).isEmpty();
    joiner.pong();
    relay.pass(1, TimeUnit.SECONDS);
    joiner.assertPeer(Presence.LEFT);
  }

  @Test
  void theSameTokenOnANewConnectionReplacesTheOldOne() {
    RelaySimulation.Client second = relay.connect("192.0.2.1");
    second.enter(makersToken, room, Role.MAKER);
    maker.assertRefused(RefusalReason.REPLACED);
    joiner.assertPeer(Presence.HERE);
    joiner.send("to the new one");
    assertThat(second.heard)
        .contains(new RelayMessage.Delivery(RelaySimulation.payload("to the new one")));
    assertThat(maker.heard).isEmpty();
  }

  @Test
  void anotherTokenDoesNotGetASeatThatIsAway() {
    maker.breakOff();
    RelaySimulation.Client thief = relay.connect("203.0.113.9");
    thief.enter(relay.token(), room, Role.MAKER);
    thief.assertRefused(RefusalReason.OCCUPIED);
  }

  @Test
  void whatIsSentToASeatThatIsAwayIsDropped() {
    joiner.breakOff();
    maker.send("lost");
    joiner = relay.connect("192.0.2.2");
    joiner.enter(joinersToken, room, Role.JOINER);
    joiner.assertHeard(new RelayMessage.SeatedInRoom(room, Presence.HERE));
  }

  @Test
  void afterARestartOfTheRelayEitherOpensTheRoomAnew() {
    RelaySimulation restarted = new RelaySimulation(RelayLimits.standalone(), 4);
    RelaySimulation.Client joinerAgain = restarted.connect("192.0.2.2");
    joinerAgain.enter(joinersToken, room, Role.JOINER);
    joinerAgain.assertHeard(new RelayMessage.SeatedInRoom(room, Presence.NONE));
    RelaySimulation.Client makerAgain = restarted.connect("192.0.2.1");
    makerAgain.enter(makersToken, room, Role.MAKER);
    joinerAgain.assertPeer(Presence.HERE);
  }

  @Test
  void aMakerGetsItsOwnNameplateBack() {
    Token token = relay.token();
    RelaySimulation.Client other = relay.connect("192.0.2.5");
    Nameplate nameplate = other.allocate(token);
    other.breakOff();
    assertThat(relay.connect("192.0.2.5").allocate(token)).isEqualTo(nameplate);
  }

  @Test
  void aSilentConnectionIsPingedAndThenDropped() {
    relay.pass(15, TimeUnit.SECONDS);
    assertThat(maker.pings).isOne();
    joiner.pong();
    relay.pass(15, TimeUnit.SECONDS);
    assertThat(maker.closeCode).isEqualTo(1000);
    assertThat(joiner.closeCode).isZero();
    joiner.assertPeer(Presence.SILENT);
  }

  /// A machine that sleeps closes nothing: its seat is kept longer.
  @Test
  void aSeatThatFellSilentIsKeptForTwoMinutes() {
    relay.pass(15, TimeUnit.SECONDS);
    for (int second = 15; second < 149; second++) {
      joiner.pong();
      relay.pass(1, TimeUnit.SECONDS);
    }
    joiner.assertPeer(Presence.SILENT);
    relay.pass(1, TimeUnit.SECONDS);
    joiner.assertPeer(Presence.LEFT);
  }

  @Test
  void everythingIsForgottenWhenEverybodyHasGone() {
    maker.breakOff();
    joiner.breakOff();
    relay.pass(31, TimeUnit.SECONDS);
    assertThat(relay.rooms.rooms()).isZero();
    assertThat(relay.rooms.connections()).isZero();
    assertThat(relay.rooms.pendingTimers()).isZero();
  }
}
