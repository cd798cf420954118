package sluice.app.relay.stun;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The sockets of a {@link StunResponder}, and a thread that waits for all of them: four where there are
/// two addresses, one for a single address, and for the wildcard one more for each address of this
/// machine: an answer must come from where the question went, and the kernel would choose another
/// source.
public final class StunServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(StunServer.class.getName());
  private static final int BUFFER_BYTES = 2048;
  private static final int MAX_OWN_ADDRESSES = 64;

  /// Datagrams of one socket before the next one has its turn.
  private static final int BATCH = 64;

  private final Selector selector;
  private final List<DatagramChannel> channels;
  private final StunResponder responder;
  private final StunAddresses addresses;
  private final long originNanos = System.nanoTime();
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

  private StunServer(Selector selector, List<DatagramChannel> channels, StunAddresses addresses) {
    this.selector = selector;
    this.channels = channels;
    this.addresses = addresses;
    this.responder = new StunResponder(addresses);
  }

  /// Begins to listen.
  ///
  /// @param addresses a port of 0 is taken only where there is no alternate
  /// @throws IOException if an address cannot be had; none is held then
  public static StunServer start(StunAddresses addresses) throws IOException {
    Selector selector = Selector.open();
    List<DatagramChannel> channels = new ArrayList<>();
    boolean isShared = addresses.primary().getAddress().isAnyLocalAddress();
    try {
      for (InetSocketAddress address : addresses.all()) {
        channels.add(open(selector, address, channels.size(), isShared));
      }
      StunAddresses bound =
          addresses.alternate() == null
              ? new StunAddresses((InetSocketAddress) channels.getFirst().getLocalAddress(), null)
              : addresses;
      if (isShared) {
        for (InetAddress own : ownAddresses()) {
          InetSocketAddress at = new InetSocketAddress(own, bound.primary().getPort());
          channels.add(open(selector, at, 0, isShared));
        }
      }
      StunServer server = new StunServer(selector, List.copyOf(channels), bound);
      Thread.ofPlatform().daemon().name("relay-stun").start(server::serve);
      return server;
    } catch (IOException refused) {
      for (DatagramChannel channel : channels) {
        channel.close();
      }
      selector.close();
      throw refused;
    }
  }

  /// Those that others can ask; what comes later or is of a link alone, the wildcard's socket hears.
  private static List<InetAddress> ownAddresses() throws IOException {
    List<InetAddress> addresses = new ArrayList<>();
    for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      if (network.isUp()) {
        network
            .inetAddresses()
            .filter(own -> !own.isLinkLocalAddress() && !own.isMulticastAddress())
            .forEach(addresses::add);
      }
    }
    return addresses.subList(0, Math.min(addresses.size(), MAX_OWN_ADDRESSES));
  }

  private static DatagramChannel open(
      Selector selector, InetSocketAddress address, int place, boolean isShared)
      throws IOException {
    boolean isIpv4 = address.getAddress() instanceof java.net.Inet4Address;
    // The wildcard takes both families, through the IPv6 socket where there is one.
    DatagramChannel channel =
        address.getAddress().isAnyLocalAddress()
            ? DatagramChannel.open()
            : DatagramChannel.open(
                isIpv4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 18);
      // The wildcard and an address of this machine may share a port only so.
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, isShared);
      channel.bind(address);
      channel.register(selector, SelectionKey.OP_READ, place);
      return channel;
    } catch (IOException refused) {
      channel.close();
      throw refused;
    }
  }

  /// Where it listens.
  public StunAddresses addresses() {
    return addresses;
  }

  private void serve() {
    try {
      while (selector.isOpen()) {
        selector.select(this::read);
      }
    } catch (IOException | java.nio.channels.ClosedSelectorException ended) {
      if (selector.isOpen()) {
        LOG.log(System.Logger.Level.WARNING, "the STUN server ended", ended);
      }
    }
  }

  private void read(SelectionKey key) {
    int place = (int) key.attachment();
    try {
      for (int i = 0; i < BATCH; i++) {
        buffer.clear();
        if (!(((DatagramChannel) key.channel()).receive(buffer)
            instanceof InetSocketAddress source)) {
          return;
        }
        long nowNanos = System.nanoTime() - originNanos;
        StunAnswer answer = responder.receive(buffer.flip(), source, place, nowNanos);
        if (answer != null) {
          DatagramChannel from =
              addresses.alternate() == null
                  ? (DatagramChannel) key.channel()
                  : channels.get(answer.place());
          from.send(answer.datagram(), answer.destination());
        }
      }
    } catch (IOException ofOneDatagram) {
      // An unreachable client, or a full buffer: it asks again.
      LOG.log(System.Logger.Level.DEBUG, "a STUN datagram", ofOneDatagram);
    }
  }

  @Override
  public void close() {
    try {
      selector.close();
      for (DatagramChannel channel : channels) {
        channel.close();
      }
    } catch (IOException gone) {
      LOG.log(System.Logger.Level.DEBUG, "closing the STUN sockets", gone);
    }
  }
}
