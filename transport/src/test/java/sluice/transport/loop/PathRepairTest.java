package sluice.transport.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.transport.PeerEvent;
import sluice.transport.RealTime;
import sluice.transport.Route;

/// A stream goes on, each message once, whatever happens to the path under it.
@Timeout(60)
class PathRepairTest {
  private final TestNetwork network = new TestNetwork();

  private NetworkPair open(TestNetwork.Machine maker, TestNetwork.Machine joiner) {
    return new NetworkPair(maker, joiner).connect();
  }

  @Test
  void aRestartOfTheMakerDisturbsNothing() {
    try (var pair = open(network.machine("198.51.100.1"), network.machine("198.51.100.2"))) {
      for (int i = 0; i < 3; i++) {
        restart(pair);
      }
      assertThat(NetworkPair.has(pair.ofMaker, PeerEvent.PathSuspect.class)).isFalse();
    }
  }

  /// Waits until the restart is over at both ends: one that was under way would swallow the next.
  private static void restart(NetworkPair pair) {
    long answers = NetworkPair.count(pair.ofJoiner, PeerEvent.LocalDescription.class);
    pair.maker.restart();
    pair.await(5, () -> answersOf(pair) == answers + 1);
    pair.awaitProgress(5);
  }

  private static long answersOf(NetworkPair pair) {
    return NetworkPair.count(pair.ofJoiner, PeerEvent.LocalDescription.class);
  }

  @Test
  void newAddressOfTheMaker() {
    TestNetwork.Machine maker = network.machine("198.51.100.1");
    try (var pair = open(maker, network.machine("198.51.100.2"))) {
      maker.move("203.0.113.9");
      pair.awaitProgress(5);
      assertThat(lastRoute(pair.ofMaker).local().getAddress().getHostAddress())
          .isEqualTo("203.0.113.9");
      maker.move("198.51.100.1");
      pair.awaitProgress(5);
    }
  }

  @Test
  void newAddressOfTheJoinerWithoutSignaling() {
    TestNetwork.Machine joiner = network.machine("198.51.100.2");
    try (var pair = open(network.machine("198.51.100.1"), joiner)) {
      pair.cutSignaling();
      joiner.move("203.0.113.9");
      pair.awaitProgress(5);
      pair.mendSignaling();
      pair.awaitProgress(5);
    }
  }

  @Test
  void newAddressesOfBothAtOnce() {
    TestNetwork.Machine maker = network.machine("198.51.100.1");
    TestNetwork.Machine joiner = network.machine("198.51.100.2");
    try (var pair = open(maker, joiner)) {
      maker.move("203.0.113.8");
      joiner.move("203.0.113.9");
      pair.awaitProgress(8);
      Route route = lastRoute(pair.ofMaker);
      assertThat(route.local().getAddress().getHostAddress()).isEqualTo("203.0.113.8");
      assertThat(route.remote().getAddress().getHostAddress()).isEqualTo("203.0.113.9");
    }
  }

  private static Route lastRoute(List<PeerEvent> events) {
    return events.reversed().stream()
        .flatMap(
            event ->
                switch (event) {
                  case PeerEvent.Connected(Route route) -> List.of(route).stream();
                  case PeerEvent.PathReturned(Route route) -> List.of(route).stream();
                  case PeerEvent.PathChanged(Route route) -> List.of(route).stream();
                  default -> List.<Route>of().stream();
                })
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theNatOfTheJoinerForgetsItsBindings() {
    TestNetwork.Nat nat = network.nat("192.0.2.77");
    try (var pair = open(network.machine("198.51.100.1"), network.machineBehind(nat, "10.0.0.5"))) {
      nat.forget();
      pair.awaitProgress(5);
    }
  }

  @Test
  void theNatOfTheMakerForgetsItsBindings() {
    TestNetwork.Nat nat = network.nat("192.0.2.77");
    try (var pair = open(network.machineBehind(nat, "10.0.0.5"), network.machine("198.51.100.2"))) {
      nat.forget();
      pair.awaitProgress(5);
    }
  }

  @Test
  void sixSecondsOfSilence() throws Exception {
    try (var pair = open(network.machine("198.51.100.1"), network.machine("198.51.100.2"))) {
      network.silent(true);
      RealTime.passes(Duration.ofSeconds(6));
      network.silent(false);
      pair.awaitProgress(2);
      assertThat(NetworkPair.has(pair.ofMaker, PeerEvent.PathSuspect.class)).isTrue();
      assertThat(NetworkPair.has(pair.ofMaker, PeerEvent.PathLost.class)).isFalse();
    }
  }

  @Test
  @Tag("soak")
  void fortySecondsOfSilenceAndOfSignaling() throws Exception {
    try (var pair = open(network.machine("198.51.100.1"), network.machine("198.51.100.2"))) {
      network.silent(true);
      pair.cutSignaling();
      RealTime.passes(Duration.ofSeconds(40));
      assertThat(NetworkPair.has(pair.ofMaker, PeerEvent.PathLost.class)).isTrue();
      network.silent(false);
      pair.awaitProgress(5);
      pair.mendSignaling();
      pair.awaitProgress(5);
    }
  }

  @Test
  void restartsOfBothEndsAtOnce() {
    try (var pair = open(network.machine("198.51.100.1"), network.machine("198.51.100.2"))) {
      for (int i = 0; i < 3; i++) {
        pair.maker.restart();
        pair.joiner.restart();
        pair.awaitProgress(5);
      }
      restart(pair);
    }
  }

  @Test
  void aRestartOfTheJoiner() {
    try (var pair = open(network.machine("198.51.100.1"), network.machine("198.51.100.2"))) {
      long before = NetworkPair.count(pair.ofMaker, PeerEvent.LocalDescription.class);
      pair.joiner.restart();
      pair.await(
          5, () -> NetworkPair.count(pair.ofMaker, PeerEvent.LocalDescription.class) == before + 1);
      pair.awaitProgress(5);
      restart(pair);
    }
  }

  @Test
  void answersThatNobodyAskedForEndNothing() {
    try (var pair = open(network.machine("198.51.100.1"), network.machine("198.51.100.2"))) {
      pair.maker.acceptAnswer("v=0");
      pair.joiner.acceptAnswer("v=0");
      pair.awaitProgress(5);
    }
  }
}
