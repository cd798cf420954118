package sluice.transport;

import java.nio.ByteBuffer;

/// Hears one {@link DataChannel}. Called on the connection's own thread, which also moves the data: nothing here may
/// block.
public interface ChannelListener {
  /// The other end knows of the channel.
  default void onOpen(DataChannel channel) {}

  /// A binary message. The buffer belongs to the transport and is valid during the call only.
  void onBinary(DataChannel channel, ByteBuffer message);

  /// A text message. The text is untrusted.
  void onText(DataChannel channel, String message);

  /// The buffered bytes fell to the threshold.
  default void onBufferedLow(DataChannel channel) {}

  /// Nothing more comes and nothing more can be sent.
  default void onClosed(DataChannel channel) {}
}
