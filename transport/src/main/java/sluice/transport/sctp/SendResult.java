package sluice.transport.sctp;

/// What became of a message handed to {@link Association#send}. In every case but {@link #QUEUED} the buffer stays
/// the caller's.
public enum SendResult {
  /// Taken: the buffer belongs to the association until {@link MessageHandler#onMessageReleased}.
  QUEUED,
  /// More bytes are buffered than {@link AssociationOptions#sendBufferBytes}: try again after a {@link
  /// AssociationEvent.BufferedAmountLow}.
  BUFFER_FULL,
  /// SCTP carries no empty message: RFC 8831 has payload protocol identifiers for those.
  EMPTY,
  /// Longer than {@link AssociationOptions#maxSendMessageBytes}.
  TOO_LONG,
  /// The peer takes fewer streams than this identifier needs.
  NO_SUCH_STREAM,
  /// The stream is being reset.
  STREAM_RESETTING,
  /// The association is closed, aborted, or shutting down.
  CLOSED
}
