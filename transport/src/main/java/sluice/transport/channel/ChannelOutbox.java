package sluice.transport.channel;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.transport.channel.Channel.Outgoing;
import sluice.transport.channel.ChannelEvent.Cause;
import sluice.transport.sctp.Association;
import sluice.transport.sctp.SendOptions;
import sluice.transport.sctp.SendResult;

/// The sending half of a [ChannelEngine]: messages go straight to the association, or wait in their
/// channel's outbox for its stream or for room.
final class ChannelOutbox {
  private static final long MAX_MESSAGE_BYTES_UNTIL_KNOWN = 65_536;

  private final ChannelLimits limits;
  private final ChannelHandler handler;
  private final ChannelEngine engine;
  private final Set<ByteBuffer> ownBuffers = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Channel> blocked = new LinkedHashSet<>();
  private @Nullable Association association;
  private long maxMessageBytes = MAX_MESSAGE_BYTES_UNTIL_KNOWN;
  private boolean anyReleased;

  ChannelOutbox(ChannelLimits limits, ChannelHandler handler, ChannelEngine engine) {
    this.limits = limits;
    this.handler = handler;
    this.engine = engine;
  }

  void start(Association sctp, long peerMaxMessageBytes) {
    association = sctp;
    // 0 stands for messages of any size (RFC 8841, section 6.1).
    maxMessageBytes = peerMaxMessageBytes == 0 ? Long.MAX_VALUE : peerMaxMessageBytes;
  }

  long maxMessageBytes() {
    return maxMessageBytes;
  }

  ChannelSendResult send(Channel channel, MessageKind kind, ByteBuffer message, long nowNanos) {
    if (!channel.isSending()) {
      return ChannelSendResult.CLOSED;
    }
    if (message.remaining() > maxMessageBytes) {
      return ChannelSendResult.TOO_LONG;
    }
    Outgoing outgoing =
        message.hasRemaining()
            ? new Outgoing(PayloadProtocol.of(kind), message)
            : new Outgoing(PayloadProtocol.ofEmpty(kind), ownZeroByte());
    Association sctp = association;
    ChannelSendResult result =
        sctp == null || channel.streamId == Channel.NO_STREAM || !channel.outbox.isEmpty()
            ? queue(channel, outgoing)
            : pass(channel, outgoing, sctp, nowNanos);
    if (result == ChannelSendResult.BUFFER_FULL) {
      blocked.add(channel);
    }
    if (result != ChannelSendResult.QUEUED) {
      ownBuffers.remove(outgoing.message());
    }
    return result;
  }

  /// What an empty message sends: one zero byte.
  private ByteBuffer ownZeroByte() {
    ByteBuffer zero = ByteBuffer.allocate(1);
    ownBuffers.add(zero);
    return zero;
  }

  private ChannelSendResult queue(Channel channel, Outgoing outgoing) {
    if (channel.outboxBytes + outgoing.message().remaining() > limits.maxOutboxBytes()) {
      channel.outboxFull = true;
      return ChannelSendResult.BUFFER_FULL;
    }
    add(channel, outgoing);
    return ChannelSendResult.QUEUED;
  }

  private void add(Channel channel, Outgoing outgoing) {
    channel.outbox.add(outgoing);
    channel.outboxBytes += outgoing.message().remaining();
    engine.markDirty(channel);
  }

  private ChannelSendResult pass(
      Channel channel, Outgoing outgoing, Association sctp, long nowNanos) {
    return switch (offer(channel, outgoing, sctp, nowNanos)) {
      case QUEUED -> ChannelSendResult.QUEUED;
      case BUFFER_FULL -> ChannelSendResult.BUFFER_FULL;
      case STREAM_RESETTING -> queue(channel, outgoing);
      case TOO_LONG -> ChannelSendResult.TOO_LONG;
      case NO_SUCH_STREAM -> {
        engine.fail(channel, Cause.NO_STREAM);
        yield ChannelSendResult.CLOSED;
      }
      case CLOSED -> ChannelSendResult.CLOSED;
      case EMPTY -> throw new IllegalStateException("an empty message has its own form");
    };
  }

