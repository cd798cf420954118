package sluice.transport.sctp.send.congestion;

/// RFC 9260, section 7.2, with two liberties: the initial window of RFC 6928 (ten packets), and appropriate byte
/// counting with L = 8 packets for each SACK (RFC 3465), because one SACK may stand for a whole receive batch.
public final class NewReno implements CongestionController {
  private static final int INITIAL_WINDOW_PACKETS = 10;
  private static final int MIN_WINDOW_PACKETS = 4;
  private static final int SLOW_START_PACKETS_PER_SACK = 8;

  private int packetBytes;
  private long windowBytes;
  private long thresholdBytes = Long.MAX_VALUE;
  private long partialBytesAcked;
  private long priorWindowBytes;
  private long priorThresholdBytes;

  public NewReno(int packetBytes) {
    this.packetBytes = packetBytes;
    this.windowBytes = (long) INITIAL_WINDOW_PACKETS * packetBytes;
  }

  @Override
  public void onSent(long nowNanos, int bytes, long inFlightBytes) {}

  @Override
  public void onAcknowledged(AcknowledgementSample sample) {
    if (sample.inRecovery || !sample.windowLimited) {
      return;
    }
    if (windowBytes < thresholdBytes) {
      windowBytes +=
          Math.min(sample.acknowledgedBytes, (long) SLOW_START_PACKETS_PER_SACK * packetBytes);
      return;
    }
    partialBytesAcked += sample.acknowledgedBytes;
    while (partialBytesAcked >= windowBytes) {
      partialBytesAcked -= windowBytes;
      windowBytes += packetBytes;
    }
  }

  @Override
  public void onCongestionEvent(long nowNanos, long inFlightBytes) {
    remember();
    thresholdBytes = Math.max(windowBytes / 2, (long) MIN_WINDOW_PACKETS * packetBytes);
    windowBytes = thresholdBytes;
    partialBytesAcked = 0;
  }

  @Override
  public void onRecovered(long nowNanos) {}

  @Override
  public void onRetransmissionTimeout(long nowNanos, long inFlightBytes) {
    remember();
    thresholdBytes = Math.max(windowBytes / 2, (long) MIN_WINDOW_PACKETS * packetBytes);
    windowBytes = packetBytes;
    partialBytesAcked = 0;
  }

  @Override
  public void onSpuriousLoss(long nowNanos) {
    windowBytes = Math.max(windowBytes, priorWindowBytes);
    thresholdBytes = Math.max(thresholdBytes, priorThresholdBytes);
  }

  /// RFC 9260, section 7.2.1: after a long pause the window is no longer believed, the threshold is.
  @Override
  public void onIdleEnd(long nowNanos, long idleNanos) {
    windowBytes = Math.min(windowBytes, (long) INITIAL_WINDOW_PACKETS * packetBytes);
  }

  @Override
  public void onPacketSize(int newPacketBytes) {
    packetBytes = newPacketBytes;
    windowBytes = Math.max(windowBytes, (long) MIN_WINDOW_PACKETS * newPacketBytes);
  }

  @Override
  public long windowBytes() {
    return windowBytes;
  }

  @Override
  public long pacingBytesPerSecond() {
    return UNPACED;
  }

  @Override
  public String describe() {
    return "newreno window " + windowBytes + " threshold " + thresholdBytes;
  }

  private void remember() {
    priorWindowBytes = windowBytes;
    priorThresholdBytes = thresholdBytes;
  }
}
