package sluice.transport.udp;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;

/// {@link DatagramChannel}s behind a {@link Selector}: one datagram a call, on every system.
final class PortableUdpPorts implements UdpPorts {
  /// Datagrams taken from one port before the loop looks at its other work.
  private static final int SHARE = 64;

  private final Selector selector;

  /// A run of equal datagrams is gathered here before the receiver sees it.
  private final byte[] run = new byte[128 << 10];

  private final ByteBuffer one = ByteBuffer.allocateDirect(65_536);

  PortableUdpPorts() throws IOException {
    selector = Selector.open();
  }

  @Override
  public UdpPort bind(InetAddress address, int port) throws IOException {
    DatagramChannel channel =
        DatagramChannel.open(
            address instanceof Inet6Address
                ? StandardProtocolFamily.INET6
                : StandardProtocolFamily.INET);
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
      channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES);
      if (channel.supportedOptions().contains(ExtendedSocketOptions.IP_DONTFRAGMENT)) {
        channel.setOption(ExtendedSocketOptions.IP_DONTFRAGMENT, true);
      }
      channel.bind(new InetSocketAddress(address, port));
      SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
      PortableUdpPort bound = new PortableUdpPort(channel, key);
      key.attach(bound);
      return bound;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void await(long timeoutNanos, UdpReceiver receiver) throws IOException {
    if (timeoutNanos <= 0) {
      selector.selectNow();
    } else if (timeoutNanos == Long.MAX_VALUE) {
      selector.select();
    } else {
      // A selector counts in milliseconds; to round down would spin.
      selector.select(TimeUnit.NANOSECONDS.toMillis(timeoutNanos + 999_999));
    }
    var ready = selector.selectedKeys();
    for (SelectionKey key : ready) {
      if (key.isValid() && key.attachment() instanceof PortableUdpPort port) {
        if (key.isWritable()) {
          key.interestOps(SelectionKey.OP_READ);
        }
        if (key.isReadable()) {
          drain(port, receiver);
        }
      }
    }
    ready.clear();
  }

  private void drain(PortableUdpPort port, UdpReceiver receiver) {
    int filled = 0;
    int segmentBytes = 0;
    InetSocketAddress sender = null;
    for (int i = 0; i < SHARE; i++) {
      one.clear();
      InetSocketAddress from = port.receive(one);
      if (from == null) {
        break;
      }
      one.flip();
      int length = one.remaining();
      boolean joins =
          from.equals(sender) && length <= segmentBytes && filled + length <= run.length;
      if (sender != null && !joins) {
        receiver.onDatagrams(port, run, 0, filled, Math.max(1, segmentBytes), sender);
        sender = null;
      }
      if (sender == null) {
        sender = from;
        filled = 0;
        segmentBytes = length;
      }
      one.get(run, filled, length);
      filled += length;
      if (length < segmentBytes || length == 0) {
        receiver.onDatagrams(port, run, 0, filled, Math.max(1, segmentBytes), sender);
        sender = null;
      }
    }
    if (sender != null) {
      receiver.onDatagrams(port, run, 0, filled, segmentBytes, sender);
    }
  }

  @Override
  public void wakeUp() {
    selector.wakeup();
  }

  @Override
  public void close() {
    for (SelectionKey key : selector.keys()) {
      if (key.attachment() instanceof PortableUdpPort port) {
        port.close();
      }
    }
    try {
      selector.close();
    } catch (IOException e) {
      System.getLogger(PortableUdpPorts.class.getName())
          .log(System.Logger.Level.DEBUG, "closing the selector", e);
    }
  }
}
