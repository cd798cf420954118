package sluice.transport.channel;

/// What a [ChannelEngine] tells its driver, apart from messages.
public sealed interface ChannelEvent {

  /// The channel that it is about.
  Channel channel();

  /// The peer opened a channel. It is paused: its messages wait until [ChannelEngine#resume].
  record Offered(Channel channel) implements ChannelEvent {}

  /// The peer knows of the channel that we opened.
  record Opened(Channel channel) implements ChannelEvent {}

  /// What is buffered fell to the threshold or below.
  record BufferedLow(Channel channel) implements ChannelEvent {}

  /// Nothing more is received, nothing more can be sent. The channel's last event.
  record Closed(Channel channel, Cause cause) implements ChannelEvent {}

  /// Why a channel closed.
  enum Cause {
    /// [ChannelEngine#close] was called.
    BY_US,
    /// The peer closed it, or refused it.
    BY_PEER,
    /// No stream was left for it, or there are as many channels as we allow.
    NO_STREAM,
    /// The peer broke a rule of the channel protocol, or a limit.
    PROTOCOL_VIOLATION,
    /// A message sent before the peer's limit was known is longer than it.
    MESSAGE_TOO_LONG,
    /// The association ended or was begun anew.
    ASSOCIATION_ENDED
  }
}
