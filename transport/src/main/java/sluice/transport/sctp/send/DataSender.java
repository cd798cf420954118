package sluice.transport.sctp.send;

import java.nio.ByteBuffer;
import sluice.transport.sctp.packet.ForwardTsnChunk;
import sluice.transport.sctp.send.congestion.AcknowledgementSample;
import sluice.transport.sctp.send.congestion.CongestionController;

/// The sending half of an association: takes messages and SACKs, writes DATA and FORWARD TSN. Nothing is allocated for a
/// packet.
///
/// Loss detection, congestion control, timers and the writing of chunks have their own classes; this one wires them.
public final class DataSender {
  private static final long PEER_ACK_DELAY_NANOS = 200_000_000L;

  private final OutstandingChunks chunks;
  private final SendQueue queue;
  private final RttEstimator rtt;
  private final DeliveryRate rate = new DeliveryRate();
  private final SpuriousLoss spuriousLoss = new SpuriousLoss();
  private final AcknowledgementSample sample = new AcknowledgementSample();
  private final LossDetection lossDetection;
  private final SackProcessing sackProcessing;
  private final PartialReliability partialReliability;
  private final SendTimers timers;
  private final CongestionController.Factory controllers;
  private CongestionController congestion;
  private final Transmission transmission;

  private boolean frozen;
  private final LossDetection.Losses losses = this::onLost;
  private boolean congestionEventDue;
  private boolean inRecovery;
  private long recoveryPacket;
  private long lostBytes;
  private long forwardToldNanos;
  private long nowNanos;

  private int consecutiveTimeouts;
  private long timeouts;
  private long congestionEvents;
  private long spuriousLosses;

  public DataSender(SendSettings settings, ReleaseSink sink) {
    chunks = new OutstandingChunks(settings.initialTsn());
    queue = new SendQueue(settings.bufferBytes(), sink);
    rtt =
        new RttEstimator(
            settings.initialRtoNanos(), settings.minRtoNanos(), settings.maxRtoNanos());
    lossDetection = new LossDetection(rtt, settings.initialTsn());
    sackProcessing = new SackProcessing(chunks, queue, rtt, rate, lossDetection, spuriousLoss);
    partialReliability = new PartialReliability(chunks, queue);
    timers = new SendTimers(rtt, PEER_ACK_DELAY_NANOS);
    controllers = settings.congestion();
    congestion = controllers.create(settings.packetBytes());
    transmission =
        new Transmission(
            chunks,
            queue,
            rtt,
            rate,
            partialReliability,
            timers,
            congestion,
            settings.packetBytes());
  }

  /// The handshake told what the peer takes. Data may be written from now on.
  ///
  /// @param partialReliability whether the peer knows FORWARD TSN
  public void open(long peerWindowBytes, int streams, boolean partialReliability) {
    transmission.open(peerWindowBytes);
    queue.limitStreams(streams);
    if (partialReliability) {
      this.partialReliability.supported();
    }
  }

  /// Queues a message; see {@code SendOptions} for the limits, with the lifetime as a point in time here.
  public SendQueue.Admission send(
      int streamId,
      int payloadProtocolId,
      boolean unordered,
      int maxRetransmissions,
      long expiryNanos,
      ByteBuffer message) {
    return queue.add(
        streamId, payloadProtocolId, unordered, maxRetransmissions, expiryNanos, message);
  }

  /// A round trip was measured by other means than data: it counts while data has told nothing.
  public void onPathRtt(long rttNanos, long now) {
    if (!rtt.isKnown()) {
      rtt.onSample(rttNanos, now);
    }
  }

  /// Takes the SACK at an absolute offset of a packet.
  public void onSack(ByteBuffer packet, int at, long now) {
    nowNanos = now;
    long priorInFlight = chunks.inFlightBytes();
    sample.priorInFlightBytes = priorInFlight;
    sample.windowLimited = transmission.isWindowLimited(priorInFlight);
    switch (sackProcessing.process(packet, at, now, sample)) {
      case PROCESSED -> afterSack(packet, at, priorInFlight);
      case STALE, BOGUS -> {}
    }
  }

