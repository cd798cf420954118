package sluice.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.app.ExitCode;
import sluice.app.ui.Ending;
import sluice.signaling.ByeReason;
import sluice.transport.PeerFailure;

/// Where no connection came about there is nothing to resume at either end, so both end with the same code.
class BothEndsSayTheSameTest {
  static Stream<PeerFailure> noConnection() {
    return Stream.of(new PeerFailure.NoRoute("late"), new PeerFailure.HandshakeFailed("timed out"));
  }

  @ParameterizedTest
  @MethodSource("noConnection")
  void theEndThatIsToldEndsAsTheOneThatFailed(PeerFailure failure) {
    Ending own = Endings.of(failure);
    Ending told = Endings.ofBye(ByeReason.FAILED, own.code());
    assertThat(own.exit()).isEqualTo(ExitCode.NO_ROUTE);
    assertThat(told.exit()).isEqualTo(own.exit());
    assertThat(told.code()).isEqualTo(own.code());
  }

  /// A locked destination is found before the two speak about files: the end that came may try again later.
  @Test
  void aLockedDestinationIsBusyAtBothEnds() {
    assertThat(Endings.ofBye(ByeReason.FAILED, "busy").exit()).isEqualTo(ExitCode.BUSY);
  }

  @Test
  void anUnknownEndingIsALostConnection() {
    assertThat(Endings.ofBye(ByeReason.FAILED, "of a later version").exit())
        .isEqualTo(ExitCode.CONNECTION_LOST);
  }
}
