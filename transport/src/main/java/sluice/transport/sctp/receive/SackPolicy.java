package sluice.transport.sctp.receive;

/// When to acknowledge. RFC 9260, section 6.2: "an acknowledgement SHOULD be generated for at least every second packet
/// (not every second DATA chunk) received, and SHOULD be generated within 200 ms of the arrival of any unacknowledged
/// DATA chunk"; at once on gaps, duplicates and the I bit (RFC 7053).
///
/// Peers whose slow start grows by one packet for each SACK, however much it acknowledges, need really one for every
/// second packet, even when a whole batch of packets is received before anything can be sent: those are kept in a short
/// backlog. Between two sluices, whose controllers count bytes, one SACK for each receive batch is enough.
final class SackPolicy {
  private static final int BACKLOG = 64;
  private static final int PACKETS_PER_SACK = 2;

  private final int[] backlogTsn = new int[BACKLOG];
  private final long[] backlogWindow = new long[BACKLOG];
  private int backlogHead;
  private int backlogSize;

  private final long delayNanos;
  private Cadence cadence = Cadence.EVERY_SECOND_PACKET;
  private int unacknowledgedPackets;
  private boolean due;
  private boolean everAcknowledged;
  private long deadlineNanos = Long.MAX_VALUE;

  /// How often the peer wants to hear.
  enum Cadence {
    EVERY_SECOND_PACKET,
    EVERY_BATCH
  }

  SackPolicy(long delayNanos) {
    this.delayNanos = delayNanos;
  }

  void cadence(Cadence wanted) {
    cadence = wanted;
  }

  /// A packet with DATA was taken whose arrival alone asks for no hurry.
  void onPacket(int cumulativeTsn, long window, boolean hasGaps, long nowNanos) {
    unacknowledgedPackets++;
    boolean enough = !everAcknowledged || unacknowledgedPackets >= PACKETS_PER_SACK;
    if (enough && cadence == Cadence.EVERY_SECOND_PACKET) {
      if (hasGaps || backlogSize == BACKLOG) {
        due = true;
      } else {
        int at = (backlogHead + backlogSize++) % BACKLOG;
        backlogTsn[at] = cumulativeTsn;
        backlogWindow[at] = window;
        unacknowledgedPackets = 0;
        deadlineNanos = Long.MAX_VALUE;
        everAcknowledged = true;
        return;
      }
    }
    if (deadlineNanos == Long.MAX_VALUE) {
      deadlineNanos = nowNanos + delayNanos;
    }
  }

  /// A gap, a duplicate, the I bit, a closing shutdown, a window that opened.
  void hurry() {
    due = true;
  }

  /// The last one may not have arrived.
  void repeat() {
    due |= everAcknowledged;
  }

  void onBatchEnd() {
    if (cadence == Cadence.EVERY_BATCH && unacknowledgedPackets > 0) {
      due = true;
    }
  }

  /// Whether a SACK has to go out by itself now.
  boolean isDue(long nowNanos) {
    return due || backlogSize > 0 || nowNanos >= deadlineNanos;
  }

  /// Whether there is something to say for a SACK that rides along with data.
  boolean isWorthwhile() {
    return due || backlogSize > 0 || unacknowledgedPackets > 0;
  }

  boolean hasBacklog() {
    return backlogSize > 0;
  }

  int backlogTsn() {
    return backlogTsn[backlogHead];
  }

  long backlogWindow() {
    return backlogWindow[backlogHead];
  }

  void backlogWritten() {
    backlogHead = (backlogHead + 1) % BACKLOG;
    backlogSize--;
  }

  /// A SACK with the present state was written.
  void written() {
    due = false;
    unacknowledgedPackets = 0;
    deadlineNanos = Long.MAX_VALUE;
    everAcknowledged = true;
  }

  long deadlineNanos() {
    return deadlineNanos;
  }
}
