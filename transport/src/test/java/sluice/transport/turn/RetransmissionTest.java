package sluice.transport.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// Requests are repeated as RFC 8489, section 6.2.1 says, and then given up.
class RetransmissionTest {
  @Test
  void aDeadServerIsAskedSevenTimesAndThenGivenUp() {
    var end = new TurnEnd();
    end.serverDead = true;
    end.allocation.allocate(0);
    end.runMillis(39_499);
    assertThat(end.sentMillis).containsExactly(0L, 500L, 1_500L, 3_500L, 7_500L, 15_500L, 31_500L);
    assertThat(end.failure()).isNull();
    end.runMillis(1);
    assertThat(end.failure()).isEqualTo(new TurnFailure.Unanswered());
  }

  @Test
  void overAStreamNothingIsRepeated() {
    var end =
        new TurnEnd(
            TurnSettings.of(TurnSettings.Carrier.STREAM, TurnSettings.Families.IPV4),
            TurnEnd.ALICE);
    end.serverDead = true;
    end.allocation.allocate(0);
    end.runMillis(39_499);
    assertThat(end.sentMillis).containsExactly(0L);
    assertThat(end.failure()).isNull();
    end.runMillis(1);
    assertThat(end.failure()).isEqualTo(new TurnFailure.Unanswered());
  }

  @Test
  void lostRequestsAndLostResponsesOnlyCostTime() {
    for (int seed = 0; seed < 50; seed++) {
      var random = new Random(seed);
      var end = new TurnEnd();
      end.lostToServer = message -> random.nextInt(8) == 0;
      end.lostToClient = message -> random.nextInt(8) == 0;
      end.allocation.allocate(0);
      end.runSeconds(90);
      assertThat(end.allocation.allocated()).as("seed " + seed).isTrue();
    }
  }
}
