package sluice.app.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sluice.app.relay.RelaySimulation.Client;
import sluice.signaling.wire.ClientMessage;
import sluice.signaling.wire.Presence;
import sluice.signaling.wire.RefusalReason;
import sluice.signaling.wire.RelayMessage;
import sluice.signaling.wire.Role;
import sluice.signaling.wire.RoomName;
import sluice.signaling.wire.Token;

/// Who watches rooms is called: `signaling-client/docs/protocol.md`, section 2.8.
class WatchingTest {
  private final RelaySimulation relay = new RelaySimulation(RelayLimits.standalone(), 5);
  private final RoomName lobby = relay.room();
  private final Client watcher = relay.connect("192.0.2.1");
  private final Client caller = relay.connect("192.0.2.2");

  private void watch(Client client, RoomName... rooms) {
    client.say(new ClientMessage.Watch(1, List.of(rooms)));
    assertThat(client.heard.remove()).isEqualTo(new RelayMessage.Watching(1_700_000_000));
  }

  WatchingTest() {
    relay.rooms.timeOfDay(1_700_000_000);
  }

  @Test
  void isCalledWhenSomebodyComes() {
    watch(watcher, relay.room(), lobby);
    watcher.assertHeard();
    caller.enter(relay.token(), lobby, Role.JOINER);
    caller.assertHeard(new RelayMessage.SeatedInRoom(lobby, Presence.NONE));
    watcher.assertHeard(new RelayMessage.Called(lobby));
  }

  @Test
  void isCalledForWhoWaitsAlready() {
    caller.enter(relay.token(), lobby, Role.JOINER);
    watch(watcher, lobby);
    watcher.assertHeard(new RelayMessage.Called(lobby));
  }

  @Test
  void isNotCalledWhileSomebodyAnswers() {
    watch(watcher, lobby);
    Client answerer = relay.connect("192.0.2.1");
    answerer.enter(relay.token(), lobby, Role.MAKER);
    caller.enter(relay.token(), lobby, Role.JOINER);
    watcher.assertHeard();
    // The one that answered goes on to another room, and the caller follows.
    answerer.enter(relay.token(), relay.room(), Role.MAKER);
    caller.enter(relay.token(), relay.room(), Role.JOINER);
    relay.pass(60, TimeUnit.SECONDS);
    watcher.assertHeard();
  }

  @Test
  void isCalledAgainWhenTheAnswererHasLeftTheCallerAlone() {
    watch(watcher, lobby);
    Client answerer = relay.connect("192.0.2.1");
    answerer.enter(relay.token(), lobby, Role.MAKER);
    caller.enter(relay.token(), lobby, Role.JOINER);
    answerer.say(new ClientMessage.Leave());
    relay.pass(3, TimeUnit.SECONDS);
    watcher.assertHeard(new RelayMessage.Called(lobby));
  }

  @Test
  void isCalledWhenACallerComesBack() {
    watch(watcher, lobby);
    Token token = relay.token();
    caller.enter(token, lobby, Role.JOINER);
    watcher.heard.clear();
    caller.breakOff();
    Client again = relay.connect("192.0.2.2");
    again.enter(token, lobby, Role.JOINER);
    watcher.assertHeard(new RelayMessage.Called(lobby));
  }

  @Test
  void anotherListTakesThePlaceOfTheFirst() {
    watch(watcher, lobby);
    watch(watcher, relay.room());
    caller.enter(relay.token(), lobby, Role.JOINER);
    watcher.assertHeard();
  }

  @Test
  void atMostFourAreCalled() {
    List<Client> many =
        IntStream.range(0, 7).mapToObj(i -> relay.connect("192.0.2." + (10 + i))).toList();
    many.forEach(each -> watch(each, lobby));
    caller.enter(relay.token(), lobby, Role.JOINER);
    assertThat(many.stream().filter(each -> !each.heard.isEmpty()).count())
        .isEqualTo(Watches.MAX_CALLED);
  }

  @Test
  void whoWatchesStaysForMonthsWithoutASeatAndWhoStopsDoesNot() {
    watch(watcher, lobby);
    for (int i = 0; i < 1000; i++) {
      relay.pass(14, TimeUnit.SECONDS);
      watcher.pong();
    }
    assertThat(watcher.closeCode).isZero();
    watch(watcher);
    for (int i = 0; i < 5; i++) {
      relay.pass(14, TimeUnit.SECONDS);
      watcher.pong();
    }
    watcher.assertRefused(RefusalReason.EXPIRED);
  }

  @Test
  void whoWatchesTakesNoSeatAndWhoSitsDoesNotWatch() {
    watch(watcher, lobby);
    watcher.enter(relay.token(), lobby, Role.MAKER);
    watcher.assertRefused(RefusalReason.MALFORMED);
    caller.enter(relay.token(), lobby, Role.JOINER);
    caller.heard.clear();
    caller.say(new ClientMessage.Watch(1, List.of(lobby)));
    caller.assertRefused(RefusalReason.MALFORMED);
  }

  @Test
  void whoAsksForTheTimeMayGoOnToASeat() {
    watch(caller);
    caller.enter(relay.token(), lobby, Role.JOINER);
    caller.assertHeard(new RelayMessage.SeatedInRoom(lobby, Presence.NONE));
  }

  @Test
  void nothingIsKeptOfThoseThatAreGone() {
    watch(watcher, lobby, relay.room());
    watcher.breakOff();
    caller.enter(relay.token(), lobby, Role.JOINER);
    caller.say(new ClientMessage.Leave());
    caller.breakOff();
    relay.pass(200, TimeUnit.SECONDS);
    assertThat(relay.rooms.rooms()).isZero();
    assertThat(relay.rooms.pendingTimers()).isZero();
  }
}
