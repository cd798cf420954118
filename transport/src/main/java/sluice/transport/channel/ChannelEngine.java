package sluice.transport.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.transport.channel.Channel.State;
import sluice.transport.channel.ChannelEvent.Cause;
import sluice.transport.sctp.Association;
import sluice.transport.sctp.AssociationEvent;
import sluice.transport.sctp.MessageHandler;
import sluice.transport.sctp.SendOptions;

/// All data channels of one connection (RFC 8831, RFC 8832).
///
/// It is the association's [MessageHandler]. Its driver makes it first, gives it to the association,
/// and turns both cranks:
///
/// 1. channels may be opened and messages sent from the beginning; they wait;
/// 2. when DTLS stands and its role is known: [#start];
/// 3. each event of the association: [#onEvent];
/// 4. after any call to the association or the engine: [#advance], then the association's
///    `pollPacket`, and [#pollEvent] until it tells null.
///
/// It has no deadline of its own. Nothing that the peer sends makes a method throw.
public final class ChannelEngine implements MessageHandler {
  private final ChannelLimits limits;
  private final StreamTable streams = new StreamTable();
  private final Deque<ChannelEvent> events = new ArrayDeque<>();
  private final Deque<Channel> dirty = new ArrayDeque<>();
  private final List<Channel> waiting = new ArrayList<>();
  private final ChannelInbox inbox;
  private final ChannelOutbox outbox;
  private final ChannelClosing closing;
  private @Nullable Association association;
  private @Nullable StreamParity parity;
  private boolean ended;

  /// An engine without an association yet.
  public ChannelEngine(ChannelLimits limits, ChannelHandler handler) {
    this.limits = limits;
    this.inbox = new ChannelInbox(limits, handler, this);
    this.outbox = new ChannelOutbox(limits, handler, this);
    this.closing = new ChannelClosing(streams, inbox, outbox, this);
  }

  /// Gives the engine its association, once, when the DTLS role is known.
  ///
  /// @param peerMaxMessageBytes the peer's `a=max-message-size`; 0: no limit
  public void start(Association association, StreamParity parity, long peerMaxMessageBytes) {
    if (this.association != null) {
      throw new IllegalStateException("started twice");
    }
    this.association = association;
    this.parity = parity;
    inbox.start(association);
    outbox.start(association, peerMaxMessageBytes);
    List<Channel> opened = List.copyOf(waiting);
    waiting.clear();
    opened.forEach(channel -> assignStream(channel, parity));
  }

  /// Opens a channel. Messages may be sent on it at once. Where there are as many channels as the
  /// limits allow, or the association has ended, it is closed already and [ChannelEvent.Closed]
  /// comes.
  ///
  /// @throws IllegalArgumentException if label or protocol are longer than the limits allow
  public Channel open(ChannelSettings settings) {
    if (!isWithinLimits(settings)) {
      throw new IllegalArgumentException("label or protocol too long");
    }
    Channel channel = new Channel(settings, State.OPENING);
    if (ended) {
      end(channel, Cause.ASSOCIATION_ENDED);
      return channel;
    }
    if (streams.size() + waiting.size() >= limits.maxChannels()) {
      end(channel, Cause.NO_STREAM);
      return channel;
    }
    outbox.addFirst(
        channel, new DataChannelOpen(settings, DataChannelOpen.PRIORITY_NORMAL).toBuffer());
    if (parity == null) {
      waiting.add(channel);
    } else {
      assignStream(channel, parity);
    }
    return channel;
  }

  private boolean isWithinLimits(ChannelSettings settings) {
    return settings.label().getBytes(UTF_8).length <= limits.maxLabelBytes()
        && settings.protocol().getBytes(UTF_8).length <= limits.maxLabelBytes();
  }

  private void assignStream(Channel channel, StreamParity side) {
    int streamId = streams.firstFree(side);
    if (streamId == Channel.NO_STREAM) {
      end(channel, Cause.NO_STREAM);
      return;
    }
    occupy(streamId, channel);
  }

  private void occupy(int streamId, Channel channel) {
    streams.put(streamId, channel);
    channel.lowThresholdChanged = true;
    markDirty(channel);
  }

