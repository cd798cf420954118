package sluice.app.compression;

/// Decides whether packing makes a transfer faster, by what the link and the data give.
///
/// The link: it is measured while it is the narrow place, that is, while messages wait for it. Packing
/// pays where the link is much slower than packing; on a fast one, or where the disk or the other side
/// is what keeps the transfer waiting, packing would only take time from what does the work.
///
/// The data: a payload that did not shrink lets the next ones pass untried, each time twice as many up
/// to {@link #MOST_PASSED}, so that incompressible data costs next to nothing, and a part that shrinks
/// is found soon enough.
///
/// Without a clock, and for any thread: the session tells of the link, the reader of the data.
public final class PackingChoice {
  /// Payloads that pass untried at most, after one that did not shrink: 4 MiB.
  static final int MOST_PASSED = 64;

  /// Shorter ones are mostly header either way.
  static final int LEAST_BYTES = 256;

  /// How long the link is measured before it is judged.
  static final long WINDOW_NANOS = 100_000_000;

  /// How long nothing has to wait for the link until it is measured again without packing.
  static final long LEAST_PATIENCE_NANOS = 500_000_000;

  static final long MOST_PATIENCE_NANOS = 30_000_000_000L;

  /// Packing has to be this much faster than the link: the processor is the connection's as well.
  private static final int LEAD = 2;

  /// Until packing was measured: a slow core.
  private static final long SUPPOSED_BYTES_PER_SECOND = 150_000_000;

  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final long NOT_YET = -1;

  /// Whether anything waits for the link.
  public enum Waiting {
    NOTHING,
    SOMETHING
  }

  private long windowNanos = NOT_YET;
  private long windowBytes;
  private long waitedNanos;
  private long patienceNanos = LEAST_PATIENCE_NANOS;
  private boolean narrow;
  private double packedBytesPerSecond = SUPPOSED_BYTES_PER_SECOND;
  private int passed;
  private int toPass;
  private int nextToPass = 1;

  /// The session looked at the link.
  ///
  /// @param sentBytes handed to it since the last call
  /// @param waiting whether more waits for it
  public synchronized void sent(long sentBytes, Waiting waiting, long nowNanos) {
    if (waiting == Waiting.NOTHING) {
      // It takes all that there is: something else is the narrow place.
      windowNanos = NOT_YET;
      giveUpWhatMayNotHelp(nowNanos);
      return;
    }
    waitedNanos = nowNanos;
    if (windowNanos == NOT_YET) {
      windowNanos = nowNanos;
      windowBytes = 0;
      return;
    }
    windowBytes += sentBytes;
    long nanos = nowNanos - windowNanos;
    if (nanos >= WINDOW_NANOS) {
      double linkBytesPerSecond = (double) windowBytes * NANOS_PER_SECOND / nanos;
      narrow = linkBytesPerSecond * LEAD < packedBytesPerSecond;
      windowNanos = nowNanos;
      windowBytes = 0;
    }
  }

  /// Where nothing waits for the link any more, packing itself may be the narrow place by now: the link
  /// is measured again without it, ever more seldom.
  private void giveUpWhatMayNotHelp(long nowNanos) {
    if (narrow && nowNanos - waitedNanos >= patienceNanos) {
      narrow = false;
      patienceNanos = Math.min(2 * patienceNanos, MOST_PATIENCE_NANOS);
    }
  }

  /// Whether to try to pack a payload of this length. Ask once for each.
  public synchronized boolean tries(int lengthBytes) {
    if (!narrow || lengthBytes < LEAST_BYTES) {
      return false;
    }
    if (passed < toPass) {
      passed++;
      return false;
    }
    return true;
  }

  /// A payload was tried.
  ///
  /// @param packedBytes 0 if it did not shrink
  public synchronized void tried(int lengthBytes, int packedBytes, long tookNanos) {
    passed = 0;
    if (packedBytes == 0) {
      toPass = nextToPass;
      nextToPass = Math.min(2 * nextToPass, MOST_PASSED);
      return;
    }
    toPass = 0;
    nextToPass = 1;
    double rate = (double) lengthBytes * NANOS_PER_SECOND / Math.max(1, tookNanos);
    packedBytesPerSecond += (rate - packedBytesPerSecond) / 16;
  }

  /// Another file: what the one before was like says little about it.
  public synchronized void nextFile() {
    passed = toPass;
  }
}
