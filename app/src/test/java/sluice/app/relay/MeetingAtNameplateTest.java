package sluice.app.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sluice.signaling.wire.ClientMessage;
import sluice.signaling.wire.Nameplate;
import sluice.signaling.wire.Presence;
import sluice.signaling.wire.RefusalReason;
import sluice.signaling.wire.RelayMessage;
import sluice.signaling.wire.Role;
import sluice.signaling.wire.RoomName;

final class MeetingAtNameplateTest {
  private final RelaySimulation relay = new RelaySimulation(RelayLimits.standalone(), 1);

  @Test
  void twoMeetAtANameplateAndMoveToARoom() {
    RelaySimulation.Client maker = relay.connect("192.0.2.1");
    RelaySimulation.Client joiner = relay.connect("192.0.2.2");
    Nameplate nameplate = maker.allocate(relay.token());
    joiner.join(relay.token(), nameplate);
    joiner.assertHeard(new RelayMessage.SeatedAtNameplate(nameplate, Presence.HERE));
    maker.assertPeer(Presence.HERE);

    joiner.send("one");
    joiner.send("two");
    maker.assertHeard(
        new RelayMessage.Delivery(RelaySimulation.payload("one")),
        new RelayMessage.Delivery(RelaySimulation.payload("two")));

    RoomName room = relay.room();
    maker.enter(relay.token(), room, Role.MAKER);
    maker.assertHeard(new RelayMessage.SeatedInRoom(room, Presence.NONE));
    joiner.assertPeer(Presence.LEFT);
    assertThat(relay.rooms.nameplates()).isZero();

    joiner.enter(relay.token(), room, Role.JOINER);
    joiner.assertHeard(new RelayMessage.SeatedInRoom(room, Presence.HERE));
    maker.assertPeer(Presence.HERE);
    maker.send("three");
    joiner.assertHeard(new RelayMessage.Delivery(RelaySimulation.payload("three")));
  }

  @Test
  void aThirdFindsTheSeatOccupied() {
    RelaySimulation.Client maker = relay.connect("192.0.2.1");
    Nameplate nameplate = maker.allocate(relay.token());
    relay.connect("192.0.2.2").join(relay.token(), nameplate);
    RelaySimulation.Client third = relay.connect("192.0.2.3");
    third.join(relay.token(), nameplate);
    third.assertRefused(RefusalReason.OCCUPIED);
  }

  @Test
  void oneNameplateIsNeverGivenToTwoMakers() {
    Nameplate taken = relay.connect("192.0.2.1").allocate(relay.token());
    RelaySimulation.Client other = relay.connect("192.0.2.2");
    other.say(new ClientMessage.Allocate(1, relay.token(), taken));
    other.assertRefused(RefusalReason.TAKEN);
    assertThat(relay.rooms.nameplates()).isOne();
  }

  @Test
  void theJoinerKeepsItsConnectionWhenTheMakerLeaves() {
    RelaySimulation.Client maker = relay.connect("192.0.2.1");
    RelaySimulation.Client joiner = relay.connect("192.0.2.2");
    Nameplate nameplate = maker.allocate(relay.token());
    joiner.join(relay.token(), nameplate);
    joiner.heard.clear();
    maker.say(new ClientMessage.Leave());
    joiner.assertPeer(Presence.LEFT);
    joiner.send("into the void");
    assertThat(joiner.closeCode).isZero();
    assertThat(maker.heard).doesNotContain(new RelayMessage.PeerChanged(Presence.LEFT));
  }
}
