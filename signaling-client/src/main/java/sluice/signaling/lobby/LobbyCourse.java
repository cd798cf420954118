package sluice.signaling.lobby;

import sluice.signaling.KeptPairing;
import sluice.signaling.Lobby;

/// The lobbies that a coming side waits in, one after another.
public final class LobbyCourse {
  private final KeptPairing kept;
  private final LobbyClock clock;
  private volatile Lobby current;

  /// @param clock shows the time already
  public LobbyCourse(KeptPairing kept, LobbyClock clock, long nowNanos) {
    this.kept = kept;
    this.clock = clock;
    if (kept.lastWindow() != Long.MIN_VALUE) {
      clock.met(kept.pairing(), kept.lastWindow(), nowNanos);
    }
    this.current = LobbyNames.there(kept.pairing(), clock.window(kept.pairing(), nowNanos));
  }

  /// Where to wait, as of the last answer of [#moved].
  public Lobby current() {
    return current;
  }

  /// Where to wait now that the local clock shows this.
  public Lobby at(long unixSeconds, long nowNanos) {
    clock.local(unixSeconds);
    long window = clock.window(kept.pairing(), nowNanos);
    return window == current.window() ? current : LobbyNames.there(kept.pairing(), window);
  }

  /// The session went there.
  public void moved(Lobby next) {
    current = next;
  }
}
