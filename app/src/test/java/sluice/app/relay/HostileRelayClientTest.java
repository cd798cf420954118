package sluice.app.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.signaling.wire.ClientMessage;
import sluice.signaling.wire.Nameplate;
import sluice.signaling.wire.Presence;
import sluice.signaling.wire.RefusalReason;
import sluice.signaling.wire.RelayMessage;
import sluice.signaling.wire.Role;
import sluice.signaling.wire.RoomName;
import sluice.signaling.wire.WireWriter;

/// Malformed, mutated and senseless messages: no exception, no leak, and those who behave go on.
final class HostileRelayClientTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{\"type\":\"send\"}",
        "{\"type\":\"join\",\"version\":1}",
        "{\"type\":\"nonsense\"}",
        "{\"type\":\"leave\",\"type\":\"leave\"}",
        "{\"type\":\"leave\"} {}",
        "{\"type\":\"allocate\",\"version\":\"1\",\"token\":\"AAAAAAAAAAAAAAAAAAAAAA\"}",
        "{\"type\":\"leave\"}",
        "{\"type\":\"ice\"}"
      })
  void whatIsNoMessageOrOutOfPlaceEndsTheConnection(String text) {
    RelaySimulation relay = new RelaySimulation(RelayLimits.standalone(), 9);
    RelaySimulation.Client client = relay.connect("192.0.2.1");
    client.sayText(text);
    client.assertRefused(RefusalReason.MALFORMED);
  }

  @Test
  void anotherVersionIsRefused() {
    RelaySimulation relay = new RelaySimulation(RelayLimits.standalone(), 10);
    RelaySimulation.Client client = relay.connect("192.0.2.1");
    client.say(new ClientMessage.Allocate(2, relay.token(), null));
    client.assertRefused(RefusalReason.VERSION);
  }

  @Test
  void thousandsOfMutatedMessagesHarmNobody() {
    for (long seed = 0; seed < 20; seed++) {
      storm(seed);
    }
  }

  private static void storm(long seed) {
    RelaySimulation relay = new RelaySimulation(RelayLimits.standalone(), seed);
    SplittableRandom random = new SplittableRandom(seed);
    RelaySimulation.Client maker = relay.connect("192.0.2.1");
    RelaySimulation.Client joiner = relay.connect("192.0.2.2");
    RoomName room = relay.room();
    maker.enter(relay.token(), room, Role.MAKER);
    joiner.enter(relay.token(), room, Role.JOINER);
    maker.heard.clear();
    joiner.heard.clear();
    List<RelaySimulation.Client> hostile = new ArrayList<>();
    for (int step = 0; step < 500; step++) {
      if (hostile.size() < 20) {
        hostile.add(relay.connect("203.0.113." + random.nextInt(1, 200)));
      }
      int which = random.nextInt(hostile.size());
      RelaySimulation.Client client = hostile.get(which);
      switch (random.nextInt(10)) {
        case 0 -> {
          client.breakOff();
          hostile.remove(which);
        }
        case 1 -> relay.pass(random.nextInt(200), TimeUnit.MILLISECONDS);
        case 2 -> client.sayText(mutated(relay, random));
        default -> client.say(senseless(relay, random, room));
      }
      maker.pong();
      joiner.pong();
    }
    maker.send("still here");
    joiner.assertHeard(new RelayMessage.Delivery(RelaySimulation.payload("still here")));
    assertThat(maker.heard).isEmpty();
    hostile.forEach(RelaySimulation.Client::breakOff);
    maker.breakOff();
    joiner.breakOff();
    relay.pass(120, TimeUnit.SECONDS);
    assertThat(relay.rooms.pendingTimers()).isZero();
    assertThat(relay.rooms.nameplates()).isZero();
    assertThat(relay.rooms.rooms()).isZero();
  }

  private static ClientMessage senseless(
      RelaySimulation relay, SplittableRandom random, RoomName known) {
    Nameplate nameplate = new Nameplate(Integer.toString(random.nextInt(100, 1000)));
    Role role = random.nextBoolean() ? Role.MAKER : Role.JOINER;
    return switch (random.nextInt(7)) {
      case 0 -> new ClientMessage.Allocate(1, relay.token(), null);
      case 1 -> new ClientMessage.Allocate(1, relay.token(), nameplate);
      case 2 -> new ClientMessage.Join(1, relay.token(), nameplate);
      case 3 ->
          new ClientMessage.Enter(
              1, relay.token(), random.nextBoolean() ? known : relay.room(), role);
      case 4 -> new ClientMessage.Send(RelaySimulation.payload("hostile"));
      case 5 -> new ClientMessage.AskIce();
      default -> new ClientMessage.Leave();
    };
  }

  private static String mutated(RelaySimulation relay, SplittableRandom random) {
    StringBuilder text = new StringBuilder(WireWriter.text(senseless(relay, random, relay.room())));
    for (int change = random.nextInt(4); change >= 0; change--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.setCharAt(at, (char) random.nextInt(0x3000));
        default -> text.insert(at, text.charAt(random.nextInt(text.length())));
      }
    }
    return text.toString();
  }

  @Test
  void presenceIsNeverToldToStrangers() {
    RelaySimulation relay = new RelaySimulation(RelayLimits.standalone(), 11);
    RelaySimulation.Client stranger = relay.connect("203.0.113.1");
    relay.connect("192.0.2.1").allocate(relay.token());
    assertThat(stranger.heard).isEmpty();
    RelaySimulation.Client probing = relay.connect("203.0.113.2");
    probing.enter(relay.token(), relay.room(), Role.JOINER);
    assertThat(((RelayMessage.SeatedInRoom) probing.heard.remove()).peer())
        .isEqualTo(Presence.NONE);
  }
}
