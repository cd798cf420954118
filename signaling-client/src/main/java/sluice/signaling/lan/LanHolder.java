package sluice.signaling.lan;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import sluice.signaling.wire.Nameplate;

/// Answers who asks for one nameplate, on the LAN and on loopback, until closed.
public final class LanHolder implements AutoCloseable {
  static final int MAX_ANSWERS_A_SECOND = 50;

  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final long NEW_INTERFACES_MILLIS = 2_000;

  private final Nameplate nameplate;
  private final int relayPort;
  private final long instance;
  private final Selector selector;
  private final List<Ear> ears = new ArrayList<>();

  private long secondBeganNanos;
  private int answersThisSecond;

  private record Ear(
      DatagramChannel channel, ProtocolFamily family, boolean multicast, Set<String> joined) {
    boolean version6() {
      return family == StandardProtocolFamily.INET6;
    }
  }

  private LanHolder(Nameplate nameplate, int relayPort, long instance, Selector selector) {
    this.nameplate = nameplate;
    this.relayPort = relayPort;
    this.instance = instance;
    this.selector = selector;
  }

  /// Begins to answer.
  ///
  /// @param relayPort where the holder's relay listens
  /// @throws IOException when neither multicast nor loopback can be heard
  public static LanHolder open(Nameplate nameplate, int relayPort, RandomGenerator random)
      throws IOException {
    LanHolder holder = new LanHolder(nameplate, relayPort, random.nextLong(), Selector.open());
    try {
      holder.listen();
    } catch (IOException e) {
      holder.close();
      throw e;
    }
    Thread.ofPlatform().daemon().name("sluice-lan").start(holder::run);
    return holder;
  }

  private void listen() throws IOException {
    for (StandardProtocolFamily family :
        List.of(StandardProtocolFamily.INET, StandardProtocolFamily.INET6)) {
      try {
        DatagramChannel channel = DatagramChannel.open(family);
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        bind(channel, new InetSocketAddress(LanAddresses.MULTICAST_PORT), family, true);
      } catch (IOException | UnsupportedOperationException unusable) {
        trace("no multicast of " + family, unusable);
      }
    }
    if (!listenOnLoopback(StandardProtocolFamily.INET, LanAddresses.LOOPBACK_4)) {
      listenOnLoopback(StandardProtocolFamily.INET6, LanAddresses.LOOPBACK_6);
    }
    if (ears.isEmpty()) {
      throw new IOException("neither multicast nor loopback can be heard");
    }
  }

  private boolean listenOnLoopback(ProtocolFamily family, InetAddress address) {
    for (int port = LanAddresses.FIRST_LOOPBACK_PORT;
        port <= LanAddresses.LAST_LOOPBACK_PORT;
        port++) {
      try {
        bind(DatagramChannel.open(family), new InetSocketAddress(address, port), family, false);
        return true;
      } catch (IOException | UnsupportedOperationException taken) {
        trace("no ear on " + address + " port " + port, taken);
      }
    }
    return false;
  }

  private void bind(
      DatagramChannel channel, InetSocketAddress address, ProtocolFamily family, boolean multicast)
      throws IOException {
    try {
      channel.configureBlocking(false);
      channel.bind(address);
      Ear ear = new Ear(channel, family, multicast, new HashSet<>());
      join(ear);
      channel.register(selector, SelectionKey.OP_READ);
      ears.add(ear);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /// Joins the group on every interface, new ones too.
  private static void join(Ear ear) throws IOException {
    if (!ear.multicast()) {
      return;
    }
    for (NetworkInterface face : LanAddresses.multicastInterfaces(ear.version6())) {
      if (!ear.joined().contains(face.getName())) {
        try {
          ear.channel().join(LanAddresses.group(ear.version6()).getAddress(), face);
          ear.joined().add(face.getName());
        } catch (IOException unusable) {
          trace("no group on " + face.getName(), unusable);
        }
      }
    }
  }

  private void run() {
    try {
      while (selector.isOpen()) {
        if (selector.select(NEW_INTERFACES_MILLIS) == 0) {
          for (Ear ear : ears) {
            join(ear);
          }
        }
        if (!selector.isOpen()) {
          return;
        }
        for (SelectionKey key : selector.selectedKeys()) {
          answerAll((DatagramChannel) key.channel());
        }
        selector.selectedKeys().clear();
      }
    } catch (IOException | ClosedSelectorException e) {
      trace("no longer answering on the LAN", e);
    }
  }

  private void answerAll(DatagramChannel channel) {
    ByteBuffer datagram = ByteBuffer.allocate(DiscoveryMessage.QUERY_BYTES + 1);
    try {
      while (channel.receive(datagram.clear()) instanceof InetSocketAddress source) {
        if (DiscoveryMessage.parse(datagram.flip()) instanceof DiscoveryMessage.Query query
            && query.nameplate().equals(nameplate)
            && mayAnswer(System.nanoTime())) {
          channel.send(
              new DiscoveryMessage.Answer(query.nonce(), instance, relayPort, nameplate).bytes(),
              source);
        }
      }
    } catch (IOException unusable) {
      trace("an answer could not be sent", unusable);
    }
  }

  private boolean mayAnswer(long nowNanos) {
    if (nowNanos - secondBeganNanos >= SECOND_NANOS) {
      secondBeganNanos = nowNanos;
      answersThisSecond = 0;
    }
    return answersThisSecond++ < MAX_ANSWERS_A_SECOND;
  }

  @Override
  public void close() {
    try {
      for (Ear ear : ears) {
        ear.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      trace("closing", e);
    }
  }

  private static void trace(String what, Exception why) {
    System.getLogger(LanHolder.class.getName()).log(System.Logger.Level.TRACE, what, why);
  }
}
