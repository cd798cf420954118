package sluice.transport.sctp.send;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import sluice.transport.sctp.packet.DataChunk;
import sluice.transport.sctp.packet.SackChunk;
import sluice.transport.sctp.send.congestion.CongestionController;

/// Writes DATA chunks: lost ones first, then new fragments, as far as congestion window, peer's window and pacing let
/// (RFC 9260, section 6.1).
final class Transmission {
  private static final long NEVER = Long.MAX_VALUE;

  private final OutstandingChunks chunks;
  private final SendQueue queue;
  private final RttEstimator rtt;
  private final DeliveryRate rate;
  private final PartialReliability partialReliability;
  private final SendTimers timers;
  private CongestionController congestion;
  private final Pacer pacer = new Pacer();
  private final WindowProbe windowProbe = new WindowProbe();

  private int packetBytes;
  private long burstLimit = Long.MAX_VALUE;
  private boolean open;
  private long peerWindowBytes;
  private long packetNumber;
  private long lastSentNanos;
  private boolean oneBeyondWindow;
  private boolean probing;
  private boolean blockedByWindow;
  private boolean pacedOut;
  private boolean awaitsProbe;
  private long sentBytes;
  private long retransmittedBytes;

  Transmission(
      OutstandingChunks chunks,
      SendQueue queue,
      RttEstimator rtt,
      DeliveryRate rate,
      PartialReliability partialReliability,
      SendTimers timers,
      CongestionController congestion,
      int packetBytes) {
    this.chunks = chunks;
    this.queue = queue;
    this.rtt = rtt;
    this.rate = rate;
    this.partialReliability = partialReliability;
    this.timers = timers;
    this.congestion = congestion;
    this.packetBytes = packetBytes;
  }

  void open(long peerWindow) {
    open = true;
    peerWindowBytes = peerWindow;
  }

  void packetBytes(int bytes) {
    packetBytes = bytes;
    congestion.onPacketSize(bytes);
  }

  /// Another path, of which the controller knows nothing yet.
  void onPathChanged(CongestionController anew) {
    congestion = anew;
    congestion.onBurstLimit(burstLimit);
    blockedByWindow = false;
    pacer.reset();
  }

  /// As {@link CongestionController#onBurstLimit}.
  void burstLimit(long bytes) {
    burstLimit = bytes;
    pacer.limit(bytes);
    congestion.onBurstLimit(bytes);
  }

  void peerWindow(ByteBuffer packet, int sackAt) {
    peerWindowBytes = SackChunk.aRwnd(packet, sackAt);
    if (peerWindowBytes >= packetBytes) {
      windowProbe.windowOpened();
    }
  }

  long peerWindowBytes() {
    return peerWindowBytes;
  }

  long lastPacketNumber() {
    return packetNumber;
  }

  long sentBytes() {
    return sentBytes;
  }

  long retransmittedBytes() {
    return retransmittedBytes;
  }

  /// RFC 9260, section 7.2.4, 3: the first packet of a fast retransmission goes whatever the window says.
  void allowOneBeyondWindow() {
    oneBeyondWindow = true;
  }

  /// The flight fills the window, or nearly, so that an acknowledgement may enlarge it.
  boolean isWindowLimited(long inFlightBytes) {
    return blockedByWindow || inFlightBytes + packetBytes > congestion.windowBytes();
  }

  /// The peer's window is shut and what is in flight only probes it (RFC 9260, section 6.1, A).
  boolean isProbingWindow() {
    return peerWindowBytes < packetBytes && chunks.inFlightBytes() <= 2L * packetBytes;
  }

  /// The tail loss probe: new data if there is any, else the chunk sent last once more (RFC 8985, section 7.3).
  void probe(long nowNanos) {
    if (chunks.inFlightCount() == 0) {
      return;
    }
    probing = true;
    if (chunks.lostCount() == 0
        && (queue.peek(nowNanos) == null || chunks.inFlightBytes() >= peerWindowBytes)) {
      chunks.lost(chunks.newest());
    }
  }

  int oversizedChunkBytes(int roomBytes) {
    if (!open || chunks.lostCount() == 0) {
      return 0;
    }
    int size = chunks.sizeInFlight(chunks.firstLost());
    return size > roomBytes ? size : 0;
  }

  /// When pacing lets the next packet go, if that is all it waits for.
  long deadlineNanos() {
    return Math.min(
        pacedOut ? pacer.deadlineNanos() : NEVER,
        awaitsProbe ? windowProbe.deadlineNanos() : NEVER);
  }

  boolean mayWrite(long nowNanos) {
    return open
        && hasWork(nowNanos)
        && windowIsOpen()
        && (pacer.isOpen(nowNanos) || !pacer.mayHold(congestion.pacingBytesPerSecond()));
  }

