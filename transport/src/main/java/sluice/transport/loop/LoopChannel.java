package sluice.transport.loop;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import sluice.transport.ChannelClosedException;
import sluice.transport.ChannelListener;
import sluice.transport.ChannelOptions;
import sluice.transport.DataChannel;
import sluice.transport.channel.Channel;
import sluice.transport.channel.MessageKind;

/// A data channel as other threads see it: its buffer is counted here under a lock, everything else is a task for the
/// loop.
final class LoopChannel implements DataChannel {
  /// Messages that may wait whatever their size, since an empty one costs memory too.
  private static final int MAX_BUFFERED_MESSAGES = 32_768;

  private final Channels channels;
  private final String label;
  private final ChannelOptions options;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private long bufferedBytes;
  private int bufferedMessages;
  private long lowThresholdBytes;
  private boolean closed;

  // Of the loop's thread alone.
  private @Nullable ChannelListener listener;
  private @Nullable Channel channel;
  private boolean paused;
  private boolean openUntold;
  private boolean closeUntold;

  LoopChannel(
      Channels channels, String label, ChannelOptions options, @Nullable ChannelListener listener) {
    this.channels = channels;
    this.label = label;
    this.options = options;
    this.listener = listener;
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public ChannelOptions options() {
    return options;
  }

  @Override
  public void listen(ChannelListener next) {
    channels.run(
        () -> {
          listener = next;
          if (openUntold) {
            openUntold = false;
            next.onOpen(this);
          }
          flow();
          tellClosed();
        });
  }

  @Override
  public void send(ByteBuffer message) throws ChannelClosedException, InterruptedException {
    reserve(message.remaining());
    hand(MessageKind.BINARY, channels.copy(message));
  }

  @Override
  public void send(String message) throws ChannelClosedException, InterruptedException {
    byte[] utf8 = message.getBytes(StandardCharsets.UTF_8);
    reserve(utf8.length);
    hand(MessageKind.TEXT, ByteBuffer.wrap(utf8));
  }

  @Override
  public boolean trySend(ByteBuffer message) throws ChannelClosedException {
    boolean reserved = tryReserve(message.remaining());
    if (reserved) {
      hand(MessageKind.BINARY, channels.copy(message));
    }
    return reserved;
  }

  @Override
  public boolean trySend(String message) throws ChannelClosedException {
    byte[] utf8 = message.getBytes(StandardCharsets.UTF_8);
    boolean reserved = tryReserve(utf8.length);
    if (reserved) {
      hand(MessageKind.TEXT, ByteBuffer.wrap(utf8));
    }
    return reserved;
  }

  private void hand(MessageKind kind, ByteBuffer payload) {
    channels.run(() -> channels.send(this, kind, payload));
  }

  private void reserve(int bytes) throws ChannelClosedException, InterruptedException {
    checkLength(bytes);
    lock.lockInterruptibly();
    try {
      while (!closed && isFull()) {
        if (channels.onLoopThread()) {
          throw new IllegalStateException("a blocking send on the connection's own thread");
        }
        room.await();
      }
      take(bytes);
    } finally {
      lock.unlock();
    }
  }

  private boolean tryReserve(int bytes) throws ChannelClosedException {
    checkLength(bytes);
    lock.lock();
    try {
      if (!closed && isFull()) {
        return false;
      }
      take(bytes);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void checkLength(int bytes) {
    if (bytes > maxMessageBytes()) {
      throw new IllegalArgumentException(
          "a message of " + bytes + " bytes, where the other end takes " + maxMessageBytes());
    }
  }

  private boolean isFull() {
    return bufferedBytes > channels.sendBufferBytes()
        || bufferedMessages > MAX_BUFFERED_MESSAGES
        || channels.isFull();
  }

  private void take(int bytes) throws ChannelClosedException {
    if (closed) {
      throw new ChannelClosedException(label);
    }
    bufferedBytes += bytes;
    bufferedMessages++;
    channels.buffered(bytes);
  }

  @Override
  public int maxMessageBytes() {
    return channels.maxMessageBytes();
  }

  @Override
  public long bufferedBytes() {
    lock.lock();
    try {
      return bufferedBytes;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void bufferedLowThreshold(long bytes) {
    lock.lock();
    try {
      lowThresholdBytes = bytes;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void pause() {
    channels.run(
        () -> {
          paused = true;
          flow();
        });
  }

  @Override
  public void resume() {
    channels.run(
        () -> {
          paused = false;
          flow();
          tellClosed();
        });
  }

  @Override
  public void close() {
    if (shut()) {
      channels.run(() -> channels.close(this));
    }
  }

  /// Takes no more messages; wakes who waits to send.
  private boolean shut() {
    lock.lock();
    try {
      boolean first = !closed;
      closed = true;
      room.signalAll();
      return first;
    } finally {
      lock.unlock();
    }
  }

  // From here on: the loop's thread.

  /// So many bytes of one message are no longer held for sending.
  void released(int bytes) {
    boolean low;
    channels.released(bytes);
    lock.lock();
    try {
      boolean above = bufferedBytes > lowThresholdBytes;
      bufferedBytes -= bytes;
      bufferedMessages--;
      low = above && bufferedBytes <= lowThresholdBytes;
      if (!isFull()) {
        room.signalAll();
      }
    } finally {
      lock.unlock();
    }
    if (low && listener != null) {
      listener.onBufferedLow(this);
    }
  }

  /// There may be room again, since other channels let go of theirs.
  void wake() {
    lock.lock();
    try {
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Whether messages may still wait for a listener that said pause.
  boolean holds() {
    return paused && listener != null && channel != null;
  }

  void opened() {
    if (listener == null) {
      openUntold = true;
    } else {
      listener.onOpen(this);
    }
  }

  /// Binds this to the engine's channel, once there is one.
  void bind(Channel engineChannel) {
    channel = engineChannel;
    flow();
  }

  @Nullable Channel channel() {
    return channel;
  }

  /// Messages flow while somebody listens and has not said pause.
  private void flow() {
    if (channel != null) {
      channels.flow(channel, listener != null && !paused);
    }
  }

  void deliver(MessageKind kind, ByteBuffer payload) {
    ChannelListener to = listener;
    if (to == null) {
      throw new IllegalStateException("a message came through a pause");
    }
    switch (kind) {
      case BINARY -> to.onBinary(this, payload);
      case TEXT -> to.onText(this, StandardCharsets.UTF_8.decode(payload).toString());
    }
  }

  /// Nothing more comes.
  void closed() {
    shut();
    closeUntold = true;
    tellClosed();
  }

  private void tellClosed() {
    if (closeUntold && listener != null) {
      closeUntold = false;
      listener.onClosed(this);
    }
  }
}
