package sluice.transport.loop;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import sluice.transport.ForwardedPath;
import sluice.transport.udp.UdpPort;

/// The way through the application's relay, as ICE sees it: an address of the prefix that no network carries (RFC 6666).
/// What comes waits in a bounded queue for the loop's thread; the oldest is dropped, since what it carries repeats itself.
final class ForwardedWire implements PathWire {
  /// The end that offers, and the one that answers.
  enum Side {
    OFFERER("100::1"),
    ANSWERER("100::2");

    private static final int DISCARD_PORT = 9;

    private final String host;

    Side(String host) {
      this.host = host;
    }

    InetSocketAddress address() {
      return new InetSocketAddress(InetAddress.ofLiteral(host), DISCARD_PORT);
    }

    Side other() {
      return this == OFFERER ? ANSWERER : OFFERER;
    }
  }

  /// What waits for the loop's thread at most.
  static final int MAX_WAITING_BYTES = 512 << 10;

  /// What a datagram costs beside its bytes, so that tiny ones have a limit too.
  static final int DATAGRAM_OVERHEAD_BYTES = 64;

  private final ForwardedPath path;
  private final InetSocketAddress local;
  private final InetSocketAddress remote;
  private final Executor loop;
  private final RelayReceiver receiver;
  private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
  private final AtomicBoolean called = new AtomicBoolean();
  private int waitingBytes;
  private volatile boolean closed;
  private UdpPort.Refusal refusal = UdpPort.Refusal.NONE;

  ForwardedWire(ForwardedPath path, Side side, Executor loop, RelayReceiver receiver) {
    this.path = path;
    local = side.address();
    remote = side.other().address();
    this.loop = loop;
    this.receiver = receiver;
    path.listen(this::take);
  }

  void close() {
    closed = true;
    synchronized (waiting) {
      waiting.clear();
      waitingBytes = 0;
    }
  }

  /// On a thread of the application.
  private void take(ByteBuffer datagram) {
    if (closed || !datagram.hasRemaining() || datagram.remaining() > path.maxDatagramBytes()) {
      return;
    }
    var copy = new byte[datagram.remaining()];
    datagram.get(datagram.position(), copy);
    synchronized (waiting) {
      waiting.add(copy);
      waitingBytes += cost(copy);
      while (waitingBytes > MAX_WAITING_BYTES) {
        waitingBytes -= cost(waiting.remove());
      }
    }
    if (!called.getAndSet(true)) {
      loop.execute(this::deliver);
    }
  }

  private static int cost(byte[] datagram) {
    return datagram.length + DATAGRAM_OVERHEAD_BYTES;
  }

  /// Hands on what lay there, and no more: what comes meanwhile has called for another turn.
  private void deliver() {
    called.set(false);
    for (int ready = ready(); ready > 0 && !closed; ready--) {
      byte[] next = next();
      if (next == null) {
        return; // Dropped since, for younger ones.
      }
      receiver.onDatagram(this, next, 0, next.length, remote);
    }
  }

  private int ready() {
    synchronized (waiting) {
      return waiting.size();
    }
  }

  private byte @Nullable [] next() {
    synchronized (waiting) {
      byte[] next = waiting.poll();
      waitingBytes -= next == null ? 0 : cost(next);
      return next;
    }
  }

  @Override
  public InetSocketAddress local() {
    return local;
  }

  @Override
  public int send(
      byte[] buffer, int offset, int lengthBytes, int segmentBytes, InetSocketAddress to) {
    refusal = UdpPort.Refusal.NONE;
    for (int at = 0; at < lengthBytes; at += segmentBytes) {
      int size = Math.min(segmentBytes, lengthBytes - at);
      if (size > path.maxDatagramBytes()) {
        refusal = UdpPort.Refusal.TOO_LONG;
        return at;
      }
      if (!closed) {
        // What it drops is lost, as on any path; that is how the sender learns its rate.
        path.send(ByteBuffer.wrap(buffer, offset + at, size));
      }
    }
    return lengthBytes;
  }

  @Override
  public int sendDivisible(byte[] buffer, int offset, int lengthBytes, InetSocketAddress to) {
    return send(buffer, offset, lengthBytes, lengthBytes, to);
  }

  @Override
  public UdpPort.Refusal refusal() {
    return refusal;
  }
}
