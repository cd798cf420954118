package sluice.app.relay;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/// One client's WebSocket. A client that does not read what it is sent is cut off.
public final class RelaySocket implements Session.Listener.AutoDemanding {
  /// Characters, and bytes of pongs, that may wait for a slow client.
  static final int MAX_UNSENT = 4 << 20;

  /// What a pong costs beside its payload. Whoever pings and never reads is cut off like any other.
  private static final int PONG_OVERHEAD = 64;

  /// Bytes of forwarded messages, and what each costs beside them, that may wait for a slow client; older
  /// ones are dropped.
  static final int MAX_FORWARDED = 1 << 18;

  private final RoomsDriver driver;
  private final Visitor visitor;
  private final AtomicInteger unsent = new AtomicInteger();
  private final Deque<ByteBuffer> forwarded = new ArrayDeque<>();
  private int forwardedBytes;
  private boolean forwarding;
  private volatile @Nullable Session session;
  private volatile long connection;

  RelaySocket(RoomsDriver driver, Visitor visitor) {
    this.driver = driver;
    this.visitor = visitor;
  }

  Visitor visitor() {
    return visitor;
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    session = opened;
    connection = driver.connected(this);
  }

  @Override
  public void onWebSocketText(String message) {
    driver.received(connection, message);
  }

  @Override
  public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
    ByteBuffer copy = ByteBuffer.allocate(payload.remaining()).put(payload).flip();
    callback.succeed();
    driver.forwarded(connection, copy);
  }

  @Override
  public void onWebSocketPing(ByteBuffer payload) {
    driver.heard(connection);
    Session open = session;
    if (open != null) {
      write(open, payload.remaining() + PONG_OVERHEAD, written -> open.sendPong(payload, written));
    }
  }

  @Override
  public void onWebSocketPong(ByteBuffer payload) {
    driver.heard(connection);
  }

  @Override
  public void onWebSocketError(Throwable cause) {
    driver.disconnected(connection);
  }

  @Override
  public void onWebSocketClose(int statusCode, @Nullable String reason, Callback callback) {
    driver.disconnected(connection);
    callback.succeed();
  }

  void send(String text) {
    Session open = session;
    if (open != null) {
      write(open, text.length(), written -> open.sendText(text, written));
    }
  }

  private void write(Session open, int size, Consumer<Callback> frame) {
    if (unsent.addAndGet(size) > MAX_UNSENT) {
      open.disconnect();
      return;
    }
    frame.accept(Callback.from(() -> unsent.addAndGet(-size), _ -> open.disconnect()));
  }

  /// Sends a binary message when those before it are written, dropping the oldest where they pile up.
  void forward(ByteBuffer message) {
    synchronized (forwarded) {
      forwarded.addLast(message);
      forwardedBytes += ForwardLimits.cost(message);
      while (forwardedBytes > MAX_FORWARDED) {
        forwardedBytes -= ForwardLimits.cost(forwarded.removeFirst());
      }
    }
    forwardNext();
  }

  private void forwardNext() {
    Session open = session;
    if (open == null) {
      return;
    }
    ByteBuffer message;
    synchronized (forwarded) {
      message = forwarding ? null : forwarded.pollFirst();
      if (message == null) {
        return;
      }
      forwarding = true;
      forwardedBytes -= ForwardLimits.cost(message);
    }
    open.sendBinary(message, Callback.from(this::onForwarded, _ -> open.disconnect()));
  }

  private void onForwarded() {
    synchronized (forwarded) {
      forwarding = false;
    }
    forwardNext();
  }

  void ping() {
    Session open = session;
    if (open != null) {
      open.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
    }
  }

  void close(int code, String reason) {
    Session open = session;
    if (open != null) {
      open.close(code, reason, Callback.NOOP);
    }
  }
}
