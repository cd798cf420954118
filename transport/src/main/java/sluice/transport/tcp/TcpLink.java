package sluice.transport.tcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One TCP or TLS connection. Two virtual threads connect, read and write; {@link Owner} hears of it on the loop's thread.
/// Both directions hold a bounded number of bytes: what is sent is refused beyond, what comes waits in the kernel.
public final class TcpLink implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(TcpLink.class.getName());

  /// What may wait to be written. Small, since the kernel has a buffer too, and a queue in front of a congestion controller
  /// is delay.
  public static final int MAX_QUEUED_BYTES = 256 << 10;

  /// Below this the owner is told that there is room again.
  private static final int ROOM_BYTES = MAX_QUEUED_BYTES / 2;

  /// What may wait for the loop's thread.
  private static final int MAX_UNREAD_BYTES = 1 << 20;

  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final int CHUNK_BYTES = 64 << 10;

  /// Hears of the connection, on the loop's thread.
  public interface Owner {
    /// Connected, through proxy and TLS.
    ///
    /// @param remote the server, or the proxy
    void onOpen(InetSocketAddress remote);

    /// Bytes came. The array is valid during the call only.
    void onBytes(byte[] bytes, int length);

    /// A queue that was full has room again.
    void onRoom();

    /// It is over, or did not come about. Not told after {@link #close}.
    void onEnd(TcpFailure failure);
  }

  private final TcpTarget target;
  private final Executor loop;
  private final Owner owner;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Condition written = lock.newCondition();
  private final Deque<byte[]> queue = new ArrayDeque<>();
  private final Semaphore unread = new Semaphore(MAX_UNREAD_BYTES);
  private int queuedBytes;
  private boolean wasFull;
  private boolean ended;
  private boolean writing;
  private @Nullable Socket socket;

  private TcpLink(TcpTarget target, Executor loop, Owner owner) {
    this.target = target;
    this.loop = loop;
    this.owner = owner;
  }

  /// Begins to connect.
  ///
  /// @param loop runs on the loop's thread, soon
  public static TcpLink open(TcpTarget target, Executor loop, Owner owner) {
    var link = new TcpLink(target, loop, owner);
    Thread.ofVirtual().name("sluice-tcp").start(link::run);
    return link;
  }

  private void run() {
    try (Socket connected = TcpConnector.connect(target, this::take)) {
      take(connected);
      var remote = (InetSocketAddress) connected.getRemoteSocketAddress();
      tell(() -> owner.onOpen(remote));
      begin();
      Thread.ofVirtual().name("sluice-tcp-write").start(() -> write(connected));
      read(connected.getInputStream());
      end(new TcpFailure(TcpFailure.Stage.ENDED, "the server closed the connection"));
    } catch (HandshakeFailure e) {
      end(e.failure());
    } catch (IOException e) {
      end(new TcpFailure(TcpFailure.Stage.ENDED, String.valueOf(e.getMessage())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // Of one server among several: not worth the process, which an uncaught exception would end.
      LOG.log(System.Logger.Level.ERROR, "a fault of our own ends a connection", e);
      end(new TcpFailure(TcpFailure.Stage.ENDED, e.toString()));
    }
  }

  /// Remembers the socket, so that {@link #close} ends a connecting that hangs.
  private void take(Socket begun) {
    lock.lock();
    try {
      socket = begun;
      if (ended) {
        shut(begun);
      }
    } finally {
      lock.unlock();
    }
  }

  private void begin() {
    lock.lock();
    try {
      writing = true;
    } finally {
      lock.unlock();
    }
  }

  private static void shut(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more, whether it says so or not.
      LOG.log(System.Logger.Level.DEBUG, "closing", e);
    }
  }

  private void tell(Runnable news) {
    loop.execute(
        () -> {
          if (!over()) {
            news.run();
          }
        });
  }

  private boolean over() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  private void end(TcpFailure failure) {
    loop.execute(
        () -> {
          if (!over()) {
            close();
            owner.onEnd(failure);
          }
        });
  }

  private void read(InputStream in) throws IOException, InterruptedException {
    var buffer = new byte[CHUNK_BYTES];
    for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
      byte[] chunk = Arrays.copyOf(buffer, length);
      unread.acquire(Math.max(1, length));
      loop.execute(
          () -> {
            unread.release(Math.max(1, chunk.length));
            if (!over()) {
              owner.onBytes(chunk, chunk.length);
            }
          });
    }
  }

  /// Leaves bytes to be written, all or none: whoever sends datagrams must never have half of one on the stream.
  ///
  /// @param bytes belong to the link from now on
  /// @return false if the queue is full; {@link Owner#onRoom} follows
  public boolean send(byte[] bytes) {
    lock.lock();
    try {
      if (ended || queuedBytes + bytes.length > MAX_QUEUED_BYTES) {
        wasFull = true;
        return false;
      }
      queue.add(bytes);
      queuedBytes += bytes.length;
      filled.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void write(Socket connected) {
    try {
      OutputStream out = connected.getOutputStream();
      for (byte[] next = next(); next != null; next = next()) {
        out.write(next);
      }
    } catch (IOException e) {
      end(new TcpFailure(TcpFailure.Stage.ENDED, String.valueOf(e.getMessage())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      shut(connected);
      lock.lock();
      try {
        writing = false;
        written.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /// What lies ready, in one piece as far as it fits a chunk; null at the end.
  private byte @Nullable [] next() throws InterruptedException {
    lock.lock();
    try {
      while (queue.isEmpty()) {
        if (ended) {
          return null;
        }
        filled.await();
      }
      byte[] first = queue.remove();
      int size = first.length;
      var pieces = new ArrayDeque<byte[]>();
      while (!queue.isEmpty() && size + queue.element().length <= CHUNK_BYTES) {
        byte[] piece = queue.remove();
        pieces.add(piece);
        size += piece.length;
      }
      queuedBytes -= size;
      if (wasFull && queuedBytes <= ROOM_BYTES) {
        wasFull = false;
        tell(owner::onRoom);
      }
      byte[] all = Arrays.copyOf(first, size);
      int at = first.length;
      for (byte[] piece : pieces) {
        System.arraycopy(piece, 0, all, at, piece.length);
        at += piece.length;
      }
      return all;
    } finally {
      lock.unlock();
    }
  }

  /// Ends the connection; what was left to be written has a second to leave. Nothing is told any more.
  @Override
  public void close() {
    lock.lock();
    try {
      if (ended) {
        return;
      }
      ended = true;
      filled.signalAll();
    } finally {
      lock.unlock();
    }
    unread.release(MAX_UNREAD_BYTES); // A reader that waits for the loop finds the end.
    // TLS says good-bye, which may block: not on the loop's thread.
    Thread.ofVirtual().name("sluice-tcp-close").start(this::linger);
  }

  private void linger() {
    Socket closing;
    lock.lock();
    try {
      long left = LINGER_NANOS;
      while (writing && left > 0) {
        left = written.awaitNanos(left);
      }
      closing = socket;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closing = socket;
    } finally {
      lock.unlock();
    }
    if (closing != null) {
      shut(closing);
    }
  }
}