  /// Hands a message over, between the buffer's position and its limit, which do not change.
  public ChannelSendResult send(
      Channel channel, MessageKind kind, ByteBuffer message, long nowNanos) {
    return outbox.send(channel, kind, message, nowNanos);
  }

  /// The longest message that the peer takes; 65,536 until it is known.
  public long maxMessageBytes() {
    return outbox.maxMessageBytes();
  }

  /// Bytes handed over and not yet acknowledged.
  public long bufferedBytes(Channel channel) {
    return outbox.bufferedBytes(channel);
  }

  /// Sets when [ChannelEvent.BufferedLow] is told; 0 at first.
  public void bufferedLowThreshold(Channel channel, long bytes) {
    channel.lowThresholdBytes = bytes;
    channel.lowThresholdChanged = true;
    markDirty(channel);
  }

  /// Keeps the channel's messages back. They are copied then, and count against the window that the
  /// peer sees.
  public void pause(Channel channel) {
    channel.paused = true;
  }

  /// Delivers what was kept back, and what comes from now on.
  public void resume(Channel channel, long nowNanos) {
    inbox.resume(channel, nowNanos);
    finishIfDone(channel);
  }

  /// Closes a channel in both directions, once what was sent on it is delivered (RFC 8831,
  /// section 6.7). Nothing is received on it any more. [ChannelEvent.Closed] comes when the peer has
  /// closed it too.
  public void close(Channel channel) {
    if (channel.isSending()) {
      channel.state = State.CLOSING;
      channel.cause = Cause.BY_US;
      if (channel.streamId == Channel.NO_STREAM && !outbox.holdsMessages(channel)) {
        waiting.remove(channel);
        end(channel, Cause.BY_US);
        return;
      }
    }
    inbox.discard(channel);
    markDirty(channel);
    finishIfDone(channel);
  }

  /// Received messages that fitted no channel or no rule, and were dropped.
  public long droppedMessages() {
    return inbox.droppedMessages();
  }

  /// The next event, or null.
  public @Nullable ChannelEvent pollEvent() {
    return events.poll();
  }

  /// Does what the calls before have left to do on the association: sends what waited, resets
  /// streams, opens the window.
  public void advance(long nowNanos) {
    Association sctp = association;
    if (sctp == null || ended) {
      return;
    }
    for (int turns = dirty.size(); turns > 0; turns--) {
      Channel channel = dirty.remove();
      channel.dirty = false;
      if (channel.streamId != Channel.NO_STREAM && channel.state != State.CLOSED) {
        act(channel, sctp, nowNanos);
      }
    }
    closing.resetStreams(sctp, nowNanos);
    outbox.wakeBlocked();
    inbox.release(nowNanos);
  }

  private void act(Channel channel, Association sctp, long nowNanos) {
    if (channel.lowThresholdChanged) {
      channel.lowThresholdChanged = false;
      sctp.bufferedLowThreshold(channel.streamId, channel.lowThresholdBytes);
    }
    boolean flushed = outbox.flush(channel, nowNanos);
    if (channel.state == State.CLOSING && flushed) {
      closing.begin(channel);
    }
  }

  /// Takes an event of the association.
  public void onEvent(AssociationEvent event) {
    switch (event) {
      case AssociationEvent.Established(int out, int in, _) -> onEstablished(Math.min(out, in));
      case AssociationEvent.Restarted() -> endAll();
      case AssociationEvent.IncomingStreamsReset(List<Integer> streamIds) ->
          streamIds.forEach(closing::onIncomingReset);
      case AssociationEvent.OutgoingStreamsReset(List<Integer> streamIds) ->
          streamIds.forEach(closing::onOutgoingReset);
      case AssociationEvent.OutgoingResetRefused(List<Integer> streamIds, _) ->
          streamIds.forEach(closing::onResetRefused);
      case AssociationEvent.BufferedAmountLow(int streamId) -> onBufferedLow(streamId);
      case AssociationEvent.PeerSilent(_) -> {}
      case AssociationEvent.PeerHeard() -> {}
      case AssociationEvent.ShutdownComplete() -> {
        ended = true;
        endAll();
      }
      case AssociationEvent.Aborted(_, _) -> {
        ended = true;
        endAll();
      }
    }
  }

  private void onEstablished(int usableStreams) {
    streams.limit(usableStreams);
    for (Channel channel : streams.all()) {
      if (!streams.isUsable(channel.streamId)) {
        fail(channel, Cause.NO_STREAM);
      }
    }
  }

