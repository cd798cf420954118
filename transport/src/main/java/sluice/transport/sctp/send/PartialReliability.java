package sluice.transport.sctp.send;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sluice.transport.sctp.packet.ForwardTsnChunk;

/// Gives messages up (RFC 3758) and tells the peer so. The Advanced Peer Ack Point is the TSN up to which all is
/// acknowledged or given up.
final class PartialReliability {
  private final OutstandingChunks chunks;
  private final SendQueue queue;
  private boolean supported;
  private int advancedPeerAckPoint;
  private boolean due;
  private int abandonedMessages;

  PartialReliability(OutstandingChunks chunks, SendQueue queue) {
    this.chunks = chunks;
    this.queue = queue;
    this.advancedPeerAckPoint = chunks.firstTsn() - 1;
  }

  /// The peer announced FORWARD TSN; before, nothing that has a TSN is given up.
  void supported() {
    supported = true;
  }

  /// Whether a chunk that is lost is not worth repeating.
  boolean isSpent(int tsn, long nowNanos) {
    Message message = chunks.message(tsn);
    return supported
        && (message.hasExpired(nowNanos) || chunks.transmissions(tsn) > message.maxRetransmissions);
  }

  /// Gives up the whole message of a chunk: RFC 3758, section 3.5, A3, "all the fragments MUST be abandoned". Where its end
  /// has no TSN yet one is spent for it, so that the peer can be moved past it even if all before were acknowledged.
  void giveUp(int tsn) {
    Message message = chunks.message(tsn);
    if (message.abandoned) {
      // A fragment that was acknowledged when the rest was given up, and that the peer has taken
      // back since.
      abandonUnlessAcknowledged(tsn);
      return;
    }
    message.abandoned = true;
    abandonedMessages++;
    if (!message.isFragmented() && !chunks.isFull()) {
      int rest = message.length - message.fragmentedBytes;
      int last = chunks.add(message, message.fragmentedBytes, 0, 0);
      queue.fragmentTaken(message, rest);
      chunks.abandon(last);
    } else if (!message.isFragmented()) {
      queue.giveUpRest(message);
    }
    for (int t = tsn; t - chunks.firstTsn() >= 0 && chunks.message(t) == message; t--) {
      abandonUnlessAcknowledged(t);
    }
    for (int t = tsn + 1; t - chunks.nextTsn() < 0 && chunks.message(t) == message; t++) {
      abandonUnlessAcknowledged(t);
    }
  }

  private void abandonUnlessAcknowledged(int tsn) {
    if (chunks.state(tsn) != OutstandingChunks.ACKNOWLEDGED) {
      chunks.abandon(tsn);
    }
  }

  /// RFC 3758, section 3.5, C1 to C3: after a SACK or an abandonment.
  ///
  /// @return whether there is something to tell the peer
  boolean advance() {
    int cumulative = chunks.firstTsn() - 1;
    if (advancedPeerAckPoint - cumulative < 0) {
      advancedPeerAckPoint = cumulative;
    }
    int next = advancedPeerAckPoint + 1;
    while (next - chunks.nextTsn() < 0 && chunks.state(next) == OutstandingChunks.ABANDONED) {
      advancedPeerAckPoint = next++;
    }
    return advancedPeerAckPoint != cumulative;
  }

  boolean isPending() {
    return advancedPeerAckPoint - (chunks.firstTsn() - 1) > 0;
  }

  void tellPeer() {
    due = isPending();
  }

  boolean isDue() {
    return due;
  }

  int abandonedMessages() {
    return abandonedMessages;
  }

  /// The FORWARD TSN to send, with as many skipped streams as fit ("MUST NOT be larger than the path MTU": the new
  /// cumulative TSN then stops where they end).
  ForwardTsnChunk take(int maxStreams) {
    due = false;
    Map<Integer, Integer> skipped = new TreeMap<>();
    int upTo = chunks.firstTsn() - 1;
    for (int tsn = chunks.firstTsn(); tsn - advancedPeerAckPoint <= 0; tsn++) {
      Message message = chunks.message(tsn);
      if (!message.unordered) {
        if (!skipped.containsKey(message.streamId) && skipped.size() == maxStreams) {
          break;
        }
        skipped.put(message.streamId, message.ssn);
      }
      upTo = tsn;
    }
    List<ForwardTsnChunk.SkippedStream> streams = new ArrayList<>(skipped.size());
    skipped.forEach((id, ssn) -> streams.add(new ForwardTsnChunk.SkippedStream(id, ssn)));
    return new ForwardTsnChunk(upTo, streams);
  }

  /// The association ended: every buffer goes back.
  void letGoOfAll() {
    while (chunks.inFlightCount() > 0) {
      chunks.lost(chunks.oldest());
    }
    queue.clear();
    while (!chunks.isEmpty()) {
      int tsn = chunks.firstTsn();
      if (chunks.state(tsn) == OutstandingChunks.LOST) {
        chunks.abandon(tsn);
      }
      queue.fragmentSettled(chunks.removeFirst());
    }
  }
}
