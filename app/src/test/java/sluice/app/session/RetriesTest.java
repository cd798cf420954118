package sluice.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import sluice.app.ExitCode;
import sluice.app.ui.Ending;
import sluice.app.ui.Frontend;
import sluice.app.ui.UiEvent;

final class RetriesTest {
  private final RecordingView view = new RecordingView();
  private final List<Duration> pauses = new ArrayList<>();
  private long nanos;

  private ExitCode run(Duration most, ExitCode... exits) {
    Queue<ExitCode> next = new ArrayDeque<>(List.of(exits));
    return new Retries(
            most,
            () -> nanos,
            time -> {
              pauses.add(time);
              nanos += time.toNanos();
            })
        .run(
            new Frontend(view, Optional.empty()),
            frontend -> {
              ExitCode exit = next.remove();
              if (exit != ExitCode.DONE) {
                new Teller(frontend.view())
                    .tell(new UiEvent.Failed(new Ending(exit, "code", "It failed", null, null)));
              }
              return exit;
            });
  }

  private long failures() {
    return view.events().stream().filter(UiEvent.Failed.class::isInstance).count();
  }

  @Test
  void whatMaySucceedLaterIsTriedEverMoreRarely() {
    ExitCode exit =
        run(
            Duration.ofHours(1),
            ExitCode.RELAY_UNREACHABLE,
            ExitCode.CONNECTION_LOST,
            ExitCode.BUSY,
            ExitCode.DONE);
    assertThat(exit).isEqualTo(ExitCode.DONE);
    assertThat(pauses).hasSize(3);
    assertThat(pauses.get(0)).isBetween(Duration.ofMillis(1500), Duration.ofMillis(2500));
    assertThat(pauses.get(2)).isBetween(Duration.ofSeconds(6), Duration.ofSeconds(10));
    assertThat(failures()).isZero();
  }

  @Test
  void whatIsHopelessIsNotTriedAgain() {
    assertThat(run(Duration.ofHours(1), ExitCode.NOT_PERMITTED)).isEqualTo(ExitCode.NOT_PERMITTED);
    assertThat(pauses).isEmpty();
    assertThat(failures()).isEqualTo(1);
  }

  @Test
  void withoutRetryThereIsOneAttempt() {
    assertThat(run(Duration.ZERO, ExitCode.BUSY)).isEqualTo(ExitCode.BUSY);
    assertThat(failures()).isEqualTo(1);
  }

  @Test
  void itGivesUpWhenTheTimeIsOver() {
    ExitCode[] always = new ExitCode[100];
    Arrays.fill(always, ExitCode.NOBODY_CAME);
    assertThat(run(Duration.ofMinutes(10), always)).isEqualTo(ExitCode.NOBODY_CAME);
    assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus))
        .isLessThan(Duration.ofMinutes(10));
    assertThat(failures()).isEqualTo(1);
  }
}
