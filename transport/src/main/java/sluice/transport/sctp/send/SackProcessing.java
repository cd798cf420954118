package sluice.transport.sctp.send;

import java.nio.ByteBuffer;
import sluice.transport.sctp.packet.SackChunk;
import sluice.transport.sctp.send.congestion.AcknowledgementSample;

/// Takes a SACK apart (RFC 9260, section 6.2.1): what is newly acknowledged, and what that says about round-trip time,
/// delivery rate and order. Works through gap blocks 64 TSNs at a time, since each SACK repeats most of the one before.
final class SackProcessing {
  private final OutstandingChunks chunks;
  private final SendQueue queue;
  private final RttEstimator rtt;
  private final DeliveryRate rate;
  private final LossDetection lossDetection;
  private final SpuriousLoss spuriousLoss;

  private int reportedByGapBlocks;
  private long rttSentNanos;
  private boolean rttSampled;
  private boolean provedSpurious;
  private long acknowledgedBytes;
  private long acknowledgedOfPathBytes;

  /// What a SACK was.
  enum Outcome {
    PROCESSED,
    /// Older than one before: RFC 9260, section 6.2.1, D, i: "drop the SACK chunk".
    STALE,
    /// Acknowledges what was never sent.
    BOGUS
  }

  SackProcessing(
      OutstandingChunks chunks,
      SendQueue queue,
      RttEstimator rtt,
      DeliveryRate rate,
      LossDetection lossDetection,
      SpuriousLoss spuriousLoss) {
    this.chunks = chunks;
    this.queue = queue;
    this.rtt = rtt;
    this.rate = rate;
    this.lossDetection = lossDetection;
    this.spuriousLoss = spuriousLoss;
  }

  Outcome process(ByteBuffer packet, int at, long nowNanos, AcknowledgementSample sample) {
    int cumulative = SackChunk.cumulativeTsnAck(packet, at);
    if (cumulative - (chunks.firstTsn() - 1) < 0) {
      return Outcome.STALE;
    }
    if (cumulative - chunks.nextTsn() >= 0 || !gapBlocksAreSound(packet, at, cumulative)) {
      return Outcome.BOGUS;
    }
    begin();
    while (cumulative - chunks.firstTsn() >= 0) {
      int tsn = chunks.firstTsn();
      int state = chunks.state(tsn);
      if (state == OutstandingChunks.IN_FLIGHT || state == OutstandingChunks.LOST) {
        acknowledge(tsn, nowNanos, sample);
      }
      queue.fragmentSettled(chunks.removeFirst());
    }
    processGapBlocks(packet, at, cumulative, nowNanos, sample);
    processDuplicates(packet, at);
    finish(nowNanos, sample);
    return Outcome.PROCESSED;
  }

  private void begin() {
    rate.beginSack();
    rttSampled = false;
    provedSpurious = false;
    acknowledgedBytes = 0;
    acknowledgedOfPathBytes = 0;
  }

  private void finish(long nowNanos, AcknowledgementSample sample) {
    sample.nowNanos = nowNanos;
    sample.acknowledgedBytes = acknowledgedOfPathBytes;
    sample.rttNanos = -1;
    if (rttSampled) {
      sample.rttNanos = Math.max(nowNanos - rttSentNanos, 1);
      rtt.onSample(sample.rttNanos, nowNanos);
    } else if (acknowledgedBytes > 0) {
      rtt.onProgress();
    }
    sample.smoothedRttNanos = rtt.smoothedNanos();
    rate.endSack(rtt.minNanos(), sample);
  }

  /// All or nothing: the blocks are checked before anything is done.
  private boolean gapBlocksAreSound(ByteBuffer packet, int at, int cumulative) {
    int blocks = SackChunk.gapBlockCount(packet, at);
    for (int i = 0; i < blocks; i++) {
      int start = SackChunk.gapBlockStart(packet, at, i);
      int end = SackChunk.gapBlockEnd(packet, at, i);
      if (start < 1 || end < start || cumulative + end - chunks.nextTsn() >= 0) {
        return false;
      }
    }
    return true;
  }

  private void processGapBlocks(
      ByteBuffer packet, int at, int cumulative, long nowNanos, AcknowledgementSample sample) {
    int blocks = SackChunk.gapBlockCount(packet, at);
    reportedByGapBlocks = 0;
    for (int i = 0; i < blocks; i++) {
      int tsn = cumulative + SackChunk.gapBlockStart(packet, at, i);
      int last = cumulative + SackChunk.gapBlockEnd(packet, at, i);
      reportedByGapBlocks += last - tsn + 1;
      while (tsn - last <= 0) {
        long fresh = chunks.unacknowledgedFrom(tsn, last);
        while (fresh != 0) {
          acknowledgeByGap(tsn + Long.numberOfTrailingZeros(fresh), nowNanos, sample);
          fresh &= fresh - 1;
        }
        tsn += Long.SIZE - (tsn & 63);
      }
    }
  }

  private void acknowledgeByGap(int tsn, long nowNanos, AcknowledgementSample sample) {
    if (chunks.state(tsn) != OutstandingChunks.ABANDONED) {
      acknowledge(tsn, nowNanos, sample);
    }
  }

  private void acknowledge(int tsn, long nowNanos, AcknowledgementSample sample) {
    if (chunks.state(tsn) == OutstandingChunks.LOST) {
      provedSpurious |= spuriousLoss.onAcknowledgedUnrepeated();
    }
    boolean ofThisPath = rate.isOfThisPath(chunks.packetNumber(tsn));
    acknowledgedBytes += chunks.sizeInFlight(tsn);
    acknowledgedOfPathBytes += ofThisPath ? chunks.sizeInFlight(tsn) : 0;
    rate.onDelivered(chunks, tsn, nowNanos, sample);
    lossDetection.onAcknowledged(chunks, tsn, nowNanos);
    boolean measures = chunks.transmissions(tsn) == 1 && ofThisPath;
    if (measures && (!rttSampled || chunks.sentNanos(tsn) > rttSentNanos)) {
      rttSampled = true;
      rttSentNanos = chunks.sentNanos(tsn);
    }
    chunks.acknowledged(tsn);
  }

  private void processDuplicates(ByteBuffer packet, int at) {
    int duplicates = SackChunk.duplicateTsnCount(packet, at);
    for (int i = 0; i < duplicates; i++) {
      provedSpurious |= spuriousLoss.onDuplicate(SackChunk.duplicateTsn(packet, at, i));
    }
  }

  /// The last SACK acknowledged something, whichever way it went.
  boolean progressed() {
    return acknowledgedBytes > 0;
  }

  /// The last SACK proved that the last congestion event was a mistake.
  boolean provedSpurious() {
    return provedSpurious;
  }

  /// When the retransmission timer expires: RFC 9260, section 6.2.1, D, iv: a TSN once reported by a gap block and then
  /// missing counts as not received. A SACK may also leave blocks out for want of room; so this is believed only when
  /// the timer shows that something is wrong.
  void takeBackReneged(LossDetection.Losses reneged) {
    if (reportedByGapBlocks >= chunks.acknowledgedCount()) {
      return;
    }
    for (int tsn = chunks.firstTsn(); tsn - chunks.nextTsn() < 0; tsn++) {
      if (chunks.state(tsn) == OutstandingChunks.ACKNOWLEDGED) {
        reneged.lost(tsn);
      }
    }
  }
}
