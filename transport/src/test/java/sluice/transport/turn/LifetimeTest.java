package sluice.transport.turn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Nothing runs out at the server while we live, however short its lifetimes, and we notice when it did.
class LifetimeTest {
  @Test
  void dataFlowsThroughLifetimesOfAMinute() {
    TurnEnd end = new TurnEnd();
    end.server.allocationSeconds = 60;
    end.server.permissionSeconds = 60;
    end.server.channelSeconds = 60;
    end.allocation.allocate(0);
    end.runMillis(100);
    for (int second = 0; second < 1_800; second++) {
      end.send("ping");
      end.runMillis(500);
      end.peerSends(TurnEnd.PEER, "pong");
      end.runMillis(500);
    }
    assertThat(end.events(TurnEvent.Allocated.class).getFirst().lifetimeSeconds()).isEqualTo(60);
    assertThat(end.relayedTexts()).hasSize(1_800);
    assertThat(end.receivedTexts()).hasSize(1_800);
    assertThat(end.server.refusedForPermission).isZero();
  }

  @Test
  void itAsksSeldomWhereLifetimesAreLong() {
    TurnEnd end = TurnEnd.allocated();
    end.runSeconds(3_600);
    assertThat(end.server.count(TurnRequest.REFRESH)).isBetween(11L, 12L);
    assertThat(end.allocation.allocated()).isTrue();
  }

  @Test
  void aRefreshIsRepeatedUntilItIsAnswered() {
    TurnEnd end = TurnEnd.allocated();
    end.lostToServer = message -> end.sentMillis.size() % 5 != 0;
    end.runSeconds(3_600);
    assertThat(end.allocation.allocated()).isTrue();
  }

  @Test
  void aServerThatForgotUsIsNoticedByTheNextRequest() {
    TurnEnd end = TurnEnd.allocated();
    end.allocation.permit(TurnEnd.PEER, end.nowNanos);
    end.runSeconds(10);
    end.server.restart();
    end.runSeconds(30);
    assertThat(end.failure()).isEqualTo(new TurnFailure.Forgotten());
  }

  @Test
  void aDoubtfulPathIsProbedAtOnce() {
    TurnEnd end = TurnEnd.allocated();
    end.runSeconds(10);
    end.server.restart();
    end.allocation.probe(end.nowNanos);
    end.runMillis(100);
    assertThat(end.failure()).isEqualTo(new TurnFailure.Forgotten());
  }

  @Test
  void probesAreNotRepeatedWithoutEnd() {
    TurnEnd end = TurnEnd.allocated();
    end.runSeconds(10);
    for (int i = 0; i < 100; i++) {
      end.allocation.probe(end.nowNanos);
      end.runMillis(10);
    }
    assertThat(end.server.count(TurnRequest.REFRESH)).isEqualTo(1);
  }

  @Test
  void aServerThatComesBackIsNoticedByTheNextProbe() {
    TurnEnd end = TurnEnd.allocated();
    end.serverDead = true;
    for (int i = 0; i < 15; i++) {
      end.allocation.probe(end.nowNanos);
      end.runSeconds(2);
    }
    assertThat(end.allocation.allocated()).isTrue();
    end.server.restart();
    end.serverDead = false;
    end.allocation.probe(end.nowNanos);
    end.runSeconds(2);
    assertThat(end.failure()).isEqualTo(new TurnFailure.Forgotten());
  }

  @Test
  void aServerThatDiedIsGivenUpWhenARefreshStaysUnanswered() {
    TurnEnd end = TurnEnd.allocated();
    end.serverDead = true;
    end.runSeconds(339);
    assertThat(end.allocation.allocated()).isTrue();
    end.runSeconds(2);
    assertThat(end.failure()).isEqualTo(new TurnFailure.Unanswered());
  }

  @Test
  void aQuietAllocationRemindsTheNatsInBetween() {
    TurnEnd end = TurnEnd.allocated();
    end.runSeconds(200);
    assertThat(end.server.count(TurnRequest.BINDING_INDICATION)).isBetween(9L, 10L);
  }

  @Test
  void aRefusedRefreshIsTriedAgainAndTheRestOfTheLifetimeUsed() {
    TurnEnd end = TurnEnd.allocated();
    end.server.refuseNext(TurnRequest.REFRESH, 500, 500);
    end.runSeconds(3_000);
    assertThat(end.allocation.allocated()).isTrue();
    assertThat(end.failure()).isNull();
  }
}
