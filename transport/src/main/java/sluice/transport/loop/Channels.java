package sluice.transport.loop;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sluice.transport.ChannelListener;
import sluice.transport.ChannelOptions;
import sluice.transport.PeerEvent;
import sluice.transport.channel.Channel;
import sluice.transport.channel.ChannelEngine;
import sluice.transport.channel.ChannelEvent;
import sluice.transport.channel.ChannelHandler;
import sluice.transport.channel.ChannelLimits;
import sluice.transport.channel.ChannelSendResult;
import sluice.transport.channel.ChannelSettings;
import sluice.transport.channel.MessageKind;
import sluice.transport.channel.Reliability;
import sluice.transport.channel.StreamParity;
import sluice.transport.dtls.DtlsRole;
import sluice.transport.sctp.Association;
import sluice.transport.sctp.AssociationEvent;
import sluice.transport.sctp.MessageHandler;
import sluice.transport.sctp.SendOptions;

/// Joins the channels that other threads hold to the engine's. What is opened, sent and closed before there is an
/// engine to take it waits in the mailbox's order.
final class Channels implements ChannelHandler {
  /// Over all channels; beyond, every sender waits.
  private static final long MAX_BUFFERED_BYTES = 64L << 20;

  /// What the association must take: each sender may exceed the limit by one message.
  static final long ASSOCIATION_BUFFER_BYTES =
      MAX_BUFFERED_BYTES
          + (long) ChannelLimits.DEFAULT.maxChannels() * 2 * Negotiation.MAX_MESSAGE_BYTES;

  private static final int UNKNOWN_MAX_MESSAGE_BYTES = 65_536;

  private final Mailbox mailbox;
  private final Thread loopThread;
  private final int sendBufferBytes;
  private final LongSupplier clock;
  private final Consumer<PeerEvent> events;
  private final ChannelEngine engine;
  private final IdentityHashMap<Channel, LoopChannel> bound = new IdentityHashMap<>();
  private final AtomicLong bufferedBytes = new AtomicLong();
  private final SpareArrays spares;
  private volatile int maxMessageBytes = UNKNOWN_MAX_MESSAGE_BYTES;
  private volatile boolean over;

  Channels(
      Mailbox mailbox,
      Thread loopThread,
      int sendBufferBytes,
      LongSupplier clock,
      Consumer<PeerEvent> events) {
    this.mailbox = mailbox;
    this.loopThread = loopThread;
    this.sendBufferBytes = sendBufferBytes;
    spares = new SpareArrays(sendBufferBytes);
    this.clock = clock;
    this.events = events;
    ChannelLimits limits = ChannelLimits.DEFAULT;
    engine =
        new ChannelEngine(
            new ChannelLimits(
                limits.maxChannels(),
                limits.maxLabelBytes(),
                Negotiation.MAX_MESSAGE_BYTES,
                sendBufferBytes + 2 * Negotiation.MAX_MESSAGE_BYTES,
                limits.maxEarlyBytes()),
            this);
  }

  // Any thread.

  LoopChannel open(String label, ChannelOptions options, ChannelListener listener) {
    requireShort("label", label);
    requireShort("protocol", options.protocol());
    var channel = new LoopChannel(this, label, options, listener);
    ChannelSettings settings = settings(label, options);
    if (onLoopThread()) {
      open(channel, settings);
    } else if (over || !mailbox.offer(() -> open(channel, settings))) {
      channel.closed();
    }
    return channel;
  }

  private static void requireShort(String what, String text) {
    if (text.getBytes(StandardCharsets.UTF_8).length > ChannelLimits.DEFAULT.maxLabelBytes()) {
      throw new IllegalArgumentException(
          what + " longer than " + ChannelLimits.DEFAULT.maxLabelBytes() + " bytes of UTF-8");
    }
  }

  private static ChannelSettings settings(String label, ChannelOptions options) {
    return new ChannelSettings(
        label,
        options.protocol(),
        switch (options.ordering()) {
          case ORDERED -> SendOptions.Ordering.ORDERED;
          case UNORDERED -> SendOptions.Ordering.UNORDERED;
        },
        switch (options.reliability()) {
          case ChannelOptions.Reliability.Reliable reliable -> new Reliability.Reliable();
          case ChannelOptions.Reliability.MaxRetransmits most ->
              new Reliability.MaxRetransmits(most.count());
          case ChannelOptions.Reliability.MaxLifetime most ->
              new Reliability.MaxLifetime(most.lifetime().toMillis());
        });
  }

  private static ChannelOptions options(ChannelSettings settings) {
    return new ChannelOptions(
        switch (settings.ordering()) {
          case ORDERED -> ChannelOptions.Ordering.ORDERED;
          case UNORDERED -> ChannelOptions.Ordering.UNORDERED;
        },
        switch (settings.reliability()) {
          case Reliability.Reliable reliable -> new ChannelOptions.Reliability.Reliable();
          case Reliability.MaxRetransmits most ->
              new ChannelOptions.Reliability.MaxRetransmits(
                  (int) Math.min(most.count(), Integer.MAX_VALUE));
          case Reliability.MaxLifetime most ->
              new ChannelOptions.Reliability.MaxLifetime(Duration.ofMillis(most.millis()));
        },
        settings.protocol());
  }

  boolean onLoopThread() {
    return Thread.currentThread() == loopThread;
  }

