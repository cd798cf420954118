package sluice.transport.sctp.receive;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/// Puts fragments together and delivers messages: each as soon as it is whole and, if ordered, its stream's turn has
/// come.
///
/// Fragments of one message have consecutive TSNs (RFC 9260, section 6.9), so at the Cumulative TSN Ack Point at most
/// one message is unfinished: its bytes are gathered in one array, and a message of one chunk that arrives in order is
/// delivered where it lies in its packet. What arrives above a gap waits in {@link HeldChunks}; it is delivered early if
/// its message is whole, else taken up when the gap closes.
///
/// A sender assigns TSNs in the order of a stream's sequence numbers: at the Cumulative TSN Ack Point, the order of
/// TSNs is the order of delivery, and SSNs serve only to decide about early delivery.
final class Reassembly {
  private static final int INITIAL_BYTES = 4096;

  private final HeldChunks held = new HeldChunks();
  private final InboundStreams streams = new InboundStreams();
  private final MessageSink sink;
  private final int maxMessageBytes;

  private byte[] gathered = new byte[INITIAL_BYTES];
  private ByteBuffer gatheredView = ByteBuffer.wrap(gathered);
  private byte[] early = new byte[INITIAL_BYTES];
  private ByteBuffer earlyView = ByteBuffer.wrap(early);

  private boolean gathering;
  private boolean skipping;
  private int length;
  private int streamId;
  private int ssn;
  private int ppid;
  private boolean unordered;
  private long deliveredBytes;
  private Violation violation = Violation.NONE;

  /// What a peer can do wrong with fragments.
  enum Violation {
    NONE,
    MESSAGE_TOO_LONG,
    /// Fragments that contradict each other.
    INCONSISTENT_FRAGMENTS
  }

  Reassembly(MessageSink sink, int maxMessageBytes) {
    this.sink = sink;
    this.maxMessageBytes = maxMessageBytes;
  }

  /// Bytes that wait here.
  int heldBytes() {
    return length + held.blocks.usedBytes();
  }

  long deliveredBytes() {
    return deliveredBytes;
  }

  /// The first violation, which the association must end for.
  Violation violation() {
    return violation;
  }

  /// Takes the chunk after the Cumulative TSN Ack Point; its data lies in the packet.
  void takeNext(
      int flags, int stream, int sequence, int protocol, ByteBuffer packet, int from, int size) {
    boolean begins = (flags & HeldChunks.BEGINNING) != 0;
    boolean ends = (flags & HeldChunks.ENDING) != 0;
    if (begins && ends && !gathering && size <= maxMessageBytes) {
      skipping = false;
      deliverInPlace(flags, stream, sequence, protocol, packet, from, size);
      return;
    }
    if (!append(flags, stream, sequence, protocol, size)) {
      return;
    }
    System.arraycopy(packet.array(), packet.arrayOffset() + from, gathered, length, size);
    length += size;
    if (ends) {
      deliverGathered();
    }
  }

  /// Takes a chunk above a gap. The caller has checked that it is new and within the window.
  void takeAboveGap(
      int cumulativeTsn,
      int tsn,
      int flags,
      int stream,
      int sequence,
      int protocol,
      ByteBuffer packet,
      int from,
      int size) {
    held.ensure(cumulativeTsn, tsn - cumulativeTsn + 1);
    int first =
        held.hold(
            tsn,
            flags,
            stream,
            sequence,
            protocol,
            packet.array(),
            packet.arrayOffset() + from,
            size);
    if (!held.runIsWhole(first)) {
      return;
    }
    if (held.has(first, HeldChunks.UNORDERED)) {
      deliverEarly(first);
    } else if (held.ssn(first) == streams.nextSsn(held.streamId(first))) {
      int id = held.streamId(first);
      deliverEarly(first);
      deliverWaiting(id);
    } else {
      addWaiting(first);
    }
  }

  /// The Cumulative TSN Ack Point moves onto a TSN that was recorded above a gap, or that the peer gave up.
  void advancedOnto(int tsn) {
    switch (held.slot(tsn)) {
      case HELD -> takeHeld(tsn);
      case DELIVERED -> held.clear(tsn);
      case EMPTY -> {
        dropGathered();
        skipping = true;
      }
    }
  }

  /// The peer gave up on messages of this stream up to this SSN (RFC 3758, section 3.6).
  void skipTo(int stream, int sequence) {
    int behind = (short) (sequence - streams.nextSsn(stream));
    if (behind >= 0) {
      streams.delivered(stream, sequence);
    }
    deliverWaiting(stream);
  }

  /// After a FORWARD TSN no unfinished message at the Cumulative TSN Ack Point can be finished unless its next fragment
  /// comes, nor is one without a beginning an error.
  void skipped() {
    skipping = true;
  }

  /// The peer starts these streams at SSN 0 again.
  void resetStreams(List<Integer> ids) {
    for (int id : ids) {
      streams.reset(id);
    }
  }

  List<Integer> usedStreams() {
    return streams.used();
  }

  private void takeHeld(int tsn) {
    int flags = held.flags(tsn);
    boolean begins = (flags & HeldChunks.BEGINNING) != 0;
    if (begins) {
      unlinkWaiting(tsn);
    }
    int size = held.length(tsn);
    boolean taken =
        append(flags, held.streamId(tsn), held.ssn(tsn), held.payloadProtocolId(tsn), size);
    if (taken) {
      held.read(tsn, gathered, length);
      length += size;
    }
    boolean ends = (flags & HeldChunks.ENDING) != 0;
    if (!ends) {
      int last = held.runOther(tsn);
      if (last != tsn && held.slot(tsn + 1) == HeldChunks.Slot.HELD) {
        held.shortenRun(tsn + 1, last);
      }
    }
    held.clear(tsn);
    if (taken && ends) {
      deliverGathered();
    }
  }