  private void afterSack(ByteBuffer packet, int at, long priorInFlight) {
    transmission.peerWindow(packet, at);
    boolean progress = sackProcessing.progressed();
    if (progress) {
      consecutiveTimeouts = 0;
    }
    if (spuriousLoss.takeNeedless()) {
      lossDetection.onNeedlessRepetition(nowNanos);
    }
    if (sackProcessing.provedSpurious()) {
      onSpurious();
    }
    if (inRecovery && lossDetection.deliveredPacket() > recoveryPacket) {
      inRecovery = false;
      lossDetection.onRecovered();
      congestion.onRecovered(nowNanos);
    }
    if (progress) {
      detectLosses(priorInFlight);
    }
    sample.lostBytes = lostBytes;
    sample.lostTotalBytes = rate.lostBytes();
    sample.inFlightBytes = chunks.inFlightBytes();
    sample.inRecovery = inRecovery;
    // What went another way before tells nothing of how much this one carries.
    if (sample.acknowledgedBytes > 0 || lostBytes > 0) {
      congestion.onAcknowledged(sample);
      lostBytes = 0;
    }
    boolean moved = partialReliability.advance();
    if (moved && (progress || nowNanos - forwardToldNanos >= rtt.smoothedNanos())) {
      tellForward();
    }
    if (progress || !isOutstanding()) {
      timers.onAcknowledged(chunks, isOutstanding(), nowNanos);
    }
  }

  private void onSpurious() {
    spuriousLosses++;
    spuriousLoss.end();
    inRecovery = false;
    congestion.onSpuriousLoss(nowNanos);
  }

  private void detectLosses(long priorInFlight) {
    lossDetection.detect(chunks, inRecovery, nowNanos, losses);
    if (congestionEventDue) {
      congestionEventDue = false;
      congestionEvents++;
      inRecovery = true;
      recoveryPacket = transmission.lastPacketNumber();
      transmission.allowOneBeyondWindow();
      congestion.onCongestionEvent(nowNanos, priorInFlight);
    }
  }

  private void onLost(int tsn) {
    if (!inRecovery && !congestionEventDue && chunks.packetNumber(tsn) > recoveryPacket) {
      congestionEventDue = true;
      spuriousLoss.begin(SpuriousLoss.Event.LOSS);
    }
    spuriousLoss.onLost(tsn);
    markLost(tsn);
  }

  private void markLost(int tsn) {
    int size = chunks.sizeInFlight(tsn);
    if (rate.isOfThisPath(chunks.packetNumber(tsn))) {
      lostBytes += size;
      rate.onLost(size);
    }
    chunks.lost(tsn);
    if (partialReliability.isSpent(tsn, nowNanos)) {
      partialReliability.giveUp(tsn);
    }
  }

  private void tellForward() {
    partialReliability.tellPeer();
    forwardToldNanos = nowNanos;
  }

  /// Does what is due: the reordering window's end, the tail loss probe, T3-rtx.
  public void onTimeout(long now) {
    if (frozen) {
      return;
    }
    nowNanos = now;
    if (now >= lossDetection.deadlineNanos()) {
      detectLosses(chunks.inFlightBytes());
      if (partialReliability.advance()) {
        tellForward();
      }
    }
    if (timers.t3IsDue(now)) {
      onT3();
    } else if (timers.probeIsDue(now)) {
      timers.probed();
      transmission.probe(now);
    }
  }

  /// RFC 9260, section 6.3.3.
  private void onT3() {
    if (!isOutstanding()) {
      timers.stop();
      return;
    }
    timeouts++;
    consecutiveTimeouts++;
    long inFlight = chunks.inFlightBytes();
    boolean probingWindow = transmission.isProbingWindow();
    sackProcessing.takeBackReneged(chunks::reneged);
    spuriousLoss.begin(SpuriousLoss.Event.TIMEOUT);
    markAllLost();
    lostBytes = 0;
    rtt.backOff();
    inRecovery = false;
    recoveryPacket = transmission.lastPacketNumber();
    if (!probingWindow) {
      congestion.onRetransmissionTimeout(nowNanos, inFlight);
    }
    partialReliability.advance();
    tellForward();
    timers.restart(nowNanos);
  }

  private void markAllLost() {
    lossDetection.stop();
    while (chunks.inFlightCount() > 0) {
      int tsn = chunks.oldest();
      spuriousLoss.onLost(tsn);
      markLost(tsn);
    }
  }

