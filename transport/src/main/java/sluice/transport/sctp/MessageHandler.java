package sluice.transport.sctp;

import java.nio.ByteBuffer;

/// Where messages go. Called from within {@link Association#receive} and, for released buffers, from every method
/// that takes the time; an implementation may call {@link Association#send} and {@link Association#retain}, nothing
/// else of the association.
public interface MessageHandler {

  /// A whole message arrived. An ordered one comes in its stream's order.
  ///
  /// @param payloadProtocolId as the sender set it, not interpreted
  /// @param payload heap buffer, valid during this call only: it may lie in the packet that is being received. Who
  ///     needs it longer copies it, and says so by {@link Association#retain}
  void onMessage(
      int streamId,
      int payloadProtocolId,
      SendOptions.Ordering ordering,
      ByteBuffer payload,
      long nowNanos);

  /// The association no longer needs a buffer that it took in {@link Association#send}: its message was acknowledged,
  /// given up, or the association ended.
  void onMessageReleased(int streamId, ByteBuffer message);
}
