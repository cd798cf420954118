package sluice.transport.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/// A server may name another one; we follow, but not in circles.
class AlternateServerTest {
  @Test
  void theOtherServerIsTold() {
    var end = new TurnEnd();
    end.server.alternate = ScriptedServer.address("198.51.100.99", 3_479);
    end.allocation.allocate(0);
    end.runMillis(200);
    assertThat(end.events)
        .containsExactly(
            new TurnEvent.Redirected(ScriptedServer.address("198.51.100.99", 3_479), null));
    assertThat(end.allocation.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void anAddressThatIsNoneIsAFailure() {
    var end = new TurnEnd();
    end.server.alternate = ScriptedServer.address("0.0.0.0", 0);
    end.allocation.allocate(0);
    end.runMillis(200);
    assertThat(end.failure()).isInstanceOf(TurnFailure.Malformed.class);
  }

  @Test
  void circlesAndLongChainsEnd() {
    var first = ScriptedServer.address("198.51.100.1", 3_478);
    var servers = new AlternateServers(first);
    var second = ScriptedServer.address("198.51.100.2", 3_478);
    assertThat(servers.follow(first, second)).isTrue();
    assertThat(servers.follow(second, first)).isFalse();
    assertThat(servers.follow(second, second)).isFalse();
    assertThat(servers.follow(second, ScriptedServer.address("2001:db8::1", 3_478))).isFalse();
    var followed = new ArrayList<Integer>();
    for (int i = 3; i < 100; i++) {
      if (servers.follow(second, ScriptedServer.address("198.51.100." + i, 3_478))) {
        followed.add(i);
      }
    }
    assertThat(followed).hasSize(AlternateServers.MAX_SERVERS - 2);
  }
}
