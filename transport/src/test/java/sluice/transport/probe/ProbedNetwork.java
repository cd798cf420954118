package sluice.transport.probe;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import sluice.transport.stun.StunMessage;

/// A probe behind a NAT, and STUN servers with two addresses and two ports, in virtual time.
final class ProbedNetwork {
  static final InetSocketAddress SERVER = at("203.0.113.10", 3478);
  static final InetSocketAddress SECOND = at("203.0.113.11", 3479);
  static final InetSocketAddress ANOTHER = at("198.51.100.7", 3478);
  static final long LATENCY_NANOS = 20_000_000;

  private static final InetAddress HOST = at("10.0.0.2", 0).getAddress();
  private static final int FIRST_PORT = 50_000;
  private static final int MAPPED_ADDRESS = 0x0001;
  private static final int CHANGE_REQUEST = 0x0003;
  private static final int OTHER_ADDRESS = 0x802C;

  /// What the servers can do.
  enum Servers {
    /// RFC 5780 in whole.
    WITH_TWO_ADDRESSES,
    /// No second address.
    WITH_ONE_ADDRESS,
    /// Tells of a second address and answers from the first whatever is asked.
    IGNORING_CHANGES,
    /// RFC 3489: knows no XOR-MAPPED-ADDRESS.
    OLD
  }

  private final SimulatedNat nat;
  private final Servers servers;
  private final NatProbe probe;
  private final Queue<Arrival> arrivals = new ArrayDeque<>();
  private Predicate<Outgoing> lost = _ -> false;
  private long nowNanos;

  private record Arrival(long atNanos, int socket, InetSocketAddress from, byte[] bytes) {}

  ProbedNetwork(SimulatedNat nat, Servers servers, List<InetSocketAddress> asked) {
    this.nat = nat;
    this.servers = servers;
    probe =
        new NatProbe(
            asked,
            Set.of(HOST),
            new int[] {FIRST_PORT, FIRST_PORT + 1, FIRST_PORT + 2, FIRST_PORT + 3},
            new Random(7));
  }

  static InetSocketAddress at(String host, int port) {
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// What never reaches its server.
  ProbedNetwork losing(Predicate<Outgoing> which) {
    lost = which;
    return this;
  }

  NatProbe probe() {
    return probe;
  }

  long nowNanos() {
    return nowNanos;
  }

  NatReport run() {
    probe.start(0);
    while (probe.report().isEmpty()) {
      for (Outgoing datagram = probe.poll(); datagram != null; datagram = probe.poll()) {
        if (!lost.test(datagram)) {
          send(datagram);
        }
      }
      Arrival next = arrivals.peek();
      long deadlineNanos = probe.deadlineNanos();
      if (next != null && next.atNanos() <= deadlineNanos) {
        arrivals.remove();
        nowNanos = next.atNanos();
        probe.receive(next.socket(), next.from(), next.bytes(), next.bytes().length, nowNanos);
      } else {
        nowNanos = deadlineNanos;
        probe.onTimeout(nowNanos);
      }
    }
    return probe.report().orElseThrow();
  }

  private void send(Outgoing datagram) {
    InetSocketAddress inside = new InetSocketAddress(HOST, FIRST_PORT + datagram.socket());
    InetSocketAddress seen = nat.leave(inside, datagram.to());
    if (nat.turnsBack(datagram.to())) {
      arrive(seen, datagram.to(), datagram.bytes());
    } else if (isServer(datagram.to())) {
      serve(seen, datagram.to(), datagram.bytes());
    }
  }

  private static boolean isServer(InetSocketAddress address) {
    boolean firstHost =
        address.getAddress().equals(SERVER.getAddress())
            || address.getAddress().equals(SECOND.getAddress());
    boolean ofTheTwo =
        firstHost
            && (address.getPort() == SERVER.getPort() || address.getPort() == SECOND.getPort());
    return ofTheTwo || address.equals(ANOTHER);
  }

  private void serve(InetSocketAddress client, InetSocketAddress asked, byte[] request) {
    StunMessage message = StunMessage.parse(request, 0, request.length).orElseThrow();
    long change = message.has(CHANGE_REQUEST) ? message.number(CHANGE_REQUEST) : 0;
    InetSocketAddress from =
        servers == Servers.IGNORING_CHANGES
            ? asked
            : new InetSocketAddress(
                (change & 4) == 0 ? asked.getAddress() : otherHost(asked),
                (change & 2) == 0 ? asked.getPort() : otherPort(asked));
    var answer = new StunMessage.Writer(StunMessage.SUCCESS, message.transaction());
    if (servers == Servers.OLD) {
      answer.add(MAPPED_ADDRESS, plain(client));
    } else {
      answer.mapped(client);
    }
    if (servers != Servers.WITH_ONE_ADDRESS && servers != Servers.OLD && !asked.equals(ANOTHER)) {
      answer.add(OTHER_ADDRESS, plain(new InetSocketAddress(otherHost(asked), otherPort(asked))));
    }
    arrive(from, client, answer.finish());
  }

  private static InetAddress otherHost(InetSocketAddress asked) {
    return asked.getAddress().equals(SERVER.getAddress())
        ? SECOND.getAddress()
        : SERVER.getAddress();
  }

  private static int otherPort(InetSocketAddress asked) {
    return asked.getPort() == SERVER.getPort() ? SECOND.getPort() : SERVER.getPort();
  }

  static byte[] plain(InetSocketAddress address) {
    return ByteBuffer.allocate(8)
        .put((byte) 0)
        .put((byte) 1)
        .putShort((short) address.getPort())
        .put(address.getAddress().getAddress())
        .array();
  }

  private void arrive(InetSocketAddress from, InetSocketAddress to, byte[] bytes) {
    @Nullable InetSocketAddress inside = nat.enter(from, to);
    if (inside != null) {
      int socket = inside.getPort() - FIRST_PORT;
      arrivals.add(new Arrival(nowNanos + LATENCY_NANOS, socket, from, bytes));
    }
  }
}
