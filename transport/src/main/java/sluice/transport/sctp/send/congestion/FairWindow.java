package sluice.transport.sctp.send.congestion;

/// The window of a flow among others that keep the queue filled: it grows steadily and gives up a part where a loss
/// comes with a queue. Whatever two such flows began with, each of these losses brings them closer: the larger one gives
/// up more, and both grow by nearly the same.
///
/// It grows by a packet with each round trip or, where that is more, by 4 times the cube root of its packets in a
/// second. The latter is near to what CUBIC (RFC 9438) grows in the mean between two losses, at any round-trip time.
final class FairWindow {
  private static final double BETA = 0.7;
  private static final double SHARE_AT_BEGIN = 0.85;
  private static final double GROWTH = 4.0;
  private static final double SECOND = 1e9;
  private static final int SLACK_PACKETS = 4;

  private double bytes;
  private double bytesBeforeCut;
  private long cutNanos;
  private long cutAtDelivered;

  /// Others fill the queue. Giving up a part at once is what makes the larger of two flows that find each other at the
  /// same moment the smaller one's equal sooner.
  ///
  /// @param takenBytes what the flow has in flight until now
  void begin(long takenBytes) {
    bytes = SHARE_AT_BEGIN * takenBytes;
    bytesBeforeCut = 0;
  }

  /// @param queued whether round trips show a queue
  void onAcknowledged(AcknowledgementSample sample, boolean queued, int packetBytes) {
    boolean ofThisCut = sample.deliveredAtSendBytes < cutAtDelivered;
    if (sample.lostBytes > 0 && queued && !ofThisCut) {
      bytesBeforeCut = bytes;
      bytes = BETA * Math.min(bytes, (double) sample.priorInFlightBytes);
      cutNanos = sample.nowNanos;
      cutAtDelivered = sample.deliveredBytes + sample.inFlightBytes;
    } else if (sample.priorInFlightBytes + (long) SLACK_PACKETS * packetBytes >= bytes) {
      bytes += packetBytes * growthPackets(sample, packetBytes);
    }
  }

  private double growthPackets(AcknowledgementSample sample, int packetBytes) {
    double roundSeconds = sample.smoothedRttNanos / SECOND;
    double inARound = Math.max(1.0, GROWTH * StrictMath.cbrt(bytes / packetBytes) * roundSeconds);
    return inARound * sample.acknowledgedBytes / Math.max(bytes, packetBytes);
  }

  /// The loss of the last cut was none.
  void onSpuriousLoss() {
    bytes = Math.max(bytes, bytesBeforeCut);
  }

  /// How long no loss has come with a queue.
  long withoutCutNanos(long nowNanos) {
    return nowNanos - cutNanos;
  }

  long bytes() {
    return (long) bytes;
  }
}
