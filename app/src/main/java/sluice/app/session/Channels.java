package sluice.app.session;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import sluice.transport.ChannelClosedException;
import sluice.transport.ChannelListener;
import sluice.transport.ChannelOptions;
import sluice.transport.DataChannel;
import sluice.transport.PeerConnection;

/// The two channels of a transfer (`app/docs/file-transfer.md`). Messages that come are posted to the
/// session's queue; sending never blocks.
final class Channels {
  static final String CONTROL = "control";
  static final String DATA = "data";

  /// Control messages that may wait for the channel. The engines speak only when something happened,
  /// so this many at once are a fault of ours.
  static final int MAX_BACKLOG = 65_536;

  private final SessionQueue queue;
  private final int sendBufferBytes;
  private final MessageArrays arrays = new MessageArrays();
  private final Queue<String> backlog = new ArrayDeque<>();
  private @Nullable DataChannel control;
  private @Nullable DataChannel data;
  private @Nullable ByteBuffer unsent;

  Channels(SessionQueue queue, int sendBufferBytes) {
    this.queue = queue;
    this.sendBufferBytes = sendBufferBytes;
  }

  /// Opens both, as the sender does.
  void open(PeerConnection connection) {
    Listener listener = new Listener();
    control = connection.openChannel(CONTROL, ChannelOptions.RELIABLE, listener);
    data = connection.openChannel(DATA, ChannelOptions.RELIABLE, listener);
    watch(control);
    watch(data);
  }

  /// Takes a channel that the other side opened.
  ///
  /// @return false if it has no place here
  boolean take(DataChannel channel) {
    if (channel.label().equals(CONTROL) && control == null) {
      control = channel;
    } else if (channel.label().equals(DATA) && data == null) {
      data = channel;
    } else {
      return false;
    }
    watch(channel);
    channel.listen(new Listener());
    return true;
  }

  boolean isControl(DataChannel channel) {
    return channel == control;
  }

  boolean isData(DataChannel channel) {
    return channel == data;
  }

  /// The longest message that the data channel takes.
  int maxDataBytes() {
    DataChannel channel = data;
    return channel == null ? 0 : channel.maxMessageBytes();
  }

  /// Bytes that the data channel takes now.
  long dataRoom() {
    DataChannel channel = data;
    return channel == null || unsent != null
        ? 0
        : Math.max(0, sendBufferBytes - channel.bufferedBytes());
  }

  /// Nobody looks at this message any more.
  void release(Post.Binary message) {
    arrays.giveBack(message.bytes());
  }

  void sendControl(String text) {
    if (backlog.size() >= MAX_BACKLOG) {
      throw new IllegalStateException("control messages pile up");
    }
    backlog.add(text);
    flush();
  }

  /// Sends a data message, or keeps it until the channel takes it.
  void sendData(ByteBuffer message) {
    if (unsent != null) {
      throw new IllegalStateException("the message before is not sent yet");
    }
    unsent = message;
    flush();
  }

  /// Whether a data message waits for the channel: its bytes must stay as they are.
  boolean isDataWaiting() {
    return unsent != null;
  }

  /// Sends what waits, as far as the channels take it.
  void flush() {
    try {
      DataChannel toControl = control;
      while (toControl != null && !backlog.isEmpty()) {
        if (!toControl.trySend(backlog.element())) {
          break;
        }
        backlog.remove();
      }
      DataChannel toData = data;
      ByteBuffer message = unsent;
      if (toData != null && message != null && toData.trySend(message)) {
        unsent = null;
      }
    } catch (ChannelClosedException closed) {
      backlog.clear();
      unsent = null;
    }
  }

  private void watch(DataChannel channel) {
    channel.bufferedLowThreshold(sendBufferBytes / 2);
  }

  private final class Listener implements ChannelListener {
    @Override
    public void onBinary(DataChannel channel, ByteBuffer message) {
      int lengthBytes = message.remaining();
      byte[] bytes = arrays.take(lengthBytes);
      message.get(bytes, 0, lengthBytes);
      queue.postMessage(channel, new Post.Binary(channel, bytes, lengthBytes), lengthBytes);
    }

    @Override
    public void onText(DataChannel channel, String message) {
      queue.postMessage(channel, new Post.Text(channel, message), message.length());
    }

    @Override
    public void onBufferedLow(DataChannel channel) {
      queue.post(new Post.BufferedLow());
    }

    @Override
    public void onClosed(DataChannel channel) {
      queue.post(new Post.ChannelClosed(channel));
    }
  }
}
