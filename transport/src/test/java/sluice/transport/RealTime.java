package sluice.transport;

import java.time.Duration;

/// For the few tests whose subject is that real time passes: a path that stays silent for that long, a process that is
/// stopped. Where something is to happen, await it instead.
public final class RealTime {
  private RealTime() {}

  public static void passes(Duration time) throws InterruptedException {
    Thread.sleep(time);
  }
}