  int write(ByteBuffer out, boolean packetIsEmpty, long nowNanos) {
    pacedOut = false;
    awaitsProbe = false;
    if (!open || !hasWork(nowNanos)) {
      return 0;
    }
    long pacing = congestion.pacingBytesPerSecond();
    if (!pacer.isOpen(nowNanos) && pacer.mayHold(pacing) && !probing) {
      pacedOut = true;
      return 0;
    }
    int start = out.position();
    beginPacket(nowNanos);
    writeLost(out, nowNanos);
    if (chunks.lostCount() == 0 || probing) {
      writeNew(out, out.position() == start && packetIsEmpty, nowNanos);
    }
    int written = out.position() - start;
    if (written > 0) {
      probing = false;
      oneBeyondWindow = false;
      lastSentNanos = nowNanos;
      sentBytes += written;
      timers.onDataSent(chunks, nowNanos);
      congestion.onSent(nowNanos, written, chunks.inFlightBytes());
      pacer.onSent(nowNanos, written, packetBytes, pacing);
    } else {
      packetNumber--;
    }
    return written;
  }

  private boolean hasWork(long nowNanos) {
    if (chunks.lostCount() > 0) {
      return true;
    }
    if (queue.peek(nowNanos) != null) {
      return true;
    }
    rate.limitedByOthers(chunks.inFlightBytes());
    blockedByWindow = false;
    return false;
  }

  private void beginPacket(long nowNanos) {
    packetNumber++;
    if (chunks.inFlightCount() > 0) {
      return;
    }
    rate.onFlightBegins(nowNanos);
    long idle = nowNanos - lastSentNanos;
    if (chunks.isEmpty() && lastSentNanos > 0 && idle > rtt.rtoNanos()) {
      congestion.onIdleEnd(nowNanos, idle);
    }
  }

  private boolean windowIsOpen() {
    if (oneBeyondWindow || probing || chunks.inFlightCount() == 0) {
      return true;
    }
    blockedByWindow = chunks.inFlightBytes() >= congestion.windowBytes();
    return !blockedByWindow;
  }

  private void writeLost(ByteBuffer out, long nowNanos) {
    boolean first = true;
    while (chunks.lostCount() > 0) {
      int tsn = chunks.firstLost();
      if (partialReliability.isSpent(tsn, nowNanos)) {
        partialReliability.giveUp(tsn);
        partialReliability.advance();
        partialReliability.tellPeer();
        continue;
      }
      if (chunks.sizeInFlight(tsn) > out.remaining() || (first && !windowIsOpen())) {
        return;
      }
      retransmittedBytes += chunks.length(tsn);
      writeChunk(out, tsn, nowNanos);
      first = false;
    }
  }

  private void writeNew(ByteBuffer out, boolean packetIsEmpty, long nowNanos) {
    boolean empty = packetIsEmpty;
    @Nullable Message message = queue.peek(nowNanos);
    while (message != null && !chunks.isFull() && windowIsOpen()) {
      int rest = message.length - message.fragmentedBytes;
      int room = (out.remaining() - DataChunk.HEADER_BYTES) & ~3;
      int size = Math.min(rest, room);
      if (size <= 0 || (size < rest && !empty && room < packetBytes / 4)) {
        return;
      }
      if (chunks.inFlightBytes() + size > peerWindowBytes
          && !windowProbe.mayProbe(chunks.inFlightCount(), rtt, nowNanos)) {
        rate.limitedByOthers(chunks.inFlightBytes());
        awaitsProbe = chunks.inFlightCount() == 0;
        return;
      }
      int flags = message.unordered ? DataChunk.UNORDERED : 0;
      flags |= message.fragmentedBytes == 0 ? DataChunk.BEGINNING : 0;
      flags |= size == rest ? DataChunk.ENDING : 0;
      int tsn = chunks.add(message, message.fragmentedBytes, size, flags);
      queue.fragmentTaken(message, size);
      writeChunk(out, tsn, nowNanos);
      empty = false;
      message = queue.peek(nowNanos);
    }
  }

  private void writeChunk(ByteBuffer out, int tsn, long nowNanos) {
    Message message = chunks.message(tsn);
    int length = chunks.length(tsn);
    int flags = chunks.flags(tsn);
    if (probing || peerWindowBytes < length) {
      // RFC 7053: without it the peer may wait for a second packet, which will not come.
      flags |= DataChunk.IMMEDIATE;
    }
    DataChunk.writeHeader(
        out,
        flags,
        tsn,
        message.streamId,
        message.unordered ? 0 : message.ssn,
        message.payloadProtocolId,
        length);
    out.put(out.position(), message.buffer, message.offset + chunks.offset(tsn), length);
    out.position(out.position() + length);
    DataChunk.pad(out, length);
    chunks.transmitted(tsn, packetNumber, nowNanos, rate);
  }
}