  /// Runs on the loop's thread: at once where this is it, else soon.
  void run(Runnable task) {
    if (onLoopThread()) {
      task.run();
    } else {
      mailbox.execute(task);
    }
  }

  int sendBufferBytes() {
    return sendBufferBytes;
  }

  int maxMessageBytes() {
    return maxMessageBytes;
  }

  /// Whether all channels together hold as much as a connection may.
  boolean isFull() {
    return bufferedBytes.get() > MAX_BUFFERED_BYTES;
  }

  void buffered(int bytes) {
    bufferedBytes.addAndGet(bytes);
  }

  /// A copy of what remains, to be given back by {@link #recycle}.
  ByteBuffer copy(ByteBuffer message) {
    int size = message.remaining();
    byte[] array = spares.take(size);
    message.get(message.position(), array, 0, size);
    return ByteBuffer.wrap(array, 0, size);
  }

  // The loop's thread.

  @SuppressWarnings(
      "ByteBufferBackingArray") // It is one that copy() wrapped, from the array's beginning.
  private void recycle(ByteBuffer message) {
    spares.give(message.array());
  }

  MessageHandler messages() {
    return engine;
  }

  void start(Association association, DtlsRole role, int peerMaxMessageBytes) {
    StreamParity parity =
        switch (role) {
          case CLIENT -> StreamParity.EVEN;
          case SERVER -> StreamParity.ODD;
        };
    maxMessageBytes = peerMaxMessageBytes;
    engine.start(association, parity, peerMaxMessageBytes);
  }

  private void open(LoopChannel channel, ChannelSettings settings) {
    if (over) {
      channel.closed();
      return;
    }
    Channel opened = engine.open(settings);
    bound.put(opened, channel);
    channel.bind(opened);
  }

  void send(LoopChannel channel, MessageKind kind, ByteBuffer message) {
    Channel target = channel.channel();
    ChannelSendResult result =
        target == null || over
            ? ChannelSendResult.CLOSED
            : engine.send(target, kind, message, clock.getAsLong());
    switch (result) {
      case QUEUED -> {
        if (!message.hasRemaining()) {
          channel.released(0);
        }
      }
      case CLOSED, TOO_LONG -> {
        channel.released(message.remaining());
        recycle(message);
      }
      case BUFFER_FULL ->
          throw new IllegalStateException("the engine's buffer is larger than the channel's");
    }
  }

  /// So many bytes are no longer held, by whichever channel.
  void released(int bytes) {
    long left = bufferedBytes.addAndGet(-bytes);
    if (left <= MAX_BUFFERED_BYTES && left + bytes > MAX_BUFFERED_BYTES) {
      bound.values().forEach(LoopChannel::wake);
    }
  }

  /// Whether a listener that said pause may still have to get what the other end knows as delivered.
  boolean holds() {
    return bound.values().stream().anyMatch(LoopChannel::holds);
  }

  void flow(Channel channel, boolean flows) {
    if (flows) {
      engine.resume(channel, clock.getAsLong());
    } else {
      engine.pause(channel);
    }
  }

  void close(LoopChannel channel) {
    Channel target = channel.channel();
    if (target != null && !over) {
      engine.close(target);
    }
  }

  void onEvent(AssociationEvent event) {
    engine.onEvent(event);
  }

  @Override
  public void onMessage(Channel channel, MessageKind kind, ByteBuffer payload, long nowNanos) {
    LoopChannel target = bound.get(channel);
    if (target != null) {
      target.deliver(kind, payload);
    }
  }

  @Override
  public void onReleased(Channel channel, ByteBuffer message) {
    LoopChannel target = bound.get(channel);
    if (target != null) {
      target.released(message.remaining());
    }
    recycle(message);
  }

  /// Does what is left to do.
  ///
  /// @return whether there was any event
  boolean settle(long nowNanos) {
    engine.advance(nowNanos);
    ChannelEvent event = engine.pollEvent();
    boolean any = event != null;
    while (event != null) {
      onChannel(event);
      event = engine.pollEvent();
    }
    return any;
  }

  private void onChannel(ChannelEvent event) {
    LoopChannel target = bound.get(event.channel());
    switch (event) {
      case ChannelEvent.Offered offered -> offer(offered.channel());
      case ChannelEvent.Opened opened -> with(target, LoopChannel::opened);
      case ChannelEvent.BufferedLow low -> {} // Counted at the channel itself.
      case ChannelEvent.Closed closed -> {
        bound.remove(closed.channel());
        with(target, LoopChannel::closed);
      }
    }
  }

  private static void with(@Nullable LoopChannel channel, Consumer<LoopChannel> action) {
    if (channel != null) {
      action.accept(channel);
    }
  }

  private void offer(Channel offered) {
    ChannelSettings settings = offered.settings();
    var channel = new LoopChannel(this, settings.label(), options(settings), null);
    bound.put(offered, channel);
    channel.bind(offered);
    channel.opened();
    events.accept(new PeerEvent.ChannelOffered(channel));
  }

  /// The connection is over: every channel is closed, and whoever waits to send is told.
  void closeAll() {
    if (over) {
      return;
    }
    over = true;
    List<LoopChannel> all = new ArrayList<>(bound.values());
    bound.clear();
    all.forEach(LoopChannel::closed);
  }
}