  private void onBufferedLow(int streamId) {
    Channel channel = streams.channel(streamId);
    if (channel != null && channel.isSending() && channel.outbox.isEmpty()) {
      events.add(new ChannelEvent.BufferedLow(channel));
    }
  }

  private void endAll() {
    List<Channel> all = streams.all();
    all.addAll(waiting);
    streams.clear();
    waiting.clear();
    dirty.clear();
    closing.forget();
    inbox.forgetAllEarly();
    for (Channel channel : all) {
      channel.dirty = false;
      fail(channel, Cause.ASSOCIATION_ENDED);
    }
  }

  /// Ends a channel without the peer; what waits for the application is still delivered.
  void fail(Channel channel, Cause cause) {
    if (channel.isSending()) {
      channel.cause = cause;
      channel.state = State.CLOSING;
    }
    outbox.discard(channel);
    channel.incomingReset = true;
    channel.outgoingReset = true;
    finishIfDone(channel);
  }

  private void end(Channel channel, Cause cause) {
    channel.cause = cause;
    channel.state = State.CLOSING;
    inbox.discard(channel);
    fail(channel, cause);
  }

  void finishIfDone(Channel channel) {
    if (channel.state == State.CLOSING && channel.isFinished()) {
      channel.state = State.CLOSED;
      streams.remove(channel);
      inbox.discard(channel);
      events.add(new ChannelEvent.Closed(channel, channel.cause));
    }
  }

  void markDirty(Channel channel) {
    if (!channel.dirty && channel.state != State.CLOSED) {
      channel.dirty = true;
      dirty.add(channel);
    }
  }

  void tell(ChannelEvent event) {
    events.add(event);
  }

  /// The peer broke a rule on this channel: it is closed by resetting its stream.
  void violate(Channel channel) {
    if (channel.isSending()) {
      channel.state = State.CLOSING;
      channel.cause = Cause.PROTOCOL_VIOLATION;
    }
    outbox.discard(channel);
    inbox.discard(channel);
    markDirty(channel);
  }

  @Nullable Channel channel(int streamId) {
    return streams.channel(streamId);
  }

  void onOpened(Channel channel) {
    channel.acknowledged = true;
    if (channel.state == State.OPENING) {
      channel.state = State.OPEN;
      events.add(new ChannelEvent.Opened(channel));
    }
  }

  /// Takes the channel that the peer opens on a stream. Where its DATA_CHANNEL_OPEN cannot be taken,
  /// the stream is reset and no DATA_CHANNEL_ACK sent (RFC 8832, section 6).
  ///
  /// @return null if it was not taken
  @Nullable Channel accept(int streamId, ChannelSettings settings) {
    Channel earlier = streams.channel(streamId);
    if (earlier != null && !replace(earlier)) {
      return null;
    }
    if (parity == null
        || parity.owns(streamId)
        || !streams.isUsable(streamId)
        || !isWithinLimits(settings)
        || streams.size() + waiting.size() >= limits.maxChannels()) {
      closing.refuse(streamId);
      return null;
    }
    Channel channel = new Channel(settings, State.OPEN);
    channel.acknowledged = true;
    channel.paused = true;
    occupy(streamId, channel);
    outbox.addFirst(channel, new DataChannelAck().toBuffer());
    events.add(new ChannelEvent.Offered(channel));
    return channel;
  }

  /// A peer that has reset its side and saw our reset may use the stream again before we hear that
  /// it performed ours. Any other second DATA_CHANNEL_OPEN is a fault.
  private boolean replace(Channel earlier) {
    if (!earlier.incomingReset || !earlier.resetRequested) {
      violate(earlier);
      return false;
    }
    earlier.outgoingReset = true;
    streams.remove(earlier);
    finishIfDone(earlier);
    return true;
  }

  @Override
  public void onMessage(
      int streamId,
      int payloadProtocolId,
      SendOptions.Ordering ordering,
      ByteBuffer payload,
      long nowNanos) {
    inbox.onMessage(streamId, payloadProtocolId, payload, nowNanos);
  }

  @Override
  public void onMessageReleased(int streamId, ByteBuffer message) {
    outbox.onReleased(streamId, message);
  }
}
