package sluice.transport.turn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// A nonce that the server has replaced costs one more round trip, and nothing else.
class StaleNonceTest {
  @Test
  void everyKindOfRequestIsAskedAgain() {
    TurnEnd end = TurnEnd.allocated();
    for (int i = 0; i < 40; i++) {
      end.server.nonce = "nonce-" + (100 + i);
      end.send("ping " + i);
      end.runSeconds(40);
      end.peerSends(TurnEnd.PEER, "pong " + i);
      end.runSeconds(1);
    }
    assertThat(end.allocation.allocated()).isTrue();
    assertThat(end.events(TurnEvent.Refreshed.class)).hasSizeGreaterThan(3);
    assertThat(end.receivedTexts()).hasSize(40);
    assertThat(end.server.refusedForPermission).isLessThanOrEqualTo(1);
  }

  @Test
  void aServerThatCallsEveryNonceStaleIsNotAskedForEver() {
    var end = new TurnEnd();
    end.onTheWayBack =
        response -> {
          end.server.nonce = end.server.nonce + "+";
          return response;
        };
    end.allocation.allocate(0);
    end.runSeconds(60);
    assertThat(end.failure()).isEqualTo(new TurnFailure.Refused(438));
    assertThat(end.server.requests).hasSizeLessThan(8);
  }

  @Test
  void aNonceThatIsTooLongIsNoChallenge() {
    var end = new TurnEnd();
    end.server.nonce = "n".repeat(764);
    end.allocation.allocate(0);
    end.runSeconds(1);
    assertThat(end.failure()).isEqualTo(new TurnFailure.CredentialRefused());
    assertThat(end.server.requests).hasSize(1);
  }
}