  /// Prepares the gathering array for one more fragment; false if it is to be thrown away.
  private boolean append(int flags, int stream, int sequence, int protocol, int size) {
    boolean begins = (flags & HeldChunks.BEGINNING) != 0;
    boolean isUnordered = (flags & HeldChunks.UNORDERED) != 0;
    if (begins) {
      if (gathering && !skipping) {
        violation = Violation.INCONSISTENT_FRAGMENTS;
      }
      dropGathered();
      skipping = false;
      gathering = true;
      streamId = stream;
      ssn = sequence;
      ppid = protocol;
      unordered = isUnordered;
    } else if (!gathering) {
      if (!skipping) {
        violation = Violation.INCONSISTENT_FRAGMENTS;
      }
      return false;
    } else if (stream != streamId || isUnordered != unordered || (!unordered && sequence != ssn)) {
      violation = Violation.INCONSISTENT_FRAGMENTS;
      dropGathered();
      return false;
    }
    if (length + size > maxMessageBytes) {
      violation = Violation.MESSAGE_TOO_LONG;
      dropGathered();
      return false;
    }
    if (length + size > gathered.length) {
      gathered = Arrays.copyOf(gathered, grownSize(gathered.length, length + size));
      gatheredView = ByteBuffer.wrap(gathered);
    }
    return true;
  }

  private int grownSize(int present, int needed) {
    return Math.max(needed, Math.min(maxMessageBytes, 2 * present));
  }

  private void dropGathered() {
    gathering = false;
    length = 0;
  }

  private void deliverInPlace(
      int flags, int stream, int sequence, int protocol, ByteBuffer packet, int from, int size) {
    boolean isUnordered = (flags & HeldChunks.UNORDERED) != 0;
    if (isUnordered) {
      streams.touch(stream);
    } else {
      streams.delivered(stream, sequence);
    }
    int position = packet.position();
    int limit = packet.limit();
    deliveredBytes += size;
    packet.limit(from + size).position(from);
    sink.deliver(stream, protocol, isUnordered, packet);
    packet.limit(limit).position(position);
    if (!isUnordered) {
      deliverWaiting(stream);
    }
  }

  private void deliverGathered() {
    int size = length;
    dropGathered();
    deliveredBytes += size;
    if (unordered) {
      streams.touch(streamId);
    } else {
      streams.delivered(streamId, ssn);
    }
    gatheredView.limit(size).position(0);
    int stream = streamId;
    boolean ordered = !unordered;
    sink.deliver(stream, ppid, unordered, gatheredView);
    gatheredView.clear();
    if (ordered) {
      deliverWaiting(stream);
    }
  }

  private void deliverEarly(int first) {
    int last = held.runOther(first);
    int stream = held.streamId(first);
    boolean isUnordered = held.has(first, HeldChunks.UNORDERED);
    int sequence = held.ssn(first);
    int size = 0;
    for (int tsn = first; tsn - last <= 0; tsn++) {
      size += held.length(tsn);
      if (held.streamId(tsn) != stream
          || held.has(tsn, HeldChunks.UNORDERED) != isUnordered
          || (!isUnordered && held.ssn(tsn) != sequence)) {
        violation = Violation.INCONSISTENT_FRAGMENTS;
        return;
      }
      if (size > maxMessageBytes) {
        violation = Violation.MESSAGE_TOO_LONG;
        return;
      }
    }
    if (size > early.length) {
      early = new byte[grownSize(early.length, size)];
      earlyView = ByteBuffer.wrap(early);
    }
    int protocol = held.payloadProtocolId(first);
    int at = 0;
    for (int tsn = first; tsn - last <= 0; tsn++) {
      held.read(tsn, early, at);
      at += held.length(tsn);
      held.markDelivered(tsn);
    }
    if (isUnordered) {
      streams.touch(stream);
    } else {
      streams.delivered(stream, sequence);
    }
    deliveredBytes += size;
    earlyView.limit(size).position(0);
    sink.deliver(stream, protocol, isUnordered, earlyView);
    earlyView.clear();
  }

  private void deliverWaiting(int stream) {
    while (streams.waitingCount(stream) > 0) {
      int first = streams.firstWaiting(stream);
      int ahead = (short) (held.ssn(first) - streams.nextSsn(stream));
      if (ahead > 0 || violation != Violation.NONE) {
        return;
      }
      streams.waiting(stream, held.nextWaiting(first), streams.waitingCount(stream) - 1);
      deliverEarly(first);
    }
  }

  /// Sorted by TSN; a new one mostly belongs at the end, but a closed gap may bring one before others.
  private void addWaiting(int first) {
    int stream = held.streamId(first);
    int count = streams.waitingCount(stream);
    if (count == 0) {
      streams.waiting(stream, first, 1);
      streams.lastWaiting(stream, first);
      return;
    }
    int head = streams.firstWaiting(stream);
    int tail = streams.lastWaiting(stream);
    if (first - head < 0) {
      held.nextWaiting(first, head);
      streams.waiting(stream, first, count + 1);
      return;
    }
    int before = first - tail > 0 ? tail : head;
    while (before != tail && held.nextWaiting(before) - first < 0) {
      before = held.nextWaiting(before);
    }
    held.nextWaiting(first, held.nextWaiting(before));
    held.nextWaiting(before, first);
    if (before == tail) {
      streams.lastWaiting(stream, first);
    }
    streams.waiting(stream, head, count + 1);
  }

  private void unlinkWaiting(int first) {
    int stream = held.streamId(first);
    int count = streams.waitingCount(stream);
    if (count > 0 && streams.firstWaiting(stream) == first) {
      streams.waiting(stream, held.nextWaiting(first), count - 1);
    }
  }
}
