package sluice.transport.sctp.send;

import sluice.transport.sctp.send.congestion.AcknowledgementSample;

/// How fast the network delivers, sampled at each SACK as in draft-cheng-iccrg-delivery-rate-estimation: what was
/// delivered between a packet's sending and its acknowledgement, over the longer of the times that sending and
/// acknowledging took.
final class DeliveryRate {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private long deliveredBytes;
  private long deliveredNanos;
  private long firstSentNanos;
  private long lostBytes;
  private long limitedUntilBytes;

  private long lastOfOldPath = -1;

  private boolean sampled;
  private long newestPacket;
  private long priorDeliveredNanos;
  private long sendElapsedNanos;

  long deliveredBytes() {
    return deliveredBytes;
  }

  long deliveredNanos() {
    return deliveredNanos;
  }

  long firstSentNanos() {
    return firstSentNanos;
  }

  long lostBytes() {
    return lostBytes;
  }

  /// Whether the application or the peer's window keeps the flight below what the congestion window allows.
  boolean isLimitedByOthers() {
    return limitedUntilBytes > 0;
  }

  /// Sending stops for want of data or of the peer's window.
  void limitedByOthers(long inFlightBytes) {
    limitedUntilBytes = Math.max(1, deliveredBytes + inFlightBytes);
  }

  /// Before a packet is sent while nothing is in flight.
  void onFlightBegins(long nowNanos) {
    firstSentNanos = nowNanos;
    deliveredNanos = nowNanos;
  }

  void onLost(int bytes) {
    lostBytes += bytes;
  }

  /// Packets up to this one went another way: what becomes of them tells nothing of the path.
  void onPathChanged(long lastPacket) {
    lastOfOldPath = lastPacket;
    limitedUntilBytes = 0;
  }

  boolean isOfThisPath(long packet) {
    return packet > lastOfOldPath;
  }

  void beginSack() {
    sampled = false;
  }

  /// One chunk was newly acknowledged.
  void onDelivered(OutstandingChunks chunks, int tsn, long nowNanos, AcknowledgementSample sample) {
    deliveredBytes += chunks.sizeInFlight(tsn);
    deliveredNanos = nowNanos;
    long packet = chunks.packetNumber(tsn);
    if (!isOfThisPath(packet) || (sampled && packet < newestPacket)) {
      return;
    }
    sampled = true;
    newestPacket = packet;
    priorDeliveredNanos = chunks.deliveredNanosAtSend(tsn);
    sendElapsedNanos = chunks.sentNanos(tsn) - chunks.firstSentAtSend(tsn);
    firstSentNanos = chunks.sentNanos(tsn);
    sample.deliveredAtSendBytes = chunks.deliveredAtSend(tsn);
    sample.lostAtSendBytes = chunks.lostAtSend(tsn);
    sample.inFlightAtSendBytes = chunks.inFlightAtSend(tsn);
    sample.limitedByOthers = chunks.limitedAtSend(tsn);
  }

  /// All chunks of the SACK have been counted.
  void endSack(long minRttNanos, AcknowledgementSample sample) {
    if (limitedUntilBytes > 0 && deliveredBytes > limitedUntilBytes) {
      limitedUntilBytes = 0;
    }
    sample.deliveredBytes = deliveredBytes;
    sample.lostTotalBytes = lostBytes;
    sample.deliveryBytesPerSecond = 0;
    sample.intervalNanos = 0;
    if (!sampled) {
      return;
    }
    long interval = Math.max(sendElapsedNanos, deliveredNanos - priorDeliveredNanos);
    if (interval <= 0 || interval < minRttNanos) {
      return;
    }
    sample.intervalNanos = interval;
    long bytes = deliveredBytes - sample.deliveredAtSendBytes;
    sample.deliveryBytesPerSecond = (long) ((double) bytes * NANOS_PER_SECOND / interval);
  }
}
