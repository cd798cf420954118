package sluice.transport.channel;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import sluice.transport.channel.Channel.Held;
import sluice.transport.sctp.Association;

/// The receiving half of a [ChannelEngine]: tells messages from establishment, and keeps back what
/// is not wanted yet, at the cost of the window that the peer sees.
final class ChannelInbox {
  /// Memory that a message kept back takes beside its bytes; counted, so that empty messages cannot
  /// pile up for nothing.
  static final int OVERHEAD_BYTES = 64;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final ChannelLimits limits;
  private final ChannelHandler handler;
  private final ChannelEngine engine;
  private final EarlyMessages early;
  private @Nullable Association association;
  private long releasableBytes;
  private long droppedMessages;

  ChannelInbox(ChannelLimits limits, ChannelHandler handler, ChannelEngine engine) {
    this.limits = limits;
    this.handler = handler;
    this.engine = engine;
    this.early = new EarlyMessages(limits.maxEarlyBytes());
  }

  void start(Association sctp) {
    association = sctp;
  }

  long droppedMessages() {
    return droppedMessages;
  }

  void onMessage(int streamId, int payloadProtocolId, ByteBuffer payload, long nowNanos) {
    if (payloadProtocolId == PayloadProtocol.DCEP) {
      onEstablishment(streamId, payload, nowNanos);
      return;
    }
    Channel channel = engine.channel(streamId);
    if (channel == null) {
      if (!early.add(streamId, payloadProtocolId, payload)) {
        droppedMessages++;
      }
      return;
    }
    onUserMessage(channel, payloadProtocolId, payload, nowNanos);
  }

  private void onEstablishment(int streamId, ByteBuffer payload, long nowNanos) {
    switch (DcepMessage.parse(payload).orElse(null)) {
      case DataChannelOpen(ChannelSettings settings, _) -> {
        Channel channel = engine.accept(streamId, settings);
        if (channel == null) {
          early.remove(streamId);
          droppedMessages++;
          return;
        }
        for (EarlyMessages.Early message : early.remove(streamId)) {
          onUserMessage(channel, message.payloadProtocolId(), message.payload(), nowNanos);
        }
      }
      case DataChannelAck() -> {
        Channel channel = engine.channel(streamId);
        if (channel != null) {
          engine.onOpened(channel);
        }
      }
      case null -> {
        droppedMessages++;
        Channel channel = engine.channel(streamId);
        if (channel != null) {
          engine.violate(channel);
        }
      }
    }
  }

  private void onUserMessage(
      Channel channel, int payloadProtocolId, ByteBuffer payload, long nowNanos) {
    if (channel.isEnding()) {
      droppedMessages++;
      return;
    }
    engine.onOpened(channel);
    if (payload.remaining() > limits.maxReceiveMessageBytes()) {
      droppedMessages++;
      engine.violate(channel);
      return;
    }
    switch (payloadProtocolId) {
      case PayloadProtocol.STRING -> onWhole(channel, MessageKind.TEXT, payload, nowNanos);
      case PayloadProtocol.BINARY -> onWhole(channel, MessageKind.BINARY, payload, nowNanos);
      case PayloadProtocol.STRING_EMPTY -> deliver(channel, MessageKind.TEXT, NOTHING, nowNanos);
      case PayloadProtocol.BINARY_EMPTY -> deliver(channel, MessageKind.BINARY, NOTHING, nowNanos);
      case PayloadProtocol.STRING_PARTIAL -> onPart(channel, MessageKind.TEXT, payload);
      case PayloadProtocol.BINARY_PARTIAL -> onPart(channel, MessageKind.BINARY, payload);
      default -> droppedMessages++;
    }
  }

  /// A message, or the last part of one.
  private void onWhole(Channel channel, MessageKind kind, ByteBuffer payload, long nowNanos) {
    if (channel.partial == null) {
      deliver(channel, kind, payload, nowNanos);
      return;
    }
    PartialMessage whole = onPart(channel, kind, payload);
    if (whole != null) {
      channel.partial = null;
      deliver(channel, kind, whole.message(), nowNanos);
      releasableBytes += whole.sizeBytes();
    }
  }

  /// @return the message so far, or null if the part does not belong to it or makes it too long
  private @Nullable PartialMessage onPart(Channel channel, MessageKind kind, ByteBuffer payload) {
    PartialMessage partial = channel.partial;
    if (partial == null) {
      partial = new PartialMessage(kind, limits.maxReceiveMessageBytes());
      channel.partial = partial;
    }
    if (partial.kind() != kind || !partial.add(payload)) {
      droppedMessages++;
      engine.violate(channel);
      return null;
    }
    retain(payload.remaining());
    return partial;
  }

  private void deliver(Channel channel, MessageKind kind, ByteBuffer payload, long nowNanos) {
    if (!channel.paused && channel.held.isEmpty()) {
      handler.onMessage(channel, kind, payload, nowNanos);
      return;
    }
    ByteBuffer copy = ByteBuffer.allocate(payload.remaining()).put(payload.duplicate()).flip();
    retain(copy.remaining() + OVERHEAD_BYTES);
    channel.held.add(new Held(kind, copy));
  }

  private void retain(long bytes) {
    Association sctp = association;
    if (sctp != null) {
      sctp.retain(bytes);
    }
  }

  /// Delivers what was kept back, until the handler pauses the channel again. A handler that
  /// resumes from within finds the delivery going on.
  void resume(Channel channel, long nowNanos) {
    channel.paused = false;
    if (channel.delivering) {
      return;
    }
    channel.delivering = true;
    while (!channel.paused && !channel.held.isEmpty()) {
      Held next = channel.held.element();
      handler.onMessage(channel, next.kind(), next.payload().duplicate(), nowNanos);
      // The handler may have closed the channel, which empties the queue.
      if (channel.held.peek() == next) {
        letGo(channel.held.remove());
      }
    }
    channel.delivering = false;
  }

  private void letGo(Held message) {
    releasableBytes += message.payload().limit() + OVERHEAD_BYTES;
  }

  /// Drops what was kept back.
  void discard(Channel channel) {
    while (!channel.held.isEmpty()) {
      letGo(channel.held.remove());
    }
    PartialMessage partial = channel.partial;
    if (partial != null) {
      releasableBytes += partial.sizeBytes();
      channel.partial = null;
    }
  }

  void forgetEarly(int streamId) {
    droppedMessages += early.remove(streamId).size();
  }

  void forgetAllEarly() {
    early.clear();
  }

  /// Opens the window by what was let go.
  void release(long nowNanos) {
    Association sctp = association;
    if (sctp != null && releasableBytes > 0) {
      sctp.release(releasableBytes, nowNanos);
      releasableBytes = 0;
    }
  }
}
