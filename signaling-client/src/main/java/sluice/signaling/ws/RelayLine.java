package sluice.signaling.ws;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.jspecify.annotations.Nullable;
import sluice.signaling.Departure;

/// One WebSocket connection to the relay. One message is on its way at a time: texts first, in order,
/// then datagrams. Closing waits for the texts already given. A relay that does not read fills no
/// memory here: the line is cut when too much waits.
///
/// Jetty wants this class public; its package is not for others.
public final class RelayLine implements Session.Listener.AutoDemanding {
  /// Characters that may wait: more than a session ever repeats at once.
  static final int MAX_WAITING = 4 << 20;

  /// Pongs on their way. RFC 6455, section 5.5.3, lets a pong answer several pings.
  static final int MAX_PONGS = 8;

  private static final int MAX_DETAIL = 200;

  private final RelaySocket.Listener listener;
  private final Deque<String> outgoing = new ArrayDeque<>();
  private final DatagramQueue datagrams = new DatagramQueue();
  private final CountDownLatch closed = new CountDownLatch(1);

  private @Nullable Session session;
  private int waiting;
  private int pongs;
  private boolean sending;
  private boolean closing;
  private boolean over;

  RelayLine(RelaySocket.Listener listener) {
    this.listener = listener;
  }

  void send(String text) {
    boolean tooMuch;
    synchronized (this) {
      outgoing.addLast(text);
      waiting += text.length();
      tooMuch = waiting > MAX_WAITING;
    }
    if (tooMuch) {
      end("it does not read what it is sent", Departure.SILENT);
      abort();
    } else {
      sendNext();
    }
  }

  /// Sends a datagram, or queues it in place of older ones.
  ///
  /// @return false where the line is closing
  boolean send(ByteBuffer datagram) {
    synchronized (this) {
      if (closing || over) {
        return false;
      }
      datagrams.add(datagram.duplicate());
    }
    sendNext();
    return true;
  }

  void ping() {
    Session open;
    synchronized (this) {
      open = session;
    }
    if (open != null) {
      open.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
    }
  }

  /// Closes once all that was given is sent.
  void close() {
    synchronized (this) {
      closing = true;
    }
    sendNext();
  }

  /// Cuts the connection.
  void abort() {
    Session open;
    synchronized (this) {
      closing = true;
      outgoing.clear();
      datagrams.clear();
      open = session;
    }
    if (open != null) {
      open.disconnect();
    }
  }

  /// Waits for the end of a closing line.
  boolean awaitClosed(long timeout, TimeUnit unit) throws InterruptedException {
    synchronized (this) {
      if (session == null) {
        return true;
      }
    }
    return closed.await(timeout, unit);
  }

  private void sendNext() {
    Session open;
    String text;
    ByteBuffer message;
    synchronized (this) {
      open = session;
      if (open == null || sending) {
        return;
      }
      text = outgoing.pollFirst();
      waiting -= text == null ? 0 : text.length();
      message = text == null && !closing ? datagrams.next() : null;
      if (text == null && message == null && !closing) {
        return;
      }
      sending = true;
    }
    Callback next = Callback.from(this::onSent, this::onWebSocketError);
    if (text != null) {
      open.sendText(text, next);
    } else if (message != null) {
      open.sendBinary(message, next);
    } else {
      open.close(StatusCode.NORMAL, null, Callback.NOOP);
    }
  }

  private void onSent() {
    synchronized (this) {
      sending = false;
    }
    sendNext();
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    boolean unwanted;
    synchronized (this) {
      session = opened;
      unwanted = closing;
    }
    if (unwanted) {
      sendNext();
    } else {
      listener.onOpen(this);
    }
  }

  @Override
  public void onWebSocketText(String text) {
    listener.onText(this, text);
  }

  @Override
  public void onWebSocketPing(ByteBuffer payload) {
    Session open;
    synchronized (this) {
      open = session;
    }
    if (open != null && mayPong()) {
      open.sendPong(payload, Callback.from(this::onPonged, this::onWebSocketError));
    }
    listener.onSign(this);
  }

  private synchronized boolean mayPong() {
    if (pongs == MAX_PONGS) {
      return false;
    }
    pongs++;
    return true;
  }

  private synchronized void onPonged() {
    pongs--;
  }

  @Override
  public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
    listener.onSign(this);
    DatagramQueue.split(payload, datagram -> listener.onDatagram(this, datagram));
    callback.succeed();
  }

  @Override
  public void onWebSocketPong(ByteBuffer payload) {
    listener.onSign(this);
  }

  @Override
  public void onWebSocketError(Throwable cause) {
    end(detail(cause), departure(cause));
    abort();
  }

  /// Only a connection that was closed or refused says that nobody is there. A machine without a
  /// network, or one whose other end sleeps, sees anything else.
  private static Departure departure(Throwable cause) {
    boolean refused =
        cause instanceof ConnectException && String.valueOf(cause.getMessage()).contains("refused");
    boolean reset = cause instanceof EOFException || cause instanceof ClosedChannelException;
    boolean resetByPeer =
        cause instanceof IOException && String.valueOf(cause.getMessage()).contains("reset");
    return refused || reset || resetByPeer ? Departure.CLOSED : Departure.SILENT;
  }

  /// For a log: Jetty's own words can be a page long.
  private static String detail(Throwable cause) {
    if (cause instanceof EOFException) {
      return "the connection ended";
    }
    String message = cause.getMessage();
    String name = cause.getClass().getSimpleName();
    String all = message == null ? name : name + ": " + message;
    return all.length() <= MAX_DETAIL ? all : all.substring(0, MAX_DETAIL) + "…";
  }

  @Override
  public void onWebSocketClose(int statusCode, @Nullable String reason, Callback callback) {
    callback.succeed();
    // Without a close frame (1006) the connection ended all the same, and by somebody's hand.
    end("closed with " + statusCode, Departure.CLOSED);
  }

  private void end(String detail, Departure how) {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
    }
    closed.countDown();
    listener.onClosed(this, detail, how);
  }
}
