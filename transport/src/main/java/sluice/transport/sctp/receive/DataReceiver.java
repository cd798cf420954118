package sluice.transport.sctp.receive;

import java.nio.ByteBuffer;
import java.util.List;
import sluice.transport.sctp.packet.ChunkHeader;
import sluice.transport.sctp.packet.DataChunk;
import sluice.transport.sctp.packet.ForwardTsnChunk;
import sluice.transport.sctp.packet.SackChunk;

/// The receiving half of an association: takes DATA and FORWARD TSN, delivers messages, writes SACKs. Nothing is
/// allocated for a packet.
public final class DataReceiver {
  private static final int MAX_GAP_BLOCKS = 4096;

  private final TsnTracker tracker;
  private final Reassembly reassembly;
  private final SackPolicy sackPolicy;
  private final WindowTuning tuning;
  private final int maxMessageBytes;
  private final int streams;

  private long retainedBytes;
  private long advertisedBytes;
  private long duplicates;
  private boolean packetHadData;
  private boolean packetHurries;
  private boolean packetForwarded;

  /// What became of a DATA chunk.
  public enum Outcome {
    TAKEN,
    DUPLICATE,
    /// Thrown away unacknowledged: the window is full or the TSN too far ahead. The sender will repeat it.
    NO_ROOM,
    /// Acknowledged and thrown away; the sender is to be told by an ERROR (RFC 9260, section 6.5).
    NO_SUCH_STREAM,
    /// The association ends: RFC 9260, section 6.2: "If an endpoint receives a DATA chunk with no user data ... the
    /// endpoint MUST send an ABORT chunk with a "No User Data" error cause".
    NO_USER_DATA,
    MESSAGE_TOO_LONG,
    INCONSISTENT_FRAGMENTS
  }

  /// @param initialTsn the peer's, from its INIT or INIT ACK
  /// @param streams how many the peer may use
  /// @param maxWindowBytes up to which the window is tuned
  public DataReceiver(
      int initialTsn,
      int streams,
      int maxWindowBytes,
      int maxMessageBytes,
      long sackDelayNanos,
      MessageSink sink) {
    this.tracker = new TsnTracker(initialTsn);
    this.reassembly = new Reassembly(sink, maxMessageBytes);
    this.sackPolicy = new SackPolicy(sackDelayNanos);
    this.tuning =
        new WindowTuning(initialWindowBytes(maxWindowBytes, maxMessageBytes), maxWindowBytes);
    this.maxMessageBytes = maxMessageBytes;
    this.streams = streams;
    this.advertisedBytes = tuning.windowBytes();
  }

  /// The window that an association begins with, and tells in its INIT.
  public static int initialWindowBytes(int maxWindowBytes, int maxMessageBytes) {
    return Math.min(maxWindowBytes, Math.max(WindowTuning.INITIAL_BYTES, 2 * maxMessageBytes));
  }

  /// The peer counts acknowledged bytes and not SACKs: one for each receive batch will do.
  public void acknowledgeEachBatch() {
    sackPolicy.cadence(SackPolicy.Cadence.EVERY_BATCH);
  }

  /// Takes the DATA chunk at an absolute offset of a packet; the packet's chunks lie within its array.
  public Outcome onData(ByteBuffer packet, int at) {
    int flags = ChunkHeader.flags(packet, at);
    int size = DataChunk.userDataBytes(packet, at);
    int tsn = DataChunk.tsn(packet, at);
    if (size == 0) {
      return Outcome.NO_USER_DATA;
    }
    packetHadData = true;
    packetHurries |= (flags & DataChunk.IMMEDIATE) != 0;
    return switch (tracker.classify(tsn)) {
      case DUPLICATE -> {
        duplicates++;
        tracker.noteDuplicate(tsn);
        packetHurries = true;
        yield Outcome.DUPLICATE;
      }
      case OUT_OF_RANGE -> noRoom();
      case NEXT -> onNext(packet, at, flags, size);
      case ABOVE_GAP -> onAboveGap(packet, at, tsn, flags, size);
    };
  }

  private Outcome onNext(ByteBuffer packet, int at, int flags, int size) {
    // Where chunks above the gap fill the window this one lets them go: it may exceed the window by
    // one message.
    if (occupiedBytes() + size > (long) tuning.windowBytes() + maxMessageBytes) {
      return noRoom();
    }
    int streamId = DataChunk.streamId(packet, at);
    tracker.advance();
    if (streamId >= streams) {
      reassembly.skipped();
      takeUpRecorded();
      return Outcome.NO_SUCH_STREAM;
    }
    packetHurries |= tracker.hasGaps();
    reassembly.takeNext(
        flags,
        streamId,
        DataChunk.streamSequenceNumber(packet, at),
        DataChunk.payloadProtocolId(packet, at),
        packet,
        DataChunk.userDataOffset(at),
        size);
    takeUpRecorded();
    return outcome();
  }

  private Outcome onAboveGap(ByteBuffer packet, int at, int tsn, int flags, int size) {
    packetHurries = true;
    int streamId = DataChunk.streamId(packet, at);
    if (streamId >= streams) {
      return Outcome.NO_ROOM;
    }
    if (occupiedBytes() + BlockStore.occupiedBytes(size) > tuning.windowBytes()) {
      return noRoom();
    }
    tracker.recordAboveGap(tsn);
    reassembly.takeAboveGap(
        tracker.cumulativeTsn(),
        tsn,
        flags,
        streamId,
        DataChunk.streamSequenceNumber(packet, at),
        DataChunk.payloadProtocolId(packet, at),
        packet,
        DataChunk.userDataOffset(at),
        size);
    return outcome();
  }