  /// There is no path: nothing is written and no timer runs.
  public void freeze() {
    frozen = true;
    timers.stop();
  }

  /// There is a path again: all in flight is repeated, and nothing of it held against the network.
  public void thaw(long now) {
    if (!frozen) {
      return;
    }
    frozen = false;
    nowNanos = now;
    spuriousLoss.end();
    // What arrived before the pause may be acknowledged only now: that is no round trip.
    rate.onPathChanged(transmission.lastPacketNumber());
    markAllLost();
    lostBytes = 0;
    partialReliability.advance();
    rtt.onProgress();
    consecutiveTimeouts = 0;
    inRecovery = false;
    recoveryPacket = transmission.lastPacketNumber();
    if (isOutstanding()) {
      tellForward();
      timers.restart(now);
    }
  }

  /// What is sent from now on goes another way: nothing that was learnt of the old path holds. What is in flight may
  /// still arrive.
  public void onPathChanged(int packetBytes) {
    congestion = controllers.create(packetBytes);
    transmission.onPathChanged(congestion);
    rtt.forget();
    lossDetection.onPathChanged();
    rate.onPathChanged(transmission.lastPacketNumber());
    spuriousLoss.end();
    inRecovery = false;
    recoveryPacket = transmission.lastPacketNumber();
  }

  /// As {@link CongestionController#onBurstLimit}.
  public void burstLimit(long bytes) {
    transmission.burstLimit(bytes);
  }

  /// Writes DATA chunks into the rest of a packet.
  ///
  /// @return the bytes written, 0 if there is nothing to send now
  public int writeData(ByteBuffer out, boolean packetIsEmpty, long now) {
    return frozen ? 0 : transmission.write(out, packetIsEmpty, now);
  }

  /// Whether {@link #writeData} would write something.
  public boolean mayWriteData(long now) {
    return !frozen && transmission.mayWrite(now);
  }

  /// The bytes that the next packet needs for a chunk that was cut when the path carried larger ones, or 0.
  public int oversizedChunkBytes(int roomBytes) {
    return transmission.oversizedChunkBytes(roomBytes);
  }

  public boolean forwardTsnIsDue() {
    return !frozen && partialReliability.isDue();
  }

  public ForwardTsnChunk takeForwardTsn(int maxStreams) {
    return partialReliability.take(maxStreams);
  }

  /// When {@link #onTimeout} or {@link #writeData} has something to do.
  public long deadlineNanos() {
    if (frozen) {
      return Long.MAX_VALUE;
    }
    return Math.min(
        Math.min(timers.deadlineNanos(), lossDetection.deadlineNanos()),
        transmission.deadlineNanos());
  }

  /// The path carries packets of this size now.
  public void packetBytes(int bytes) {
    transmission.packetBytes(bytes);
  }

  /// The association ended: every buffer goes back.
  public void close() {
    frozen = true;
    partialReliability.letGoOfAll();
  }

  /// Something has a TSN and is not cumulatively acknowledged.
  public boolean isOutstanding() {
    return !chunks.isEmpty();
  }

  /// Nothing is queued, nothing outstanding.
  public boolean isDrained() {
    return chunks.isEmpty() && queue.isEmpty();
  }

  public SendQueue queue() {
    return queue;
  }

  public RttEstimator rtt() {
    return rtt;
  }

  public int nextTsn() {
    return chunks.nextTsn();
  }

  public int cumulativeTsnAck() {
    return chunks.firstTsn() - 1;
  }

  public long inFlightBytes() {
    return chunks.inFlightBytes();
  }

  public long windowBytes() {
    return congestion.windowBytes();
  }

  public long peerWindowBytes() {
    return transmission.peerWindowBytes();
  }

  public String describeCongestion() {
    return congestion.describe();
  }

  public long sentBytes() {
    return transmission.sentBytes();
  }

  public long retransmittedBytes() {
    return transmission.retransmittedBytes();
  }

  /// T3-rtx expirations since something was last acknowledged.
  public int consecutiveTimeouts() {
    return consecutiveTimeouts;
  }

  public long timeouts() {
    return timeouts;
  }

  public long congestionEvents() {
    return congestionEvents;
  }

  public long spuriousLosses() {
    return spuriousLosses;
  }
}
