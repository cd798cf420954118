package sluice.transport.channel;

/// What became of a message given to [ChannelEngine#send].
public enum ChannelSendResult {
  /// Taken. The buffer belongs to the engine until [ChannelHandler#onReleased], unless the message
  /// is empty: its buffer is not kept and never released.
  QUEUED,
  /// Too much is buffered: try again when [ChannelEvent.BufferedLow] comes.
  BUFFER_FULL,
  /// Longer than [ChannelEngine#maxMessageBytes].
  TOO_LONG,
  /// The channel is closed or closing.
  CLOSED
}