  private void takeUpRecorded() {
    while (tracker.nextIsRecorded()) {
      tracker.advance();
      reassembly.advancedOnto(tracker.cumulativeTsn());
    }
  }

  private Outcome noRoom() {
    packetHurries = true;
    return Outcome.NO_ROOM;
  }

  private Outcome outcome() {
    return switch (reassembly.violation()) {
      case NONE -> Outcome.TAKEN;
      case MESSAGE_TOO_LONG -> Outcome.MESSAGE_TOO_LONG;
      case INCONSISTENT_FRAGMENTS -> Outcome.INCONSISTENT_FRAGMENTS;
    };
  }

  /// RFC 3758, section 3.6: moves the Cumulative TSN Ack Point over what the peer gave up, "and MUST then further
  /// advance it if possible". One a packet: a second would only make us work for somebody hostile.
  public Outcome onForwardTsn(ForwardTsnChunk chunk) {
    packetHadData = true;
    packetHurries = true;
    int distance = chunk.newCumulativeTsn() - tracker.cumulativeTsn();
    if (distance <= 0 || distance > TsnTracker.MAX_OFFSET || packetForwarded) {
      return Outcome.DUPLICATE;
    }
    packetForwarded = true;
    for (int i = 0; i < distance; i++) {
      tracker.advance();
      reassembly.advancedOnto(tracker.cumulativeTsn());
    }
    reassembly.skipped();
    for (ForwardTsnChunk.SkippedStream skipped : chunk.skippedStreams()) {
      if (skipped.streamId() < streams) {
        reassembly.skipTo(skipped.streamId(), skipped.streamSequenceNumber());
      }
    }
    takeUpRecorded();
    return outcome();
  }

  /// All chunks of a packet have been handed over.
  public void onPacketEnd(long nowNanos) {
    if (packetHadData) {
      if (packetHurries) {
        sackPolicy.hurry();
      }
      sackPolicy.onPacket(
          tracker.cumulativeTsn(), openBytes(), tracker.hasGaps() || packetHurries, nowNanos);
    }
    packetHadData = false;
    packetHurries = false;
    packetForwarded = false;
  }

  /// All packets that lay ready have been received.
  ///
  /// @param rttNanos as far as known, else 0
  public void onBatchEnd(long rttNanos, long nowNanos) {
    tuning.onProgress(reassembly.deliveredBytes() + reassembly.heldBytes(), rttNanos, nowNanos);
    sackPolicy.onBatchEnd();
  }

  /// Another path, or the same again: the acknowledgements of before may be lost.
  public void onPathReturned() {
    sackPolicy.repeat();
  }

  public boolean sackIsDue(long nowNanos) {
    return sackPolicy.isDue(nowNanos);
  }

  public boolean sackIsWorthwhile() {
    return sackPolicy.isWorthwhile();
  }

  public long deadlineNanos() {
    return sackPolicy.deadlineNanos();
  }

  /// The bytes that the smallest SACK takes.
  public static int minSackBytes() {
    return SackChunk.FIXED_BYTES;
  }

  /// Writes the next SACK; at least {@link #minSackBytes} must remain in the buffer.
  public void writeSack(ByteBuffer out) {
    if (sackPolicy.hasBacklog()) {
      SackChunk.writeFixed(out, sackPolicy.backlogTsn(), sackPolicy.backlogWindow(), 0, 0);
      advertisedBytes = sackPolicy.backlogWindow();
      sackPolicy.backlogWritten();
      return;
    }
    int at = out.position();
    long window = openBytes();
    SackChunk.writeFixed(out, tracker.cumulativeTsn(), window, 0, 0);
    int blocks = 0;
    if (tracker.hasGaps()) {
      blocks =
          tracker.writeGapBlocks(
              out, Math.min(MAX_GAP_BLOCKS, out.remaining() / SackChunk.ENTRY_BYTES));
    }
    int reported = Math.min(tracker.duplicateCount(), out.remaining() / SackChunk.ENTRY_BYTES);
    tracker.writeDuplicates(out, reported);
    int end = out.position();
    out.position(at);
    SackChunk.writeFixed(out, tracker.cumulativeTsn(), window, blocks, reported);
    out.position(end);
    advertisedBytes = window;
    sackPolicy.written();
  }

  /// The application keeps delivered bytes.
  public void retain(long bytes) {
    retainedBytes += bytes;
  }

  /// Bytes that the application keeps.
  public long retainedBytes() {
    return retainedBytes;
  }

  /// The application let go of bytes. RFC 9260, section 6.2 leaves the moment of a window update to us: when a quarter
  /// of the window has opened since the peer was last told.
  public void release(long bytes) {
    if (bytes > retainedBytes) {
      throw new IllegalArgumentException("more released than retained");
    }
    retainedBytes -= bytes;
    if (openBytes() - advertisedBytes >= tuning.windowBytes() / 4) {
      sackPolicy.hurry();
    }
  }

  /// a_rwnd.
  public long openBytes() {
    return Math.max(0, tuning.windowBytes() - occupiedBytes());
  }

  private long occupiedBytes() {
    return reassembly.heldBytes() + retainedBytes;
  }

  public int cumulativeTsn() {
    return tracker.cumulativeTsn();
  }

  public long duplicates() {
    return duplicates;
  }

  public long deliveredBytes() {
    return reassembly.deliveredBytes();
  }

  /// Bytes of messages that are not yet whole, or wait for their turn.
  public int heldBytes() {
    return reassembly.heldBytes();
  }

  public List<Integer> usedStreams() {
    return reassembly.usedStreams();
  }

  /// The peer's streams begin at SSN 0 again.
  public void resetStreams(List<Integer> ids) {
    reassembly.resetStreams(ids);
  }
}
