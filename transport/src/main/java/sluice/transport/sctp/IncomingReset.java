package sluice.transport.sctp;

import java.util.List;
import sluice.transport.sctp.packet.AddIncomingStreamsRequestParameter;
import sluice.transport.sctp.packet.AddOutgoingStreamsRequestParameter;
import sluice.transport.sctp.packet.IncomingSsnResetRequestParameter;
import sluice.transport.sctp.packet.OutgoingSsnResetRequestParameter;
import sluice.transport.sctp.packet.ReConfigChunk;
import sluice.transport.sctp.packet.ReConfigParameter;
import sluice.transport.sctp.packet.ReConfigResponseParameter;
import sluice.transport.sctp.packet.SsnTsnResetRequestParameter;
import sluice.transport.sctp.receive.DataReceiver;

/// Answers the peer's RE-CONFIG requests (RFC 6525, section 5.2). A reset waits, with "in progress", until all that the
/// peer had sent before it has been delivered.
final class IncomingReset {
  private final Tcb tcb;
  private final OutgoingReset outgoing;
  private int lastRequest;
  private int lastResult;

  IncomingReset(Tcb tcb, OutgoingReset outgoing) {
    this.tcb = tcb;
    this.outgoing = outgoing;
  }

  /// The peer's initial TSN is known: its first request carries that number (section 5.1.1).
  void begin() {
    lastRequest = tcb.peerInitialTsn - 1;
    lastResult = ReConfigResponseParameter.NOTHING_TO_DO;
    outgoing.lastPeerRequest(lastRequest);
  }

  void onReConfig(ReConfigChunk chunk, long nowNanos) {
    for (ReConfigParameter parameter : chunk.parameters()) {
      switch (parameter) {
        case ReConfigResponseParameter response -> outgoing.onResponse(response, nowNanos);
        case OutgoingSsnResetRequestParameter request -> onOutgoingReset(request);
        case IncomingSsnResetRequestParameter request -> onIncomingReset(request, nowNanos);
        case SsnTsnResetRequestParameter request -> deny(request.requestSequenceNumber());
        case AddOutgoingStreamsRequestParameter request -> deny(request.requestSequenceNumber());
        case AddIncomingStreamsRequestParameter request -> deny(request.requestSequenceNumber());
      }
    }
  }

  /// Whether a request is to be worked on; if not, it has been answered.
  private boolean isDue(int sequenceNumber) {
    boolean again = sequenceNumber == lastRequest;
    if (again && lastResult != ReConfigResponseParameter.IN_PROGRESS) {
      respond(sequenceNumber, lastResult);
      return false;
    }
    if (!again && sequenceNumber != lastRequest + 1) {
      // Section 5.2.1: "the Result field ... "Error - Bad Sequence Number"".
      tcb.control(response(sequenceNumber, ReConfigResponseParameter.BAD_SEQUENCE_NUMBER));
      return false;
    }
    lastRequest = sequenceNumber;
    outgoing.lastPeerRequest(sequenceNumber);
    return true;
  }

  private void onOutgoingReset(OutgoingSsnResetRequestParameter request) {
    DataReceiver receiver = tcb.receiver;
    if (receiver == null || !isDue(request.requestSequenceNumber())) {
      return;
    }
    if (request.senderLastAssignedTsn() - receiver.cumulativeTsn() > 0) {
      respond(request.requestSequenceNumber(), ReConfigResponseParameter.IN_PROGRESS);
      return;
    }
    List<Integer> streams =
        request.streams().isEmpty()
            ? receiver.usedStreams()
            : request.streams().stream().filter(id -> id < tcb.inboundStreams).distinct().toList();
    receiver.resetStreams(streams);
    respond(request.requestSequenceNumber(), ReConfigResponseParameter.PERFORMED);
    if (!streams.isEmpty()) {
      tcb.events.add(new AssociationEvent.IncomingStreamsReset(streams));
    }
  }

  /// The peer asks that we reset our own streams: it is granted by a request of ours.
  private void onIncomingReset(IncomingSsnResetRequestParameter request, long nowNanos) {
    if (!isDue(request.requestSequenceNumber())) {
      return;
    }
    List<Integer> streams =
        request.streams().stream().filter(id -> id < tcb.outboundStreams).distinct().toList();
    if (streams.isEmpty()) {
      respond(request.requestSequenceNumber(), ReConfigResponseParameter.DENIED);
      return;
    }
    respond(request.requestSequenceNumber(), ReConfigResponseParameter.PERFORMED);
    outgoing.reset(streams, nowNanos);
  }

  private void deny(int sequenceNumber) {
    if (isDue(sequenceNumber)) {
      respond(sequenceNumber, ReConfigResponseParameter.DENIED);
    }
  }

  private void respond(int sequenceNumber, int result) {
    lastResult = result;
    tcb.control(response(sequenceNumber, result));
  }

  private static ReConfigChunk response(int sequenceNumber, int result) {
    return new ReConfigChunk(List.of(new ReConfigResponseParameter(sequenceNumber, result)));
  }
}
