package sluice.app.session;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import sluice.transport.DataChannel;

/// The one way into the session's thread. No one who posts ever waits: the connection's thread moves
/// the data and must not.
///
/// What the other machine can drive up is bounded by pausing the channel that it comes on: its
/// messages then stay in the transport's receive window, which closes. Everything else is bounded
/// where it comes from: work at the disks by the engines, signaling by the relay's rates and by the
/// session that drains it.
final class SessionQueue {
  /// Bytes of messages that may wait before their channel is paused.
  static final int PAUSE_ABOVE_BYTES = 8 << 20;

  /// Bytes at which paused channels go on.
  static final int RESUME_BELOW_BYTES = 2 << 20;

  /// What a message counts beside its length, so that empty ones are bounded as well.
  static final int MESSAGE_OVERHEAD_BYTES = 512;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final ArrayDeque<Post> posts = new ArrayDeque<>();
  private final ArrayDeque<DataChannel> paused = new ArrayDeque<>();
  private long waitingBytes;
  private boolean lowPosted;

  /// Posts what is bounded elsewhere.
  void post(Post post) {
    lock.lock();
    try {
      if (post instanceof Post.BufferedLow) {
        if (lowPosted) {
          return;
        }
        lowPosted = true;
      }
      posts.add(post);
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Posts a message of the other side, and pauses its channel if too much waits.
  void postMessage(DataChannel channel, Post message, int lengthBytes) {
    lock.lock();
    try {
      posts.add(message);
      arrived.signal();
      waitingBytes += lengthBytes + MESSAGE_OVERHEAD_BYTES;
      if (waitingBytes > PAUSE_ABOVE_BYTES && !paused.contains(channel)) {
        paused.add(channel);
        channel.pause();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the next post.
  ///
  /// @return null when the time is over
  @Nullable Post take(long waitNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = waitNanos;
      while (posts.isEmpty()) {
        if (left <= 0) {
          return null;
        }
        left = arrived.awaitNanos(Math.min(left, TimeUnit.HOURS.toNanos(1)));
      }
      Post post = posts.remove();
      settle(post);
      return post;
    } finally {
      lock.unlock();
    }
  }

  /// Drops what a rendezvous said that is over.
  void dropSignaling() {
    lock.lock();
    try {
      posts.removeIf(Post.Signaling.class::isInstance);
    } finally {
      lock.unlock();
    }
  }

  private void settle(Post post) {
    switch (post) {
      case Post.BufferedLow() -> lowPosted = false;
      case Post.Text(_, String message) -> release(message.length());
      case Post.Binary(_, _, int lengthBytes) -> release(lengthBytes);
      case Post.Signaling _,
          Post.Peer _,
          Post.ChannelClosed _,
          Post.SourceDone _,
          Post.DestinationDone _,
          Post.SyncRead _,
          Post.SyncDone _,
          Post.Note _,
          Post.Show _,
          Post.Answered _,
          Post.Stop _ -> {}
    }
  }

  private void release(int lengthBytes) {
    waitingBytes -= lengthBytes + MESSAGE_OVERHEAD_BYTES;
    if (waitingBytes < RESUME_BELOW_BYTES) {
      while (!paused.isEmpty()) {
        paused.remove().resume();
      }
    }
  }
}
