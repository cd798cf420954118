package sluice.transport.ice;

import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.ice4j.socket.IceSocketWrapper;
import org.jspecify.annotations.Nullable;

/// What ice4j sees of one of our sockets: STUN in, STUN out. The datagrams themselves are moved by the connection's own
/// thread; closing this leaves the socket open.
final class IceSocket extends IceSocketWrapper {
  /// STUN messages that wait for ice4j's thread; more are dropped, as a socket would.
  private static final int MAX_WAITING = 256;

  /// ice4j takes a wrapper for UDP when it has such a socket; it is never used.
  private static final DatagramSocket UNBOUND = unbound();

  private record Received(byte[] message, @Nullable InetSocketAddress from) {}

  private static final Received END = new Received(new byte[0], null);

  private final IceWire wire;
  private final InetSocketAddress local;
  private final CheckList.Listener listener;
  private final BlockingQueue<Received> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private volatile boolean closed;

  /// @param local the candidate's address
  IceSocket(IceWire wire, InetSocketAddress local, CheckList.Listener listener) {
    this.wire = wire;
    this.local = local;
    this.listener = listener;
  }

  private static DatagramSocket unbound() {
    try {
      return new DatagramSocket((SocketAddress) null);
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
  }

  IceWire wire() {
    return wire;
  }

  void offer(byte[] message, InetSocketAddress from) {
    if (!closed) {
      waiting.offer(new Received(message, from));
    }
  }

  @Override
  public void send(DatagramPacket packet) {
    int from = packet.getOffset();
    byte[] message = Arrays.copyOfRange(packet.getData(), from, from + packet.getLength());
    listener.onSend(wire, message, new InetSocketAddress(packet.getAddress(), packet.getPort()));
  }

  @Override
  public void receive(DatagramPacket packet) throws SocketException {
    Received received;
    try {
      received = closed ? END : waiting.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SocketException("interrupted");
    }
    if (received.from == null) {
      throw new SocketException("closed");
    }
    int length = Math.min(received.message.length, packet.getData().length);
    System.arraycopy(received.message, 0, packet.getData(), 0, length);
    packet.setLength(length);
    packet.setSocketAddress(received.from);
  }

  @Override
  public void close() {
    closed = true;
    waiting.clear();
    waiting.offer(END);
  }

  @Override
  public InetAddress getLocalAddress() {
    return local.getAddress();
  }

  @Override
  public int getLocalPort() {
    return local.getPort();
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return local;
  }

  @Override
  public @Nullable Socket getTCPSocket() {
    return null;
  }

  @Override
  public DatagramSocket getUDPSocket() {
    return UNBOUND;
  }
}
