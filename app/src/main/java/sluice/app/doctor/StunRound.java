package sluice.app.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import sluice.transport.probe.NatProbe;
import sluice.transport.probe.NatReport;
import sluice.transport.probe.Outgoing;
import sluice.transport.probe.PathMtuProbe;

/// Turns the crank of the probes over real sockets, one address family at a time.
final class StunRound {
  private static final int MAX_DATAGRAM_BYTES = 2_048;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Facts.Version version;
  private final long originNanos = System.nanoTime();

  StunRound(Facts.Version version) {
    this.version = version;
  }

  /// A probe as the crank sees it.
  private interface Crank {
    @Nullable Outgoing poll();

    void receive(int socket, InetSocketAddress from, byte[] datagram, int length, long nowNanos);

    void onTimeout(long nowNanos);

    long deadlineNanos();

    boolean isDone();
  }

  /// What the NATs do.
  NatReport nat(List<InetSocketAddress> servers, Set<InetAddress> own) throws IOException {
    List<DatagramChannel> sockets = new ArrayList<>();
    try (Selector selector = Selector.open()) {
      int[] ports = new int[NatProbe.SOCKETS];
      for (int i = 0; i < ports.length; i++) {
        sockets.add(open(selector, i));
        ports[i] = ((InetSocketAddress) sockets.get(i).getLocalAddress()).getPort();
      }
      NatProbe probe = new NatProbe(servers, own, ports, new SecureRandom());
      probe.start(nowNanos());
      turn(crank(probe), sockets, selector);
      return probe.report().orElseThrow();
    } finally {
      close(sockets);
    }
  }

  /// The largest packet that reaches the server.
  OptionalInt pathMtu(InetSocketAddress server) throws IOException {
    List<DatagramChannel> sockets = new ArrayList<>();
    try (Selector selector = Selector.open()) {
      sockets.add(open(selector, 0));
      sockets.getFirst().setOption(ExtendedSocketOptions.IP_DONTFRAGMENT, true);
      PathMtuProbe probe = new PathMtuProbe(server, new SecureRandom());
      probe.start(nowNanos());
      turn(crank(probe), sockets, selector);
      return probe.largestBytes();
    } finally {
      close(sockets);
    }
  }

  private DatagramChannel open(Selector selector, int number) throws IOException {
    DatagramChannel socket =
        DatagramChannel.open(
            switch (version) {
              case IPV4 -> StandardProtocolFamily.INET;
              case IPV6 -> StandardProtocolFamily.INET6;
            });
    socket.configureBlocking(false);
    socket.bind(null);
    socket.register(selector, SelectionKey.OP_READ, number);
    return socket;
  }

  private static void close(List<DatagramChannel> sockets) throws IOException {
    for (DatagramChannel socket : sockets) {
      socket.close();
    }
  }

  private long nowNanos() {
    return System.nanoTime() - originNanos;
  }

  private void turn(Crank probe, List<DatagramChannel> sockets, Selector selector)
      throws IOException {
    byte[] space = new byte[MAX_DATAGRAM_BYTES];
    while (!probe.isDone()) {
      for (Outgoing next = probe.poll(); next != null; next = probe.poll()) {
        send(sockets.get(next.socket()), next);
      }
      long waitNanos = probe.deadlineNanos() - nowNanos();
      if (waitNanos > 0) {
        selector.select(
            key -> receive(key, space, probe), Math.max(1, waitNanos / NANOS_PER_MILLI));
      }
      if (probe.deadlineNanos() <= nowNanos()) {
        probe.onTimeout(nowNanos());
      }
    }
  }

  /// A network that refuses the datagram at once is one that does not carry it: silence says the same.
  private static void send(DatagramChannel socket, Outgoing datagram) {
    try {
      socket.send(ByteBuffer.wrap(datagram.bytes()), datagram.to());
    } catch (IOException refused) {
      System.getLogger(StunRound.class.getName())
          .log(System.Logger.Level.DEBUG, "to {0}: {1}", datagram.to(), refused.getMessage());
    }
  }

  private void receive(SelectionKey key, byte[] space, Crank probe) {
    try {
      DatagramChannel socket = (DatagramChannel) key.channel();
      ByteBuffer buffer = ByteBuffer.wrap(space);
      for (var from = socket.receive(buffer); from != null; from = socket.receive(buffer)) {
        int number = (Integer) key.attachment();
        probe.receive(number, (InetSocketAddress) from, space, buffer.position(), nowNanos());
        buffer.clear();
      }
    } catch (IOException refused) {
      // An ICMP error to an earlier question: the question stays open and is given up in time.
      System.getLogger(StunRound.class.getName())
          .log(System.Logger.Level.DEBUG, "reading an answer", refused);
    }
  }

  private static Crank crank(NatProbe probe) {
    return new Crank() {
      @Override
      public @Nullable Outgoing poll() {
        return probe.poll();
      }

      @Override
      public void receive(
          int socket, InetSocketAddress from, byte[] datagram, int length, long nowNanos) {
        probe.receive(socket, from, datagram, length, nowNanos);
      }

      @Override
      public void onTimeout(long nowNanos) {
        probe.onTimeout(nowNanos);
      }

      @Override
      public long deadlineNanos() {
        return probe.deadlineNanos();
      }

      @Override
      public boolean isDone() {
        return probe.report().isPresent();
      }
    };
  }

  private static Crank crank(PathMtuProbe probe) {
    return new Crank() {
      @Override
      public @Nullable Outgoing poll() {
        return probe.poll();
      }

      @Override
      public void receive(
          int socket, InetSocketAddress from, byte[] datagram, int length, long nowNanos) {
        probe.receive(datagram, length, nowNanos);
      }

      @Override
      public void onTimeout(long nowNanos) {
        probe.onTimeout(nowNanos);
      }

      @Override
      public long deadlineNanos() {
        return probe.deadlineNanos();
      }

      @Override
      public boolean isDone() {
        return probe.isDone();
      }
    };
  }
}
