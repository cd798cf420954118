package sluice.transport;

import java.nio.ByteBuffer;

/// A stream of messages within a {@link PeerConnection} (RFC 8831). Any thread may call any method.
public interface DataChannel extends AutoCloseable {
  String label();

  ChannelOptions options();

  /// Sets who hears of this channel's messages; until then they wait in the receive window.
  void listen(ChannelListener listener);

  /// Sends a binary message, which may be empty; copies it. Blocks while more than
  /// {@link PeerOptions#sendBufferBytes} are buffered: never to be called on the connection's own thread.
  ///
  /// @throws ChannelClosedException if the channel is closed, or closes while the call waits
  /// @throws IllegalArgumentException if the message is longer than {@link #maxMessageBytes}
  void send(ByteBuffer message) throws ChannelClosedException, InterruptedException;

  /// As {@link #send(ByteBuffer)}, for a text message.
  void send(String message) throws ChannelClosedException, InterruptedException;

  /// As {@link #send(ByteBuffer)}, but tells `false` instead of blocking.
  boolean trySend(ByteBuffer message) throws ChannelClosedException;

  /// As {@link #send(String)}, but tells `false` instead of blocking.
  boolean trySend(String message) throws ChannelClosedException;

  /// The longest message that the other end takes, in bytes; 65,536 until it is known.
  int maxMessageBytes();

  /// Bytes handed over and not yet acknowledged by the other end's transport.
  long bufferedBytes();

  /// Calls {@link ChannelListener#onBufferedLow} each time the buffered bytes fall to this threshold or below.
  void bufferedLowThreshold(long bytes);

  /// Stops the delivery of messages: they stay in the receive window, which closes, until {@link #resume}.
  void pause();

  void resume();

  /// Closes the channel in both directions once what was sent is delivered (RFC 8831, section 6.7).
  @Override
  void close();
}
