package sluice.signaling.lobby;

import java.util.HashMap;
import java.util.Map;
import sluice.signaling.Pairing;

/// Which window it is, for each pairing: section 10.1. The local clock decides, unless it is older than
/// the program; and no window is used that is older than the last one in which the two have met.
public final class LobbyClock {
  /// Length of a window.
  public static final long WINDOW_SECONDS = 3_600;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long WINDOW_NANOS = WINDOW_SECONDS * NANOS_PER_SECOND;

  private final long buildUnixSeconds;
  private final Map<Pairing, Meeting> met = new HashMap<>();
  private long localUnixSeconds;
  private long relayUnixSeconds;
  private long relayAtNanos;
  private boolean relayKnown;

  /// When and where two have met.
  private record Meeting(long window, long atNanos) {}

  /// @param buildUnixSeconds when this program was built: no clock that is right shows less
  public LobbyClock(long buildUnixSeconds) {
    this.buildUnixSeconds = buildUnixSeconds;
  }

  /// The local clock shows this.
  public void local(long unixSeconds) {
    localUnixSeconds = unixSeconds;
  }

  /// A relay says that it is so late.
  public void relay(long unixSeconds, long nowNanos) {
    relayUnixSeconds = unixSeconds;
    relayAtNanos = nowNanos;
    relayKnown = true;
  }

  /// Whether the local clock cannot be right, so that a relay has to be asked.
  public boolean needsRelay() {
    return localUnixSeconds < buildUnixSeconds;
  }

  /// The same as far as it is about this pairing: the two have met later than the local clock says.
  public boolean needsRelay(Pairing pairing, long nowNanos) {
    return needsRelay() || localWindow() < oldest(pairing, nowNanos);
  }

  /// Whether nobody knows the time: the local clock is wrong and no relay was asked.
  public boolean isAtALoss() {
    return needsRelay() && !relayKnown;
  }

  /// The two of this pairing have met in this window, now or earlier: only later ones count.
  public void met(Pairing pairing, long window, long nowNanos) {
    Meeting before = met.get(pairing);
    if (before == null || floor(before, nowNanos) < window) {
      met.put(pairing, new Meeting(window, nowNanos));
    }
  }

  /// Forgets about a pairing.
  public void forget(Pairing pairing) {
    met.remove(pairing);
  }

  /// The window to use.
  public long window(Pairing pairing, long nowNanos) {
    boolean asksRelay = needsRelay(pairing, nowNanos) && relayKnown;
    long window =
        asksRelay
            ? Math.floorDiv(relaySeconds(nowNanos), WINDOW_SECONDS)
            : Math.floorDiv(localUnixSeconds, WINDOW_SECONDS);
    return Math.max(window, oldest(pairing, nowNanos));
  }

  /// The window in which the two have met last: none older is used. [Long#MIN_VALUE] before the first.
  long lastMet(Pairing pairing) {
    Meeting last = met.get(pairing);
    return last == null ? Long.MIN_VALUE : last.window();
  }

  /// What the hours since that meeting amount to.
  private long oldest(Pairing pairing, long nowNanos) {
    Meeting last = met.get(pairing);
    return last == null ? Long.MIN_VALUE : floor(last, nowNanos);
  }

  private long localWindow() {
    return Math.floorDiv(localUnixSeconds, WINDOW_SECONDS);
  }

  /// A clock that falls back does not stop the hours that pass: they are counted on.
  private static long floor(Meeting last, long nowNanos) {
    return last.window() + (nowNanos - last.atNanos()) / WINDOW_NANOS;
  }

  private long relaySeconds(long nowNanos) {
    return relayUnixSeconds + (nowNanos - relayAtNanos) / NANOS_PER_SECOND;
  }
}
