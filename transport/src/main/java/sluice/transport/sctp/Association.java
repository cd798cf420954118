package sluice.transport.sctp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import sluice.transport.sctp.packet.AbortChunk;
import sluice.transport.sctp.packet.UserInitiatedAbortCause;
import sluice.transport.sctp.receive.DataReceiver;
import sluice.transport.sctp.send.SendQueue;

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

  static final int MAX_REASON_CHARACTERS = 200;

  private static final int BLACK_HOLE_TIMEOUTS = 2;

  private final Tcb tcb;
  private final Procedures procedures;
  private final PacketIntake intake;
  private final PacketAssembly assembly;
  private boolean frozen;

  /// @param random for tags, initial TSN, cookie key: with the same seed the same packets
  public Association(AssociationOptions options, RandomGenerator random, MessageHandler messages) {
    tcb = new Tcb(options, random, messages);
    procedures = Procedures.of(tcb);
    intake = new PacketIntake(tcb, procedures);
    assembly = new PacketAssembly(tcb, procedures);
  }

  /// Begins the handshake (RFC 9260, section 5.1). Does nothing where it has begun or ended.
  public void associate(long nowNanos) {
    tcb.nowNanos = nowNanos;
    procedures.handshake().associate(nowNanos);
  }

  /// Takes one packet, between the buffer's position and its limit; a heap buffer, whose content is read only.
  public void receive(ByteBuffer packet, long nowNanos) {
    tcb.nowNanos = nowNanos;
    intake.receive(packet, nowNanos);
    procedures.progress(nowNanos);
  }

  /// The datagrams that lay ready have all been received: an acknowledgement for the batch is due, where the peer is
  /// another sluice.
  public void onBatchEnd(long nowNanos) {
    tcb.nowNanos = nowNanos;
    DataReceiver receiver = tcb.receiver;
    if (receiver != null) {
      receiver.onBatchEnd(tcb.sender.rtt().smoothedNanos(), nowNanos);
    }
  }

  /// Does what is due at this time.
  public void onTimeout(long nowNanos) {
    if (frozen || tcb.ended) {
      return;
    }
    tcb.nowNanos = nowNanos;
    tcb.sender.onTimeout(nowNanos);
    if (tcb.sender.consecutiveTimeouts() > tcb.options.maxRetransmissionTimeouts()) {
      tcb.end(
          new AssociationEvent.Aborted(
              AbortReason.UNANSWERED,
              tcb.sender.consecutiveTimeouts() + " retransmission time-outs"));
      return;
    }
    if (tcb.sender.consecutiveTimeouts() >= BLACK_HOLE_TIMEOUTS) {
      procedures.pathMtu().onRepeatedTimeout(nowNanos);
    }
    procedures.onTimeout(nowNanos);
    procedures.progress(nowNanos);
  }

  /// When {@link #onTimeout} or {@link #pollPacket} has something to do next, or `Long.MAX_VALUE`.
  public long deadlineNanos() {
    if (frozen || tcb.ended) {
      return Long.MAX_VALUE;
    }
    DataReceiver receiver = tcb.receiver;
    long receiving = receiver == null ? Long.MAX_VALUE : receiver.deadlineNanos();
    return Math.min(Math.min(tcb.sender.deadlineNanos(), receiving), procedures.deadlineNanos());
  }

  /// Writes the next packet at the buffer's position and advances it. A heap buffer with room for {@link
  /// AssociationOptions#maxPacketBytes}: only a chunk that was cut when the path carried more makes a packet larger
  /// than {@link #packetBytes}.
  ///
  /// @return `false` if there is nothing to send now
  public boolean pollPacket(ByteBuffer out, long nowNanos) {
    if (frozen) {
      return false;
    }
    tcb.nowNanos = nowNanos;
    return assembly.poll(out, nowNanos);
  }

  /// The next event, or null.
  public @Nullable AssociationEvent pollEvent() {
    return tcb.events.poll();
  }

  /// Hands a message over, between the buffer's position and its limit. The buffer must keep its content until {@link
  /// MessageHandler#onMessageReleased}; its position and limit are not changed. Allowed before the association stands.
  public SendResult send(
      int streamId, int payloadProtocolId, SendOptions options, ByteBuffer message, long nowNanos) {
    tcb.nowNanos = nowNanos;
    if (tcb.ended || procedures.shutdown().isClosing()) {
      return SendResult.CLOSED;
    }
    if (!message.hasRemaining()) {
      return SendResult.EMPTY;
    }
    if (message.remaining() > tcb.options.maxSendMessageBytes()) {
      return SendResult.TOO_LONG;
    }
    long lifetime = options.lifetimeNanos();
    SendQueue.Admission admission =
        tcb.sender.send(
            streamId,
            payloadProtocolId,
            options.ordering() == SendOptions.Ordering.UNORDERED,
            options.maxRetransmissions(),
            lifetime >= Long.MAX_VALUE - nowNanos ? Long.MAX_VALUE : nowNanos + lifetime,
            message);
    return switch (admission) {
      case QUEUED -> SendResult.QUEUED;
      case BUFFER_FULL -> SendResult.BUFFER_FULL;
      case NO_SUCH_STREAM -> SendResult.NO_SUCH_STREAM;
      case STREAM_RESETTING -> SendResult.STREAM_RESETTING;
    };
  }

  /// Bytes handed over on a stream and not yet acknowledged or given up.
  public long bufferedBytes(int streamId) {
    return tcb.sender.queue().bufferedBytes(streamId);
  }

  /// The same over all streams.
  public long bufferedBytes() {
    return tcb.sender.queue().bufferedBytes();
  }

  /// Sets when {@link AssociationEvent.BufferedAmountLow} is told; 0 at first.
  public void bufferedLowThreshold(int streamId, long bytes) {
    tcb.sender.queue().lowThreshold(streamId, bytes);
  }

  /// The owner keeps so many delivered bytes: the window that the peer sees is smaller by them.
  public void retain(long bytes) {
    DataReceiver receiver = tcb.receiver;
    if (bytes < 0 || receiver == null) {
      throw new IllegalArgumentException("nothing was delivered to retain");
    }
    receiver.retain(bytes);
  }

  /// The owner let go of so many retained bytes; the peer is told when the window opened by enough.
  public void release(long bytes, long nowNanos) {
    DataReceiver receiver = tcb.receiver;
    if (bytes < 0 || receiver == null || bytes > receiver.retainedBytes()) {
      throw new IllegalArgumentException("more released than retained");
    }
    tcb.nowNanos = nowNanos;
    receiver.release(bytes);
  }

  /// Resets outgoing streams (RFC 6525) once all that was handed over on them has been acknowledged. Answered by {@link
  /// AssociationEvent.OutgoingStreamsReset} or {@link AssociationEvent.OutgoingResetRefused}.
  public void resetStreams(Collection<Integer> streamIds, long nowNanos) {
    tcb.nowNanos = nowNanos;
    if (!tcb.ended) {
      procedures.outgoing().reset(streamIds, nowNanos);
    }
  }

  /// Ends the association in order, after all that was handed over is acknowledged (RFC 9260, section 9.2).
  public void shutdown(long nowNanos) {
    tcb.nowNanos = nowNanos;
    procedures.shutdown().shutdown(nowNanos);
  }

  /// Ends the association at once; {@link #pollPacket} gives one ABORT for the peer. Messages not yet delivered are
  /// lost.
  public void abort(String reason, long nowNanos) {
    tcb.nowNanos = nowNanos;
    if (tcb.ended) {
      return;
    }
    if (tcb.receiver != null) {
      tcb.reply(
          tcb.peerTag, new AbortChunk(false, List.of(new UserInitiatedAbortCause(words(reason)))));
    }
    tcb.end(new AssociationEvent.Aborted(AbortReason.BY_US, reason));
  }

  /// There is no path now: timers stand still, nothing is sent.
  public void pathLost(long nowNanos) {
    tcb.nowNanos = nowNanos;
    frozen = true;
    tcb.sender.freeze();
  }

  /// There is a path again: what was in flight counts as lost and is sent at once, at the speed of before. Where it is
  /// another path, {@link #pathChanged} has to follow.
  public void pathReturned(long nowNanos) {
    if (!frozen) {
      return;
    }
    tcb.nowNanos = nowNanos;
    frozen = false;
    tcb.sender.thaw(nowNanos);
    procedures.thaw(tcb.state, nowNanos);
    acknowledgeAnew();
    onTimeout(nowNanos);
  }

  /// What we received may be unknown to the peer, which waits for it before it goes on.
  private void acknowledgeAnew() {
    if (tcb.receiver != null) {
      tcb.receiver.onPathReturned();
    }
  }

  /// What is sent from now on goes another way: congestion control, round-trip time and the packet size begin anew.
  /// What is in flight stays so, since the old path may have worked to the last.
  ///
  /// @param rttNanos as the other path was just seen to have, or 0
  public void pathChanged(long rttNanos, long nowNanos) {
    tcb.nowNanos = nowNanos;
    if (tcb.state == AssociationState.ESTABLISHED) {
      procedures.pathMtu().begin(nowNanos);
    }
    tcb.sender.onPathChanged(tcb.packetBytes);
    if (rttNanos > 0) {
      // Else the first loss would wait for the initial RTO.
      tcb.sender.onPathRtt(rttNanos, nowNanos);
    }
    acknowledgeAnew();
  }

  /// The path leads through something that keeps little more than so many bytes while they wait: less leaves at once, and less
  /// is on the way where the round trip is short.
  ///
  /// @param bytes `Long.MAX_VALUE` for no such limit
  public void burstLimit(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("a limit of " + bytes + " bytes");
    }
    tcb.sender.burstLimit(bytes);
  }

  /// The largest packet that {@link #pollPacket} writes now.
  public int packetBytes() {
    return tcb.packetBytes;
  }

  /// The lower layer knows how much the path carries, at least 576 bytes: that is used, and not probed for any more.
  public void pathPacketBytes(int bytes, long nowNanos) {
    if (bytes < 576) {
      throw new IllegalArgumentException("no path carries less than 576 bytes");
    }
    tcb.nowNanos = nowNanos;
    procedures.pathMtu().limit(bytes);
  }

  public AssociationState state() {
    return tcb.state;
  }

  public AssociationStatistics statistics() {
    DataReceiver receiver = tcb.receiver;
    return new AssociationStatistics(
        tcb.state,
        assembly.sent(),
        intake.received(),
        intake.discarded(),
        tcb.sender.sentBytes(),
        tcb.sender.retransmittedBytes(),
        receiver == null ? 0 : receiver.deliveredBytes(),
        tcb.sender.timeouts(),
        tcb.sender.congestionEvents(),
        tcb.sender.spuriousLosses(),
        receiver == null ? 0 : receiver.duplicates(),
        tcb.sender.rtt().smoothedNanos(),
        tcb.sender.rtt().minNanos(),
        tcb.sender.inFlightBytes(),
        tcb.sender.windowBytes(),
        tcb.sender.peerWindowBytes(),
        tcb.packetBytes,
        tcb.sender.describeCongestion());
  }

  /// A reason as it travels in an ABORT, not too long for the peer to show it.
  static ByteBuffer words(String reason) {
    String cut = reason.substring(0, Math.min(reason.length(), MAX_REASON_CHARACTERS));
    return ByteBuffer.wrap(cut.getBytes(StandardCharsets.UTF_8));
  }
}
