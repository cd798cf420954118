package sluice.transport.channel;

import java.nio.ByteBuffer;

/// Hears what cannot wait for [ChannelEngine#pollEvent]: messages, which are not copied.
///
/// Called from within the association's and the engine's methods. It may call any method of the
/// engine but [ChannelEngine#advance].
public interface ChannelHandler {

  /// A whole message, perhaps empty.
  ///
  /// @param payload valid during this call only
  void onMessage(Channel channel, MessageKind kind, ByteBuffer payload, long nowNanos);

  /// A buffer given to [ChannelEngine#send] is the caller's again: its message was acknowledged,
  /// given up, or will never be sent.
  void onReleased(Channel channel, ByteBuffer message);
}
