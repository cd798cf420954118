package sluice.transport.sctp;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One SCTP association over a lower layer that keeps datagrams' boundaries and may lose, repeat, reorder and corrupt
/// them. Symmetric: both ends may call {@link #associate}, one at least must.
///
/// The engine has no clock, thread or socket. Its driver passes the time, which begins at 0 and never runs backwards,
/// and turns the crank:
///
/// 1. for each datagram of a batch {@link #receive}, then {@link #onBatchEnd};
/// 2. when {@link #deadlineNanos} has come, {@link #onTimeout};
/// 3. after any call, {@link #pollPacket} until it tells `false`, {@link #pollEvent} until it tells `null`.
///
/// Nothing that the peer sends makes a method throw. A method that takes the caller's mistakes for what they are
/// throws IllegalArgumentException.
///
/// The association does not end because the peer is silent (unless {@link
/// AssociationOptions#maxRetransmissionTimeouts} says so); the owner decides that. While {@link #pathLost} holds, all
/// timers stand still and no packet leaves.
public final class Association {

  /// @param random for tags, initial TSN, cookie key: with the same seed the same packets
  public Association(AssociationOptions options, RandomGenerator random, MessageHandler messages) {
    throw new UnsupportedOperationException("begun");
  }

  /// Begins the handshake (RFC 9260, section 5.1). Does nothing where it has begun or ended.
  public void associate(long nowNanos) {
    throw new UnsupportedOperationException("begun");
  }

  /// Takes one packet, between the buffer's position and its limit; a heap buffer, whose content is read only.
  public void receive(ByteBuffer packet, long nowNanos) {
    throw new UnsupportedOperationException("begun");
  }

  /// The datagrams that lay ready have all been received: an acknowledgement for the batch is due, where the peer is
  /// another sluice.
  public void onBatchEnd(long nowNanos) {
    throw new UnsupportedOperationException("begun");
  }

  /// Does what is due at this time.
  public void onTimeout(long nowNanos) {
    throw new UnsupportedOperationException("begun");
  }

  /// When {@link #onTimeout} or {@link #pollPacket} has something to do next, or `Long.MAX_VALUE`.
  public long deadlineNanos() {
    throw new UnsupportedOperationException("begun");
  }

  /// Writes the next packet at the buffer's position and advances it: at most {@link #packetBytes} bytes. A heap
  /// buffer.
  ///
  /// @return `false` if there is nothing to send now
  public boolean pollPacket(ByteBuffer out, long nowNanos) {
    throw new UnsupportedOperationException("begun");
  }

  /// The next event, or null.
  public @Nullable AssociationEvent pollEvent() {
    throw new UnsupportedOperationException("begun");
  }

  /// Hands a message over, between the buffer's position and its limit. The buffer must keep its content until {@link
  /// MessageHandler#onMessageReleased}; its position and limit are not changed. Allowed before the association stands.
  public SendResult send(
      int streamId, int payloadProtocolId, SendOptions options, ByteBuffer message, long nowNanos) {
    throw new UnsupportedOperationException("begun");
  }

  /// Bytes handed over on a stream and not yet acknowledged or given up.
  public long bufferedBytes(int streamId) {
    throw new UnsupportedOperationException("begun");
  }

  /// The same over all streams.
  public long bufferedBytes() {
    throw new UnsupportedOperationException("begun");
  }

  /// Sets when {@link AssociationEvent.BufferedAmountLow} is told; 0 at first.
  public void bufferedLowThreshold(int streamId, long bytes) {
    throw new UnsupportedOperationException("begun");
  }

  /// The owner keeps so many delivered bytes: the window that the peer sees is smaller by them.
  public void retain(long bytes) {
    throw new UnsupportedOperationException("begun");
  }

  /// The owner let go of so many retained bytes; the peer is told when the window opened by enough.
  public void release(long bytes, long nowNanos) {
    throw new UnsupportedOperationException("begun");
  }

  /// Resets outgoing streams (RFC 6525) once all that was handed over on them has been acknowledged. Answered by {@link
  /// AssociationEvent.OutgoingStreamsReset} or {@link AssociationEvent.OutgoingResetRefused}.
  public void resetStreams(Collection<Integer> streamIds, long nowNanos) {
    throw new UnsupportedOperationException("begun");
  }

  /// Ends the association in order, after all that was handed over is acknowledged (RFC 9260, section 9.2).
  public void shutdown(long nowNanos) {
    throw new UnsupportedOperationException("begun");
  }

  /// Ends the association at once; {@link #pollPacket} gives one ABORT for the peer. Messages not yet delivered are
  /// lost.
  public void abort(String reason, long nowNanos) {
    throw new UnsupportedOperationException("begun");
  }

  /// There is no path now: timers stand still, nothing is sent.
  public void pathLost(long nowNanos) {
    throw new UnsupportedOperationException("begun");
  }

  /// There is a path again, perhaps another one: what was in flight counts as lost and is sent at once.
  public void pathReturned(long nowNanos) {
    throw new UnsupportedOperationException("begun");
  }

  /// The largest packet that {@link #pollPacket} writes now.
  public int packetBytes() {
    throw new UnsupportedOperationException("begun");
  }

  /// The lower layer learnt how much the path carries at most; at least 576.
  public void pathPacketBytes(int bytes, long nowNanos) {
    throw new UnsupportedOperationException("begun");
  }

  public AssociationState state() {
    throw new UnsupportedOperationException("begun");
  }

  public AssociationStatistics statistics() {
    throw new UnsupportedOperationException("begun");
  }
}
