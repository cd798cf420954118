package sluice.transport.sctp.send;

import sluice.transport.sctp.send.congestion.CongestionController;

/// Spreads packets over time, in small bursts: when its turn has come, what half a millisecond carries at the pacing rate
/// may leave at once, then it holds until the rate has caught up. Packets let go one by one would each cost the driver a
/// wake-up and a system call of their own; those of a burst share both.
///
/// After a pause, or where the driver wakes up late, a further millisecond may be made good.
final class Pacer {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long LATE_NANOS = 1_000_000L;
  private static final int BURSTS_PER_SECOND = 2_000;
  private static final int MIN_BURST_PACKETS = 2;
  private static final long MAX_BURST_BYTES = 256 << 10;

  private long nextNanos;
  private long burstLeftBytes;
  private long limitBytes = Long.MAX_VALUE;

  /// Bursts, and what a late one makes good, are at most so long, or two packets.
  void limit(long bytes) {
    limitBytes = bytes;
  }

  boolean mayHold(long rate) {
    return rate != CongestionController.UNPACED;
  }

  boolean isOpen(long nowNanos) {
    return burstLeftBytes > 0 || nowNanos >= nextNanos;
  }

  long deadlineNanos() {
    return nextNanos;
  }

  void onSent(long nowNanos, int bytes, int packetBytes, long rate) {
    if (rate == CongestionController.UNPACED) {
      nextNanos = nowNanos;
      burstLeftBytes = 0;
      return;
    }
    long safeRate = Math.max(rate, 1);
    long leastBurst = (long) MIN_BURST_PACKETS * packetBytes;
    if (burstLeftBytes <= 0) {
      long mostBurst = Math.max(leastBurst, Math.min(MAX_BURST_BYTES, limitBytes));
      burstLeftBytes = Math.clamp(safeRate / BURSTS_PER_SECOND, leastBurst, mostBurst);
    }
    burstLeftBytes -= bytes;
    long lateNanos =
        Math.max(
            Math.min(LATE_NANOS, nanosFor(limitBytes, safeRate)), nanosFor(leastBurst, safeRate));
    nextNanos = Math.max(nextNanos, nowNanos - lateNanos) + nanosFor(bytes, safeRate);
  }

  void reset() {
    nextNanos = 0;
    burstLeftBytes = 0;
  }

  private static long nanosFor(long bytes, long rate) {
    return (long) ((double) bytes * NANOS_PER_SECOND / rate);
  }
}
