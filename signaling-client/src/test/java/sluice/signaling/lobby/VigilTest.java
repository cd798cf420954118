package sluice.signaling.lobby;

import static org.assertj.core.api.Assertions.assertThat;
import static sluice.signaling.lobby.Watchers.HOUR;
import static sluice.signaling.lobby.Watchers.SECOND;
import static sluice.signaling.lobby.Watchers.WINDOW;
import static sluice.signaling.lobby.Watchers.pairing;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import sluice.signaling.Lobby;
import sluice.signaling.Pairing;
import sluice.signaling.ReceptionEvent;
import sluice.signaling.wire.RefusalReason;
import sluice.signaling.wire.RelayMessage;
import sluice.signaling.wire.RoomName;

/// The watch over lobbies: `docs/protocol.md`, sections 2.8 and 10.1.
class VigilTest {
  private final Watchers watchers = new Watchers(11);
  private final Pairing nas = pairing(1);
  private final Pairing box = pairing(2);

  @Test
  void watchesThePreviousTheCurrentAndTheNextHourOfEachPairing() {
    Watchers.Watcher watcher = watchers.watcher(0, nas, box);
    assertThat(watcher.named)
        .hasSize(6)
        .contains(rooms(nas, WINDOW - 1, 2))
        .contains(rooms(box, WINDOW - 1, 2));
    assertThat(watcher.events).containsExactly(new ReceptionEvent.Watching());
  }

  @Test
  void followsTheHoursForAMonthWithoutAnEqualNameInTwoOfThem() {
    Watchers.Watcher watcher = watchers.watcher(0, nas);
    watchers.run(30 * 24 * HOUR);
    assertThat(watcher.lists).isEqualTo(1 + 30 * 24);
    assertThat(watcher.named).containsExactlyInAnyOrder(rooms(nas, WINDOW + 719, 2));
    List<RoomName> all =
        LongStream.range(WINDOW, WINDOW + 720).mapToObj(w -> name(nas, w)).toList();
    assertThat(all).doesNotHaveDuplicates();
  }

  @Test
  void tellsWhoCalls() {
    Watchers.Watcher watcher = watchers.watcher(0, nas, box);
    Lobby lobby = LobbyNames.here(box, WINDOW + 1);
    watcher.hear(new RelayMessage.Called(lobby.room()));
    watcher.hear(new RelayMessage.Called(LobbyNames.here(box, WINDOW + 9).room()));
    watcher.drain();
    assertThat(watcher.events)
        .containsExactly(new ReceptionEvent.Watching(), new ReceptionEvent.Called(box, lobby));
  }

  @Test
  void aPeerThatIsRemovedIsWatchedForNoMore() {
    Watchers.Watcher watcher = watchers.watcher(0, nas, box);
    watcher.vigil.pairings(List.of(nas), watchers.nowNanos);
    watcher.drain();
    assertThat(watcher.named).containsExactlyInAnyOrder(rooms(nas, WINDOW - 1, 2));
  }

  @Test
  void aClockThatFallsBackLeadsToNoOlderLobby() {
    Watchers.Watcher watcher = watchers.watcher(0, nas);
    watchers.run(5 * HOUR);
    watcher.vigil.met(nas, WINDOW + 5, watchers.nowNanos);
    watcher.aheadSeconds = -48 * 3600;
    watchers.run(60 * SECOND);
    assertThat(watcher.named).containsExactlyInAnyOrder(rooms(nas, WINDOW + 5, 1));
    watchers.run(3 * HOUR);
    assertThat(watcher.named).containsExactlyInAnyOrder(rooms(nas, WINDOW + 7, 2));
  }

  @Test
  void aClockBehindTheLastMeetingIsSetRightByTheRelay() {
    Watchers.Watcher watcher = watchers.watcher(0, nas);
    watcher.aheadSeconds = -48 * 3600;
    watchers.run(60 * SECOND);
    assertThat(watcher.named).contains(name(nas, WINDOW - 48));
    // As after a restart: the last meeting is known from the disk, and was five hours ago.
    watcher.vigil.met(nas, WINDOW - 5, watchers.nowNanos);
    watcher.drain();
    assertThat(watcher.named).containsExactlyInAnyOrder(rooms(nas, WINDOW - 1, 2));
  }

