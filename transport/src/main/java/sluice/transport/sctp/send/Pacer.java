package sluice.transport.sctp.send;

import sluice.transport.sctp.send.congestion.CongestionController;

/// Spreads packets over time: a packet may leave when its turn has come, and turns follow each other at the pacing rate.
/// After a pause a short burst is allowed, since a driver wakes up late and sends in batches.
final class Pacer {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long BURST_NANOS = 1_000_000L;
  private static final int MIN_BURST_PACKETS = 2;

  private long nextNanos;

  boolean mayHold(long rate) {
    return rate != CongestionController.UNPACED;
  }

  boolean isOpen(long nowNanos) {
    return nowNanos >= nextNanos;
  }

  long deadlineNanos() {
    return nextNanos;
  }

  void onSent(long nowNanos, int bytes, int packetBytes, long rate) {
    if (rate == CongestionController.UNPACED) {
      nextNanos = nowNanos;
      return;
    }
    long safeRate = Math.max(rate, 1);
    long burstNanos =
        Math.max(BURST_NANOS, nanosFor((long) MIN_BURST_PACKETS * packetBytes, safeRate));
    long from = Math.max(nextNanos, nowNanos - burstNanos);
    nextNanos = from + nanosFor(bytes, safeRate);
  }

  void reset() {
    nextNanos = 0;
  }

  private static long nanosFor(long bytes, long rate) {
    return (long) ((double) bytes * NANOS_PER_SECOND / rate);
  }
}
