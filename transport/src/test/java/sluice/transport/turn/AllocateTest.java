package sluice.transport.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An allocation is asked for once without and once with credentials, for the families that are wanted.
class AllocateTest {
  private static TurnEnd asking(TurnSettings.Families families) {
    return new TurnEnd(TurnSettings.of(TurnSettings.Carrier.DATAGRAMS, families), TurnEnd.ALICE);
  }

  @Test
  void asksWithCredentialsOnceTheServerHasToldItsRealm() {
    TurnEnd end = asking(TurnSettings.Families.IPV4);
    end.allocation.allocate(0);
    end.runMillis(100);
    assertThat(end.server.requests).hasSize(2);
    assertThat(end.server.requests.getFirst().username()).isNull();
    assertThat(end.server.requests.getLast().username()).isEqualTo("alice");
    assertThat(end.events)
        .containsExactly(
            new TurnEvent.Allocated(List.of(ScriptedServer.RELAYED), ScriptedServer.MAPPED, 600));
    assertThat(end.allocation.relayed()).containsExactly(ScriptedServer.RELAYED);
  }

  @Test
  void takesBothFamilies() {
    TurnEnd end = asking(TurnSettings.Families.BOTH);
    end.allocation.allocate(0);
    end.runMillis(100);
    assertThat(end.allocation.relayed())
        .containsExactly(ScriptedServer.RELAYED, ScriptedServer.RELAYED_IPV6);
  }

  @Test
  void takesIpv4AloneWhereTheServerHasNoMore() {
    TurnEnd end = asking(TurnSettings.Families.BOTH);
    end.server.ipv6 = false;
    end.allocation.allocate(0);
    end.runMillis(100);
    assertThat(end.allocation.relayed()).containsExactly(ScriptedServer.RELAYED);
  }

  @Test
  void takesIpv6AloneWhereTheServerHasNoMore() {
    TurnEnd end = asking(TurnSettings.Families.BOTH);
    end.server.ipv4 = false;
    end.allocation.allocate(0);
    end.runMillis(100);
    assertThat(end.allocation.relayed()).containsExactly(ScriptedServer.RELAYED_IPV6);
  }

  @Test
  void aServerWithoutTheFamilyIsAFailure() {
    TurnEnd end = asking(TurnSettings.Families.IPV6);
    end.server.ipv6 = false;
    end.allocation.allocate(0);
    end.runMillis(100);
    assertThat(end.failure()).isEqualTo(new TurnFailure.Refused(440));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 442, 486, 508, 500})
  void aRefusalIsToldWithItsCode(int code) {
    TurnEnd end = asking(TurnSettings.Families.IPV4);
    end.server.refuseNext(TurnRequest.ALLOCATE, code);
    end.allocation.allocate(0);
    end.runMillis(100);
    assertThat(end.failure()).isEqualTo(new TurnFailure.Refused(code));
    assertThat(end.allocation.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aWrongPasswordIsTriedOnce() {
    TurnEnd end =
        new TurnEnd(
            TurnSettings.of(TurnSettings.Carrier.DATAGRAMS, TurnSettings.Families.BOTH),
            new TurnCredential("alice", "queen"));
    end.allocation.allocate(0);
    end.runSeconds(60);
    assertThat(end.failure()).isEqualTo(new TurnFailure.CredentialRefused());
    assertThat(end.server.requests).hasSize(2);
  }

  @Test
  void anAllocationInTheWayIsGivenBackFirst() {
    TurnEnd end = asking(TurnSettings.Families.IPV4);
    end.server.refuseNext(TurnRequest.ALLOCATE, 437);
    end.allocation.allocate(0);
    end.runMillis(200);
    assertThat(end.allocation.allocated()).isTrue();
    assertThat(end.server.count(TurnRequest.REFRESH)).isEqualTo(1);
  }

  @Test
  void anAllocationThatStaysInTheWayIsAFailure() {
    TurnEnd end = asking(TurnSettings.Families.IPV4);
    end.server.refuseNext(TurnRequest.ALLOCATE, 437, 437);
    end.allocation.allocate(0);
    end.runMillis(200);
    assertThat(end.failure()).isEqualTo(new TurnFailure.Refused(437));
  }

  @Test
  void aUserNameThatNoServerTakesIsRefusedByUs() {
    var credential = new TurnCredential("a".repeat(509), "b");
    TurnSettings settings =
        TurnSettings.of(TurnSettings.Carrier.DATAGRAMS, TurnSettings.Families.IPV4);
    assertThatThrownBy(() -> new TurnAllocation(settings, credential, new Random(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void itIsGivenBackAtTheEnd() {
    TurnEnd end = TurnEnd.allocated();
    end.allocation.close(end.nowNanos);
    end.runMillis(100);
    assertThat(end.server.holds(end.nowNanos)).isFalse();
    assertThat(end.allocation.relayed()).isEmpty();
    assertThat(end.allocation.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
  }
}
