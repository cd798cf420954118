package sluice.transport.turn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Credentials that end before the transfer does.
class RenewedCredentialTest {
  @Test
  void aNewPasswordOfTheSameUserServesAtOnce() {
    TurnEnd end = TurnEnd.allocated();
    end.server.users.put("alice", "mirror");
    end.allocation.renew(new TurnCredential("alice", "mirror"));
    end.runSeconds(1_200);
    assertThat(end.allocation.allocated()).isTrue();
    assertThat(end.events(TurnEvent.Refreshed.class)).hasSizeGreaterThan(2);
    assertThat(end.events(TurnEvent.CredentialOutdated.class)).isEmpty();
  }

  @Test
  void theOldUserServesAsLongAsTheServerTakesIt() {
    TurnEnd end = TurnEnd.allocated();
    end.server.users.put("bob", "builder");
    end.allocation.renew(new TurnCredential("bob", "builder"));
    end.runSeconds(1_200);
    assertThat(end.allocation.allocated()).isTrue();
    assertThat(end.server.requests).allMatch(each -> !"bob".equals(each.username()));
  }

  @Test
  void aRefusedCredentialIsToldWhileTheAllocationStillWorks() {
    TurnEnd end = TurnEnd.allocated();
    end.send("a");
    end.runSeconds(280);
    end.server.users.remove("alice");
    end.runSeconds(40);
    assertThat(end.events(TurnEvent.CredentialOutdated.class)).hasSize(1);
    assertThat(end.allocation.allocated()).isTrue();
    end.send("still there");
    end.runSeconds(1);
    assertThat(end.relayedTexts()).endsWith("still there");
    end.runSeconds(300);
    assertThat(end.failure()).isEqualTo(new TurnFailure.CredentialRefused());
  }

  @Test
  void aCredentialThatComesWhileAllocatingIsTriedNext() {
    var end =
        new TurnEnd(
            TurnSettings.of(TurnSettings.Carrier.DATAGRAMS, TurnSettings.Families.IPV4),
            new TurnCredential("expired", "x"));
    end.allocation.allocate(0);
    end.allocation.renew(TurnEnd.ALICE);
    end.runMillis(200);
    assertThat(end.allocation.allocated()).isTrue();
  }

  @Test
  void thePasswordStandsInNoText() {
    assertThat(TurnEnd.ALICE.toString()).doesNotContain("wonderland");
  }
}
