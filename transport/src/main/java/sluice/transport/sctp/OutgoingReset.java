package sluice.transport.sctp;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.transport.sctp.packet.OutgoingSsnResetRequestParameter;
import sluice.transport.sctp.packet.ReConfigChunk;
import sluice.transport.sctp.packet.ReConfigResponseParameter;

/// Resets streams that we send on (RFC 6525, section 5.1.2): one request at a time, for streams on which all has been
/// acknowledged, repeated until answered. Where the answer is "in progress", it is asked again under a new sequence
/// number, since some peers repeat their first answer to the old one.
final class OutgoingReset {
  private static final int MAX_STREAMS_IN_REQUEST = 128;

  private final Tcb tcb;
  private final RetryTimer timer;
  private final LinkedHashSet<Integer> waiting = new LinkedHashSet<>();
  private @Nullable OutgoingSsnResetRequestParameter request;
  private int nextSequenceNumber;
  private int lastPeerRequest;
  private boolean askAgain;

  OutgoingReset(Tcb tcb) {
    this.tcb = tcb;
    this.timer = new RetryTimer(tcb.options.retransmission().maxNanos());
    this.nextSequenceNumber = tcb.localInitialTsn;
  }

  void reset(Collection<Integer> streamIds, long nowNanos) {
    for (int id : streamIds) {
      if (id < 0 || id > 65_535) {
        throw new IllegalArgumentException("no stream " + id);
      }
    }
    tcb.sender.queue().beginReset(streamIds);
    waiting.addAll(streamIds);
    progress(nowNanos);
  }

  /// Sends the next request, if it may go.
  void progress(long nowNanos) {
    boolean standing =
        tcb.state == AssociationState.ESTABLISHED || tcb.state == AssociationState.SHUTDOWN_PENDING;
    if (!standing || request != null || waiting.isEmpty()) {
      return;
    }
    if (!tcb.peer.has(Capabilities.Feature.RE_CONFIG)) {
      List<Integer> refused = List.copyOf(waiting);
      waiting.clear();
      refuse(refused, "the peer knows no stream reset");
      return;
    }
    List<Integer> ready = new ArrayList<>();
    Iterator<Integer> ids = waiting.iterator();
    while (ids.hasNext() && ready.size() < MAX_STREAMS_IN_REQUEST) {
      int id = ids.next();
      if (tcb.sender.queue().isDrained(id)) {
        ready.add(id);
        ids.remove();
      }
    }
    if (!ready.isEmpty()) {
      ask(ready, nowNanos);
    }
  }

  private void ask(List<Integer> streams, long nowNanos) {
    request =
        new OutgoingSsnResetRequestParameter(
            nextSequenceNumber++, lastPeerRequest, tcb.sender.nextTsn() - 1, streams);
    askAgain = false;
    send(request);
    timer.start(nowNanos, tcb.sender.rtt().rtoNanos());
  }

  /// The sequence number of the peer's latest request, which each of ours carries.
  void lastPeerRequest(int sequenceNumber) {
    lastPeerRequest = sequenceNumber;
  }

  private void send(OutgoingSsnResetRequestParameter parameter) {
    tcb.control.removeIf(OutgoingReset::isOurRequest);
    tcb.control(new ReConfigChunk(List.of(parameter)));
  }

  private static boolean isOurRequest(Object chunk) {
    return chunk instanceof ReConfigChunk(var parameters)
        && parameters.getFirst() instanceof OutgoingSsnResetRequestParameter;
  }

  void onResponse(ReConfigResponseParameter response, long nowNanos) {
    OutgoingSsnResetRequestParameter asked = request;
    if (asked == null || response.responseSequenceNumber() != asked.requestSequenceNumber()) {
      return;
    }
    switch (response.result()) {
      case ReConfigResponseParameter.PERFORMED, ReConfigResponseParameter.NOTHING_TO_DO -> {
        settle();
        tcb.sender.queue().resetPerformed(asked.streams());
        tcb.events.add(new AssociationEvent.OutgoingStreamsReset(asked.streams()));
      }
      case ReConfigResponseParameter.IN_PROGRESS, ReConfigResponseParameter.ALREADY_IN_PROGRESS -> {
        askAgain = true;
        timer.start(nowNanos, tcb.sender.rtt().rtoNanos());
      }
      default -> {
        settle();
        refuse(asked.streams(), "refused with result " + response.result());
      }
    }
    progress(nowNanos);
  }

  private void settle() {
    request = null;
    timer.stop();
    tcb.control.removeIf(OutgoingReset::isOurRequest);
  }

  private void refuse(List<Integer> streams, String reason) {
    tcb.sender.queue().resetRefused(streams);
    tcb.events.add(new AssociationEvent.OutgoingResetRefused(streams, reason));
  }

  void onTimeout(long nowNanos) {
    OutgoingSsnResetRequestParameter asked = request;
    if (asked == null || !timer.isDue(nowNanos)) {
      return;
    }
    if (askAgain) {
      ask(asked.streams(), nowNanos);
    } else {
      timer.expired(nowNanos);
      send(asked);
    }
  }

  /// The peer restarted: what was asked for before is void.
  void forget() {
    waiting.clear();
  }

  /// A peer, or a peer that restarted: no request is under way; what was asked for before the association stood waits.
  void begin() {
    request = null;
    timer.stop();
    nextSequenceNumber = tcb.localInitialTsn;
  }

  void thaw(long nowNanos) {
    timer.fireAfterFreeze(nowNanos, tcb.sender.rtt().rtoNanos());
  }

  long deadlineNanos() {
    return tcb.ended ? RetryTimer.NONE : timer.deadlineNanos();
  }
}
