package sluice.transport.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

/// Datagrams go by Send indications until a channel is bound, then by the channel.
class ChannelTest {
  @Test
  void theFirstDatagramsGoByIndication() {
    TurnEnd end = TurnEnd.allocated();
    end.send("one");
    end.send("two");
    end.runMillis(100);
    assertThat(end.server.count(TurnRequest.SEND_INDICATION)).isEqualTo(2);
    end.send("three");
    end.runMillis(100);
    assertThat(end.server.count(TurnRequest.SEND_INDICATION)).isEqualTo(2);
    assertThat(end.relayedTexts()).containsExactly("one", "two", "three");
    assertThat(end.server.count(TurnRequest.CHANNEL_BIND)).isEqualTo(1);
  }

  @Test
  void whatComesByChannelNamesItsPeer() {
    TurnEnd end = TurnEnd.allocated();
    end.send("bind");
    end.runMillis(100);
    end.peerSends(TurnEnd.PEER, "by channel");
    end.runMillis(100);
    assertThat(end.receivedFrom).containsExactly(TurnEnd.PEER);
    assertThat(end.receivedTexts()).containsExactly("by channel");
  }

  @Test
  void aChannelThatIsRefusedLeavesIndications() {
    TurnEnd end = TurnEnd.allocated();
    end.server.refuseNext(TurnRequest.CHANNEL_BIND, 508);
    end.allocation.permit(TurnEnd.PEER, end.nowNanos);
    end.runMillis(100);
    end.send("one");
    end.runMillis(100);
    assertThat(end.allocation.channel(TurnEnd.PEER, end.nowNanos)).isZero();
    end.send("two");
    end.runMillis(100);
    assertThat(end.relayedTexts()).containsExactly("one", "two");
    end.runSeconds(30);
    assertThat(end.allocation.channel(TurnEnd.PEER, end.nowNanos)).isNotZero();
  }

  @Test
  void thereIsALimitAndNumbersRestBeforeTheyServeAgain() {
    TurnEnd end = TurnEnd.allocated();
    for (int i = 0; i < 40; i++) {
      end.allocation.channel(ScriptedServer.address("192.0.2.1", 1_000 + i), end.nowNanos);
    }
    end.runSeconds(1);
    assertThat(end.server.count(TurnRequest.CHANNEL_BIND)).isEqualTo(Channels.MAX);
    // All are left idle, run out, and rest; then others may be bound.
    end.runSeconds(299);
    long asked = end.server.count(TurnRequest.CHANNEL_BIND);
    end.runSeconds(1_000);
    assertThat(end.server.count(TurnRequest.CHANNEL_BIND))
        .isLessThanOrEqualTo(asked + Channels.MAX);
    var numbers = new HashSet<Integer>();
    for (int i = 0; i < Channels.MAX; i++) {
      var peer = ScriptedServer.address("192.0.2.2", 1_000 + i);
      end.allocation.channel(peer, end.nowNanos);
      end.runMillis(100);
      numbers.add(end.allocation.channel(peer, end.nowNanos));
    }
    assertThat(numbers).hasSize(Channels.MAX).doesNotContain(0);
  }
}