  private static SendResult offer(
      Channel channel, Outgoing outgoing, Association sctp, long nowNanos) {
    // The establishment protocol is ordered and reliable whatever its channel is (RFC 8832,
    // section 4).
    SendOptions options =
        outgoing.payloadProtocolId() == PayloadProtocol.DCEP
            ? SendOptions.RELIABLE
            : channel.currentSendOptions();
    return sctp.send(
        channel.streamId, outgoing.payloadProtocolId(), options, outgoing.message(), nowNanos);
  }

  /// Puts a message of the establishment protocol into an empty outbox.
  void addFirst(Channel channel, ByteBuffer dcepMessage) {
    ownBuffers.add(dcepMessage);
    add(channel, new Outgoing(PayloadProtocol.DCEP, dcepMessage));
  }

  boolean holdsMessages(Channel channel) {
    return channel.outbox.stream()
        .anyMatch(outgoing -> outgoing.payloadProtocolId() != PayloadProtocol.DCEP);
  }

  /// Hands the outbox to the association, as far as it takes it.
  ///
  /// @return whether the outbox is empty now
  boolean flush(Channel channel, long nowNanos) {
    Association sctp = association;
    while (sctp != null && !channel.outbox.isEmpty()) {
      Outgoing head = channel.outbox.element();
      if (head.message().remaining() > maxMessageBytes
          && head.payloadProtocolId() != PayloadProtocol.DCEP) {
        giveUp(channel, Cause.MESSAGE_TOO_LONG);
        return true;
      }
      switch (offer(channel, head, sctp, nowNanos)) {
        case QUEUED -> {
          channel.outbox.remove();
          channel.outboxBytes -= head.message().remaining();
        }
        case BUFFER_FULL, STREAM_RESETTING -> {
          engine.markDirty(channel);
          return false;
        }
        case TOO_LONG -> {
          giveUp(channel, Cause.MESSAGE_TOO_LONG);
          return true;
        }
        case NO_SUCH_STREAM -> {
          engine.fail(channel, Cause.NO_STREAM);
          return false;
        }
        case CLOSED -> {
          return false;
        }
        case EMPTY -> throw new IllegalStateException("an empty message has its own form");
      }
    }
    return true;
  }

  /// Closes the channel in the ordinary way, without what could not be sent.
  private void giveUp(Channel channel, Cause cause) {
    discard(channel);
    engine.close(channel);
    channel.cause = cause;
  }

  /// Gives the outbox back unsent.
  void discard(Channel channel) {
    blocked.remove(channel);
    while (!channel.outbox.isEmpty()) {
      release(channel, channel.outbox.remove().message());
    }
    channel.outboxBytes = 0;
  }

  void onReleased(int streamId, ByteBuffer message) {
    anyReleased = true;
    Channel channel = engine.channel(streamId);
    if (channel == null) {
      ownBuffers.remove(message);
    } else {
      release(channel, message);
    }
  }

  private void release(Channel channel, ByteBuffer message) {
    if (!ownBuffers.remove(message)) {
      handler.onReleased(channel, message);
    }
  }

  /// Tells the channels that were refused for want of room that there is some again: their own
  /// threshold need not be crossed when others filled the association.
  void wakeBlocked() {
    boolean anyRoom = anyReleased;
    anyReleased = false;
    blocked.removeIf(
        channel -> {
          boolean woken = channel.outbox.isEmpty() && (anyRoom || channel.outboxFull);
          if (woken) {
            channel.outboxFull = false;
            engine.tell(new ChannelEvent.BufferedLow(channel));
          }
          return woken;
        });
  }

  long bufferedBytes(Channel channel) {
    Association sctp = association;
    boolean carried =
        channel.streamId != Channel.NO_STREAM && engine.channel(channel.streamId) == channel;
    return channel.outboxBytes
        + (sctp != null && carried ? sctp.bufferedBytes(channel.streamId) : 0);
  }
}
