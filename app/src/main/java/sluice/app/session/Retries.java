package sluice.app.session;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sluice.app.ExitCode;
import sluice.app.ui.Ending;
import sluice.app.ui.Frontend;
import sluice.app.ui.Interrupts;
import sluice.app.ui.Quantity;
import sluice.app.ui.UiEvent;

/// Tries again what may succeed later, for as long as the user says, and ever more rarely.
public final class Retries {
  private static final Duration FIRST = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /// Waits between two attempts: the place where a test stands between us and the clock.
  interface Sleeper {
    void sleep(Duration time) throws InterruptedException;
  }

  private final Duration most;
  private final LongSupplier nanos;
  private final Sleeper sleeper;

  Retries(Duration most, LongSupplier nanos, Sleeper sleeper) {
    this.most = most;
    this.nanos = nanos;
    this.sleeper = sleeper;
  }

  /// @param most after which no attempt is begun any more; zero for a single one
  public static Retries within(Duration most) {
    return new Retries(most, System::nanoTime, time -> TimeUnit.NANOSECONDS.sleep(time.toNanos()));
  }

  /// Runs attempts to the first that succeeds, or fails for good.
  ///
  /// @param attempt shows its end in the frontend that it is given
  public ExitCode run(Frontend frontend, Function<Frontend, ExitCode> attempt) {
    RetryView view = new RetryView(frontend.view());
    Teller teller = new Teller(frontend.view());
    long began = nanos.getAsLong();
    Duration wait = FIRST;
    while (true) {
      ExitCode exit = attempt.apply(new Frontend(view, frontend.questions()));
      @Nullable Ending failure = view.takeFailure();
      Optional<Interrupts.Request> stop = Stops.ofProcess().forget();
      Duration pause = jittered(wait);
      boolean again =
          exit.retry() == ExitCode.Retry.WORTHWHILE
              && stop.isEmpty()
              && nanos.getAsLong() - began + pause.toNanos() < most.toNanos();
      if (!again) {
        if (failure != null) {
          teller.tell(new UiEvent.Failed(failure));
        }
        return exit;
      }
      String why = failure == null ? "" : failure.happened() + ". ";
      teller.warn(why + "Trying again in " + Quantity.time(pause) + ".");
      try {
        sleeper.sleep(pause);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return exit;
      }
      wait = wait.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : wait.multipliedBy(2);
    }
  }

  /// Three quarters to five quarters: machines that failed together do not come back together.
  private static Duration jittered(Duration wait) {
    long quarter = wait.toNanos() / 4;
    return wait.plusNanos(ThreadLocalRandom.current().nextLong(-quarter, quarter + 1));
  }
}
