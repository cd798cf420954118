package sluice.transport.loop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import sluice.transport.udp.UdpPort;
import sluice.transport.udp.UdpPorts;
import sluice.transport.udp.UdpReceiver;

/// A network in memory: machines with addresses that come and go, behind NATs that forget, on links that fall silent.
final class TestNetwork {
  private static final int MAX_WAITING = 4_096;
  private static final int SHARE = 64;

  private final Map<InetSocketAddress, Port> bound = new ConcurrentHashMap<>();
  private final Map<InetAddress, Nat> nats = new ConcurrentHashMap<>();
  private final AtomicInteger nextPort = new AtomicInteger(10_000);
  private volatile boolean silent;

  private record Datagram(@Nullable Port to, byte[] bytes, InetSocketAddress from) {}

  /// A machine of the outside.
  Machine machine(String... addresses) {
    return new Machine(null, addresses);
  }

  /// A machine behind a NAT.
  Machine machineBehind(Nat nat, String... addresses) {
    return new Machine(nat, addresses);
  }

  /// A NAT that maps by the inner address and lets in who was sent to (RFC 4787: endpoint-independent mapping, address and
  /// port-dependent filtering).
  Nat nat(String outside) {
    var nat = new Nat(InetAddress.ofLiteral(outside));
    nats.put(nat.outside, nat);
    return nat;
  }

  /// Nothing arrives any more, or does again.
  void silent(boolean yes) {
    silent = yes;
  }

  private void carry(Machine sender, InetSocketAddress local, byte[] bytes, InetSocketAddress to) {
    if (silent) {
      return;
    }
    Nat nat = sender.nat;
    InetSocketAddress from = nat == null ? local : nat.outbound(local, to);
    Nat there = nats.get(to.getAddress());
    InetSocketAddress inner = there == null ? to : there.inbound(to.getPort(), from);
    Port port = inner == null ? null : bound.get(inner);
    boolean reachable =
        port != null && (there != null || port.machine.nat == null || port.machine.nat == nat);
    if (port != null && reachable && port.machine.holds(inner)) {
      boolean inside = there == null && port.machine.nat != null;
      port.machine.ports.offer(new Datagram(port, bytes, inside ? local : from));
    }
  }

  /// Its mappings last until {@link #forget}.
  final class Nat {
    private final InetAddress outside;
    private final Map<InetSocketAddress, Integer> mappings = new ConcurrentHashMap<>();
    private final Map<Integer, InetSocketAddress> inner = new ConcurrentHashMap<>();
    private final Set<List<Object>> let = ConcurrentHashMap.newKeySet();

    Nat(InetAddress outside) {
      this.outside = outside;
    }

    void forget() {
      mappings.clear();
      inner.clear();
      let.clear();
    }

    InetSocketAddress outbound(InetSocketAddress from, InetSocketAddress to) {
      int port = mappings.computeIfAbsent(from, any -> nextPort.incrementAndGet());
      inner.put(port, from);
      let.add(List.of(port, to));
      return new InetSocketAddress(outside, port);
    }

    @Nullable InetSocketAddress inbound(int port, InetSocketAddress from) {
      return let.contains(List.of(port, from)) ? inner.get(port) : null;
    }
  }

  /// One machine, for one connection.
  final class Machine implements LoopSockets {
    private final @Nullable Nat nat;
    private final Ports ports = new Ports(this);
    private volatile List<InetAddress> addresses;

    Machine(@Nullable Nat nat, String... addresses) {
      this.nat = nat;
      this.addresses = parse(addresses);
    }

    private static List<InetAddress> parse(String... addresses) {
      return Arrays.stream(addresses).map(InetAddress::ofLiteral).toList();
    }

    /// It has these addresses from now on, and no others.
    void move(String... to) {
      addresses = parse(to);
    }

    boolean holds(InetSocketAddress address) {
      return addresses.contains(address.getAddress());
    }

    @Override
    public UdpPorts ports() {
      return ports;
    }

    @Override
    public List<InetAddress> addresses() {
      return addresses;
    }
  }

  private final class Ports implements UdpPorts {
    private static final Datagram WAKE_UP =
        new Datagram(null, new byte[0], new InetSocketAddress(0));
    private final Machine machine;
    private final BlockingQueue<Datagram> waiting = new ArrayBlockingQueue<>(MAX_WAITING);

    Ports(Machine machine) {
      this.machine = machine;
    }

    void offer(Datagram datagram) {
      waiting.offer(datagram);
    }

    @Override
    public UdpPort bind(InetAddress address, int port) throws IOException {
      var local = new InetSocketAddress(address, port == 0 ? nextPort.incrementAndGet() : port);
      if (!machine.holds(local)) {
        throw new IOException("not an address of this machine");
      }
      var made = new Port(machine, local);
      bound.put(local, made);
      return made;
    }

    @Override
    public void await(long timeoutNanos, UdpReceiver receiver) {
      Datagram datagram;
      try {
        datagram = waiting.poll(timeoutNanos, TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts this thread", e);
      }
      for (int i = 0; i < SHARE && datagram != null; i++) {
        byte[] bytes = datagram.bytes;
        if (datagram.to != null) {
          receiver.onDatagrams(datagram.to, bytes, 0, bytes.length, bytes.length, datagram.from);
        }
        datagram = waiting.poll();
      }
      if (datagram != null) {
        waiting.offer(datagram); // Out of order, as on a network.
      }
    }

    @Override
    public void wakeUp() {
      waiting.offer(WAKE_UP);
    }

    @Override
    public void close() {
      bound.values().removeIf(each -> each.machine == machine);
    }
  }

  private final class Port implements UdpPort {
    private final Machine machine;
    private final InetSocketAddress local;
    private Refusal refusal = Refusal.NONE;

    Port(Machine machine, InetSocketAddress local) {
      this.machine = machine;
      this.local = local;
    }

    @Override
    public InetSocketAddress local() {
      return local;
    }

    @Override
    public int send(
        byte[] buffer, int offset, int lengthBytes, int segmentBytes, InetSocketAddress to) {
      refusal = Refusal.NONE;
      if (!machine.holds(local)) {
        refusal = Refusal.UNREACHABLE;
        return 0;
      }
      if (segmentBytes > MAX_DATAGRAM_BYTES) {
        refusal = Refusal.TOO_LONG;
        return 0;
      }
      int end = offset + lengthBytes;
      for (int at = offset; at < end; at += segmentBytes) {
        byte[] one = Arrays.copyOfRange(buffer, at, Math.min(end, at + segmentBytes));
        carry(machine, local, one, to);
      }
      return lengthBytes;
    }

    @Override
    public int sendDivisible(byte[] buffer, int offset, int lengthBytes, InetSocketAddress to) {
      carry(machine, local, Arrays.copyOfRange(buffer, offset, offset + lengthBytes), to);
      return lengthBytes;
    }

    @Override
    public Refusal refusal() {
      return refusal;
    }

    @Override
    public int sendBufferBytes() {
      return 0;
    }

    @Override
    public int receiveBufferBytes() {
      return 0;
    }

    @Override
    public boolean batches() {
      return false;
    }

    @Override
    public void close() {
      bound.remove(local);
    }
  }
}
