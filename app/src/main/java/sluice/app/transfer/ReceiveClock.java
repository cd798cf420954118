package sluice.app.transfer;

/// When the receiver next speaks of its progress, and when it next brings bytes to the disk in the middle of a file:
/// often enough that progress, which counts durable bytes, moves; seldom enough that a disk is not kept from writing.
final class ReceiveClock {
  private static final int NONE = -1;
  private static final long PROGRESS_NANOS = 50_000_000;
  private static final long SYNC_NANOS = 500_000_000;
  private static final long SYNC_BYTES = 64L << 20;

  private int lastWritten = NONE;
  private boolean unspoken;
  private long spokenNanos;
  private boolean unsynced;
  private long syncedNanos;

  void wrote(int id, long nowNanos) {
    lastWritten = id;
    if (!unsynced) {
      unsynced = true;
      syncedNanos = Math.max(syncedNanos, nowNanos - SYNC_NANOS / 2);
    }
    changed(nowNanos);
  }

  void changed(long nowNanos) {
    if (!unspoken) {
      unspoken = true;
      spokenNanos = Math.max(spokenNanos, nowNanos - PROGRESS_NANOS);
    }
  }

  int lastWritten() {
    return lastWritten;
  }

  /// How many unsynced bytes are worth a sync now.
  long bytesWorthSync(long nowNanos) {
    return nowNanos >= syncedNanos + SYNC_NANOS ? 1 : SYNC_BYTES;
  }

  boolean syncIsDue(long nowNanos) {
    return unsynced && nowNanos >= syncedNanos + SYNC_NANOS;
  }

  /// A sync was asked for, or none can be now.
  ///
  /// @param again whether to try again after the usual time even if nothing more is written
  void synced(boolean again, long nowNanos) {
    unsynced = again;
    syncedNanos = nowNanos;
  }

  boolean progressIsDue(long nowNanos) {
    return unspoken && nowNanos >= spokenNanos + PROGRESS_NANOS;
  }

  void progressed(long nowNanos) {
    unspoken = false;
    spokenNanos = nowNanos;
  }

  long deadlineNanos() {
    long progress = unspoken ? spokenNanos + PROGRESS_NANOS : Long.MAX_VALUE;
    long sync = unsynced ? syncedNanos + SYNC_NANOS : Long.MAX_VALUE;
    return Math.min(progress, sync);
  }
}
