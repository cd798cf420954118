package sluice.transport.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Whom the relay lets through.
class PermissionTest {
  @Test
  void anAddressIsAskedForOnceWhateverItsPort() {
    TurnEnd end = TurnEnd.allocated();
    end.allocation.permit(ScriptedServer.address("192.0.2.1", 1), end.nowNanos);
    end.allocation.permit(ScriptedServer.address("192.0.2.1", 2), end.nowNanos);
    end.runSeconds(1);
    assertThat(end.server.count(TurnRequest.CREATE_PERMISSION)).isEqualTo(1);
    end.peerSends(ScriptedServer.address("192.0.2.1", 3), "from another port");
    end.runSeconds(1);
    assertThat(end.receivedTexts()).containsExactly("from another port");
  }

  @Test
  void aPeerOfAFamilyThatWeHaveNotIsNotAskedFor() {
    var end =
        new TurnEnd(
            TurnSettings.of(TurnSettings.Carrier.DATAGRAMS, TurnSettings.Families.IPV4),
            TurnEnd.ALICE);
    end.allocation.allocate(0);
    end.runMillis(100);
    end.allocation.permit(ScriptedServer.address("2001:db8::1", 1), end.nowNanos);
    end.runSeconds(1);
    assertThat(end.server.count(TurnRequest.CREATE_PERMISSION)).isZero();
  }

  @Test
  void aForbiddenPeerIsToldAndHarmsNoOther() {
    TurnEnd end = TurnEnd.allocated();
    var forbidden = ScriptedServer.address("10.0.0.1", 1);
    end.server.refuseNext(TurnRequest.CREATE_PERMISSION, 403);
    end.allocation.permit(forbidden, end.nowNanos);
    end.allocation.permit(TurnEnd.PEER, end.nowNanos);
    end.runSeconds(1);
    assertThat(end.events(TurnEvent.PeerRefused.class))
        .containsExactly(new TurnEvent.PeerRefused(forbidden, 403));
    end.peerSends(TurnEnd.PEER, "hello");
    end.runSeconds(1);
    assertThat(end.receivedTexts()).containsExactly("hello");
  }

  @Test
  void thereIsALimit() {
    TurnEnd end = TurnEnd.allocated();
    for (int i = 0; i < 1_000; i++) {
      end.allocation.permit(
          ScriptedServer.address("10.0." + i / 250 + "." + i % 250, 9), end.nowNanos);
    }
    end.runSeconds(20);
    assertThat(end.server.count(TurnRequest.CREATE_PERMISSION)).isEqualTo(Permissions.MAX);
  }

  @Test
  void whoIsIdleMakesRoomAndWhoIsNotStays() {
    TurnEnd end = TurnEnd.allocated();
    end.allocation.permit(TurnEnd.PEER, end.nowNanos);
    for (int i = 1; i < Permissions.MAX; i++) {
      end.allocation.permit(ScriptedServer.address("10.0.0." + i, 9), end.nowNanos);
    }
    for (int minute = 0; minute < 6; minute++) {
      end.runSeconds(60);
      end.allocation.channel(TurnEnd.PEER, end.nowNanos);
    }
    var late = ScriptedServer.address("10.0.1.1", 9);
    end.allocation.permit(late, end.nowNanos);
    end.runSeconds(1);
    end.peerSends(late, "late");
    end.peerSends(TurnEnd.PEER, "still");
    end.runSeconds(1);
    assertThat(end.receivedTexts()).containsExactly("late", "still");
  }

  @Test
  void whatNobodyAnswersIsAskedForAgainLater() {
    TurnEnd end = TurnEnd.allocated();
    end.lostToServer = message -> end.nowNanos < TimeUnit.SECONDS.toNanos(45);
    end.allocation.permit(TurnEnd.PEER, end.nowNanos);
    end.runSeconds(70);
    end.peerSends(TurnEnd.PEER, "hello");
    end.runSeconds(1);
    assertThat(end.receivedTexts()).containsExactly("hello");
  }
}
