package sluice.app.session;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import sluice.app.sync.SyncCodec;
import sluice.app.sync.SyncMessage;
import sluice.transport.ChannelClosedException;
import sluice.transport.ChannelListener;
import sluice.transport.ChannelOptions;
import sluice.transport.DataChannel;
import sluice.transport.PeerConnection;

/// The channel around a transfer that makes a sync of it (`app/docs/sync.md`). Messages that come are posted to the
/// session's queue; sending never blocks.
final class SyncChannel {
  static final String LABEL = "sync";

  private final SessionQueue queue;
  private final Queue<ByteBuffer> backlog = new ArrayDeque<>();
  private @Nullable DataChannel channel;

  SyncChannel(SessionQueue queue) {
    this.queue = queue;
  }

  /// Opens it, as the sender does.
  void open(PeerConnection connection) {
    channel = connection.openChannel(LABEL, ChannelOptions.RELIABLE, new Listener());
  }

  /// Takes it when the other side opened it.
  ///
  /// @return false if it is another channel, or a second one
  boolean take(DataChannel offered) {
    if (!offered.label().equals(LABEL) || channel != null) {
      return false;
    }
    channel = offered;
    offered.listen(new Listener());
    return true;
  }

  boolean is(DataChannel other) {
    return other == channel;
  }

  void send(SyncMessage message) {
    backlog.add(SyncCodec.write(message));
    flush();
  }

  /// Sends what waits, as far as the channel takes it.
  void flush() {
    DataChannel open = channel;
    if (open == null) {
      return;
    }
    try {
      while (!backlog.isEmpty() && open.trySend(backlog.element())) {
        backlog.remove();
      }
    } catch (ChannelClosedException closed) {
      backlog.clear();
    }
  }

  private final class Listener implements ChannelListener {
    @Override
    public void onBinary(DataChannel from, ByteBuffer message) {
      byte[] bytes = new byte[message.remaining()];
      message.get(bytes);
      queue.postMessage(from, new Post.Binary(from, bytes, bytes.length), bytes.length);
    }

    @Override
    public void onText(DataChannel from, String message) {
      queue.postMessage(from, new Post.Text(from, message), message.length());
    }

    @Override
    public void onBufferedLow(DataChannel from) {
      queue.post(new Post.BufferedLow());
    }

    @Override
    public void onClosed(DataChannel from) {
      queue.post(new Post.ChannelClosed(from));
    }
  }
}
