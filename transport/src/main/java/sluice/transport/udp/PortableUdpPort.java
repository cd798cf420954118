package sluice.transport.udp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.Locale;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/// One {@link DatagramChannel}.
final class PortableUdpPort implements UdpPort {
  private static final System.Logger LOG = System.getLogger(PortableUdpPort.class.getName());

  private final DatagramChannel channel;
  private final SelectionKey key;
  private final InetSocketAddress local;
  private Refusal refusal = Refusal.NONE;

  PortableUdpPort(DatagramChannel channel, SelectionKey key) throws IOException {
    this.channel = channel;
    this.key = key;
    this.local = (InetSocketAddress) channel.getLocalAddress();
  }

  @Override
  public InetSocketAddress local() {
    return local;
  }

  @Override
  public int send(
      byte[] buffer, int offset, int lengthBytes, int segmentBytes, InetSocketAddress to) {
    refusal = Refusal.NONE;
    int sent = 0;
    while (sent < lengthBytes) {
      int size = Math.min(segmentBytes, lengthBytes - sent);
      refusal = sendOne(ByteBuffer.wrap(buffer, offset + sent, size), to);
      if (refusal != Refusal.NONE) {
        return sent;
      }
      sent += size;
    }
    return sent;
  }

  @Override
  public int sendDivisible(byte[] buffer, int offset, int lengthBytes, InetSocketAddress to) {
    fragment(true);
    int sent = send(buffer, offset, lengthBytes, lengthBytes, to);
    fragment(false);
    return sent;
  }

  private void fragment(boolean allowed) {
    try {
      if (channel.supportedOptions().contains(ExtendedSocketOptions.IP_DONTFRAGMENT)) {
        channel.setOption(ExtendedSocketOptions.IP_DONTFRAGMENT, !allowed);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "don't fragment", e);
    }
  }

  private Refusal sendOne(ByteBuffer datagram, InetSocketAddress to) {
    try {
      if (channel.send(datagram, to) == 0 && datagram.hasRemaining()) {
        key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        return Refusal.CONGESTED;
      }
      return Refusal.NONE;
    } catch (ClosedChannelException e) {
      return Refusal.UNREACHABLE;
    } catch (IOException e) {
      // The JDK tells the system's error by its text alone.
      String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
      return text.contains("too long") || text.contains("too large")
          ? Refusal.TOO_LONG
          : Refusal.UNREACHABLE;
    }
  }

  /// The sender of the datagram put into the buffer, or null when there is none.
  @Nullable InetSocketAddress receive(ByteBuffer into) {
    try {
      return (InetSocketAddress) channel.receive(into);
    } catch (ClosedChannelException e) {
      return null;
    } catch (IOException e) {
      // An ICMP error of an earlier datagram: the socket lives on.
      LOG.log(System.Logger.Level.DEBUG, "receive", e);
      return null;
    }
  }

  @Override
  public Refusal refusal() {
    return refusal;
  }

  @Override
  public int sendBufferBytes() {
    return option(StandardSocketOptions.SO_SNDBUF);
  }

  @Override
  public int receiveBufferBytes() {
    return option(StandardSocketOptions.SO_RCVBUF);
  }

  private int option(java.net.SocketOption<Integer> name) {
    try {
      return channel.getOption(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean batches() {
    return false;
  }

  @Override
  public void close() {
    try {
      key.cancel();
      channel.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "closing a socket", e);
    }
  }
}