  @Test
  void aClockThatJumpsAheadAndIsSetRightFindsTheOthersAgain() {
    Watchers.Watcher watcher = watchers.watcher(0, nas);
    watcher.vigil.met(nas, WINDOW, watchers.nowNanos);
    watcher.aheadSeconds = 365 * 24 * 3600;
    watchers.run(HOUR);
    assertThat(watcher.named).contains(name(nas, WINDOW + 365 * 24 + 1));
    watcher.aheadSeconds = 0;
    watchers.run(60 * SECOND);
    assertThat(watcher.named).containsExactlyInAnyOrder(rooms(nas, WINDOW, 2));
  }

  @Test
  void aClockOlderThanTheProgramIsNotBelievedAndTheRelayIs() {
    Watchers.Watcher sure = watchers.watcher(WINDOW * 3600 - 1000, nas);
    Watchers.Watcher lost = watchers.watcher(WINDOW * 3600 + 1000, nas);
    assertThat(sure.lists).isEqualTo(1);
    // First without rooms, only for the time; then with those of the relay's hour.
    assertThat(lost.lists).isEqualTo(2);
    assertThat(lost.named).containsExactlyInAnyOrder(rooms(nas, WINDOW - 1, 2));
  }

  @Test
  void theRelaysTimeIsOfNoInterestToAClockThatMayBeRight() {
    watchers.relayUnixSeconds += 100 * 3600;
    Watchers.Watcher watcher = watchers.watcher(0, nas);
    watchers.run(60 * SECOND);
    assertThat(watcher.named).containsExactlyInAnyOrder(rooms(nas, WINDOW - 1, 2));
  }

  @Test
  void aRelayThatSaysWhenToComeBackIsObeyed() {
    Watchers.Watcher watcher = watchers.watcher(0, nas);
    watchers.attempts.clear();
    watcher.hear(new RelayMessage.Refused(RefusalReason.SLOW_DOWN, 30_000, null));
    watcher.drain();
    watchers.run(29 * SECOND);
    assertThat(watchers.attempts).isEmpty();
    watchers.run(8 * SECOND);
    assertThat(watchers.attempts).hasSize(1);
    assertThat(watcher.vigil.isWatching()).isTrue();
  }

  @Test
  void aThousandThatLostTheirRelayComeBackWithinTenSecondsAndNotAllAtOnce() {
    for (int i = 0; i < 1000; i++) {
      watchers.watcher(0, pairing(i));
    }
    watchers.run(60 * SECOND);
    watchers.attempts.clear();
    watchers.loseRelay();
    watchers.run(60 * SECOND);
    assertThat(worstSecond()).isLessThan(600);
    watchers.relayUp = true;
    watchers.attempts.clear();
    watchers.run(10 * SECOND);
    assertThat(watchers.all).allMatch(watcher -> watcher.vigil.isWatching());
    assertThat(watchers.attempts).hasSize(1000);
    assertThat(worstSecond()).isLessThan(400);
  }

  @Test
  void aThousandRestartsOfTheRelayLeaveNothingBehind() {
    Watchers.Watcher watcher = watchers.watcher(0, nas, box);
    for (int i = 0; i < 1000; i++) {
      watchers.loseRelay();
      watchers.run(3 * SECOND);
      watchers.relayUp = true;
      watchers.run(10 * SECOND);
      assertThat(watcher.vigil.isWatching()).isTrue();
      assertThat(watcher.named).hasSize(6);
      watcher.events.clear();
    }
  }

  /// Most attempts within one second.
  private int worstSecond() {
    int worst = 0;
    for (long from : watchers.attempts) {
      int within =
          (int) watchers.attempts.stream().filter(at -> at >= from && at < from + SECOND).count();
      worst = Math.max(worst, within);
    }
    return worst;
  }

  private static RoomName name(Pairing pairing, long window) {
    return LobbyNames.here(pairing, window).room();
  }

  private static RoomName[] rooms(Pairing pairing, long first, int more) {
    return LongStream.rangeClosed(first, first + more)
        .mapToObj(window -> name(pairing, window))
        .toArray(RoomName[]::new);
  }
}
