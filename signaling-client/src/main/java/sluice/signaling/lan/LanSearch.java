package sluice.signaling.lan;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import sluice.signaling.wire.Nameplate;

/// Carries a [Search] out: asks by multicast on every interface and on loopback, and listens. Blocks
/// its thread, at most three seconds; an interrupt ends it with `ClosedByInterruptException`.
public final class LanSearch {
  private static final int MULTICAST_TTL = 1;
  private static final int PROBES = 10;
  private static final int LEAST_NAMEPLATE = 1_000;
  private static final int NAMEPLATES = 9_000;

  /// What a search led to.
  public sealed interface Result {
    /// One holder.
    ///
    /// @param relay a `ws` URI
    record Found(URI relay) implements Result {}

    /// Several holders.
    record Ambiguous(int holders) implements Result {}

    /// None.
    record None() implements Result {}
  }

  private LanSearch() {}

  /// Looks for the holder of a nameplate.
  ///
  /// @throws IOException when not even a socket on loopback can be used
  public static Result find(Nameplate nameplate, RandomGenerator random) throws IOException {
    Search search = run(Search.forHolder(nameplate, random.nextLong()));
    return switch (search.holders()) {
      case 0 -> new Result.None();
      case 1 -> new Result.Found(uri(search.relay()));
      default -> new Result.Ambiguous(search.holders());
    };
  }

  /// Draws four digits that nobody here answers to; after ten that are all in use, the last.
  ///
  /// @throws IOException when not even a socket on loopback can be used
  public static Nameplate drawFree(RandomGenerator random) throws IOException {
    Nameplate drawn = draw(random);
    for (int i = 1; i < PROBES && isHeld(drawn, random); i++) {
      drawn = draw(random);
    }
    return drawn;
  }

  /// Whether somebody here answers to a nameplate.
  ///
  /// @throws IOException when not even a socket on loopback can be used
  public static boolean isHeld(Nameplate nameplate, RandomGenerator random) throws IOException {
    return run(Search.forProbe(nameplate, random.nextLong())).holders() > 0;
  }

  private static Nameplate draw(RandomGenerator random) {
    return new Nameplate(Integer.toString(LEAST_NAMEPLATE + random.nextInt(NAMEPLATES)));
  }

  private static URI uri(InetSocketAddress relay) {
    InetAddress address = relay.getAddress();
    String host = address.getHostAddress();
    return URI.create(
        "ws://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + relay.getPort());
  }

  private static Search run(Search search) throws IOException {
    long origin = System.nanoTime();
    try (Selector selector = Selector.open()) {
      List<Asker> askers = Asker.open(selector);
      try {
        while (!search.isOver(System.nanoTime() - origin)) {
          step(search, askers, selector, origin);
        }
      } finally {
        for (Asker asker : askers) {
          asker.channel().close();
        }
      }
    }
    return search;
  }

  private static void step(Search search, List<Asker> askers, Selector selector, long origin)
      throws IOException {
    ByteBuffer query = search.poll(System.nanoTime() - origin);
    if (query != null) {
      for (Asker asker : askers) {
        asker.ask(query);
      }
    }
    long waitNanos = search.deadlineNanos() - (System.nanoTime() - origin);
    // The selector waits in whole milliseconds, and 0 means for ever.
    selector.select(Math.max(1, waitNanos / 1_000_000 + 1));
    if (Thread.currentThread().isInterrupted()) {
      throw new ClosedByInterruptException();
    }
    for (SelectionKey key : selector.selectedKeys()) {
      receiveAll(search, (DatagramChannel) key.channel(), origin);
    }
    selector.selectedKeys().clear();
  }

  private static void receiveAll(Search search, DatagramChannel channel, long origin) {
    ByteBuffer datagram = ByteBuffer.allocate(DiscoveryMessage.QUERY_BYTES + 1);
    try {
      while (channel.receive(datagram.clear()) instanceof InetSocketAddress source) {
        search.receive(datagram.flip(), source, System.nanoTime() - origin);
      }
    } catch (IOException refused) {
      // An earlier query met a closed port: that path has no holder.
      System.getLogger(LanSearch.class.getName())
          .log(System.Logger.Level.TRACE, "a discovery socket reported", refused);
    }
  }

  /// One socket that asks, of one family.
  private record Asker(DatagramChannel channel, ProtocolFamily family) {
    static List<Asker> open(Selector selector) throws IOException {
      List<Asker> askers = new ArrayList<>();
      IOException first = null;
      for (ProtocolFamily family :
          List.of(StandardProtocolFamily.INET, StandardProtocolFamily.INET6)) {
        try {
          DatagramChannel channel = DatagramChannel.open(family);
          channel.configureBlocking(false);
          channel.bind(null);
          channel.register(selector, SelectionKey.OP_READ);
          askers.add(new Asker(channel, family));
        } catch (IOException | UnsupportedOperationException noSuchFamily) {
          first = first == null ? new IOException(noSuchFamily) : first;
        }
      }
      if (askers.isEmpty() && first != null) {
        throw first;
      }
      return askers;
    }

    private boolean version6() {
      return family == StandardProtocolFamily.INET6;
    }

    void ask(ByteBuffer query) throws IOException {
      channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, MULTICAST_TTL);
      // Maker and joiner may share a machine whose loopback cannot multicast.
      channel.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
      for (NetworkInterface face : LanAddresses.multicastInterfaces(version6())) {
        channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, face);
        send(query, LanAddresses.group(version6()));
      }
      InetAddress loopback = version6() ? LanAddresses.LOOPBACK_6 : LanAddresses.LOOPBACK_4;
      for (int port = LanAddresses.FIRST_LOOPBACK_PORT;
          port <= LanAddresses.LAST_LOOPBACK_PORT;
          port++) {
        send(query, new InetSocketAddress(loopback, port));
      }
    }

    /// One path that cannot be used is no failure while others can.
    private void send(ByteBuffer query, InetSocketAddress target) {
      try {
        channel.send(query.duplicate(), target);
      } catch (IOException unusable) {
        System.getLogger(LanSearch.class.getName())
            .log(System.Logger.Level.TRACE, "no query to " + target, unusable);
      }
    }
  }
}
