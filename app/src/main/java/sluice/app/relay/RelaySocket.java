package sluice.app.relay;

import java.nio.ByteBuffer;
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

  /// RFC 6455, section 7.4.1: "received a type of data it cannot accept".
  private static final int CANNOT_ACCEPT = 1003;

  private final RoomsDriver driver;
  private final Visitor visitor;
  private final AtomicInteger unsent = new AtomicInteger();
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
    callback.succeed();
    close(CANNOT_ACCEPT, "text only");
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
