package sluice.signaling.session;

/// When to ask the relay for ICE servers again: at half of the credentials' lifetime, and then again at
/// shorter intervals until an answer comes.
final class IceLease {
  private static final long NEVER = Long.MAX_VALUE;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long LEAST_PAUSE_NANOS = 5 * NANOS_PER_SECOND;

  private long lifetimeNanos;
  private long askAtNanos = NEVER;

  /// Servers came, whose credentials hold for so long; 0 for ever.
  void onOffer(int lifetimeSeconds, long nowNanos) {
    lifetimeNanos = lifetimeSeconds * NANOS_PER_SECOND;
    askAtNanos = lifetimeSeconds == 0 ? NEVER : nowNanos + lifetimeNanos / 2;
  }

  /// The seat is gone; who gets one in the room is told anew.
  void onRelayLost() {
    askAtNanos = NEVER;
  }

  long deadlineNanos() {
    return askAtNanos;
  }

  /// @return whether to ask
  boolean onTimeout(long nowNanos) {
    if (askAtNanos > nowNanos) {
      return false;
    }
    askAtNanos = nowNanos + Math.max(LEAST_PAUSE_NANOS, lifetimeNanos / 8);
    return true;
  }
}
