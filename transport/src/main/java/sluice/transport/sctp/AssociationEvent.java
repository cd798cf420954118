package sluice.transport.sctp;

import java.util.List;

/// What an {@link Association} tells its owner, apart from messages.
public sealed interface AssociationEvent {

  /// Data may flow. Messages handed over before are on their way.
  ///
  /// @param outboundStreams how many streams we may send on
  /// @param inboundStreams how many the peer may send on
  /// @param peerIsSluice the peer announced itself as another sluice
  record Established(int outboundStreams, int inboundStreams, boolean peerIsSluice)
      implements AssociationEvent {}

  /// The peer began anew (RFC 9260, section 5.2.4, action A): all that was queued or outstanding is gone, every stream
  /// starts at sequence number 0.
  record Restarted() implements AssociationEvent {}

  /// The peer reset the streams that it sends on; all it sent before has been delivered (RFC 6525, section 5.2.2).
  ///
  /// @param streamIds never empty: where the peer meant all streams, those that it has used
  record IncomingStreamsReset(List<Integer> streamIds) implements AssociationEvent {}

  /// The peer performed our reset: these identifiers may be used again.
  record OutgoingStreamsReset(List<Integer> streamIds) implements AssociationEvent {}

  /// The peer refused, or does not know stream reset at all.
  record OutgoingResetRefused(List<Integer> streamIds, String reason) implements AssociationEvent {}

  /// The bytes handed over and not yet acknowledged on this stream fell to its threshold or below.
  record BufferedAmountLow(int streamId) implements AssociationEvent {}

  /// Something has been outstanding without any answer for {@link AssociationOptions#suspectNanos}: the path may be
  /// dead. Told once until the peer is heard again.
  record PeerSilent(long silentNanos) implements AssociationEvent {}

  /// The peer is heard again after {@link PeerSilent}.
  record PeerHeard() implements AssociationEvent {}

  /// Ended in order, by either side: everything was acknowledged. The last event.
  record ShutdownComplete() implements AssociationEvent {}

  /// Ended without order. The last event.
  record Aborted(AbortReason reason, String detail) implements AssociationEvent {}
}
