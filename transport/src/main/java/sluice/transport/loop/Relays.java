package sluice.transport.loop;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import sluice.transport.ForwardedPath;
import sluice.transport.IceServer;
import sluice.transport.PeerOptions;
import sluice.transport.ProxyServer;
import sluice.transport.tcp.TcpProxy;
import sluice.transport.turn.TurnCredential;
import sluice.transport.turn.TurnUri;
import sluice.transport.udp.UdpPort;

/// All relays that lend this connection an address: TURN servers, and the application's own relay. Lives on the loop's
/// thread.
final class Relays implements Executor, RelayReceiver {
  private static final System.Logger LOG = System.getLogger(Relays.class.getName());

  /// TURN servers beyond this number are left out.
  static final int MAX_SERVERS = 8;

  /// A server that has said nothing for so long is not waited for any more.
  private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final long PROBE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final PeerOptions.Paths options;
  private final Random random;
  private final Executor loop;
  private final LongSupplier clock;
  private final LoopSockets sockets;
  private final RelayReceiver receiver;
  private final Map<String, RelayServer> servers = new LinkedHashMap<>();
  private final IdentityHashMap<UdpPort, TurnLink> links = new IdentityHashMap<>();
  private final Deque<RelayEvent> events = new ArrayDeque<>();
  private @Nullable ForwardedPath lent;
  private ForwardedWire.@Nullable Side side;
  private @Nullable ForwardedWire forwarded;
  private long settleNanos = Long.MAX_VALUE;
  private long probeNanos = Long.MAX_VALUE;
  private boolean begun;
  private boolean closed;

  /// @param loop runs on the loop's thread, soon
  /// @param receiver takes what comes through a relay
  Relays(
      PeerOptions.Paths options,
      Random random,
      Executor loop,
      LongSupplier clock,
      LoopSockets sockets,
      RelayReceiver receiver) {
    this.options = options;
    this.random = random;
    this.loop = loop;
    this.clock = clock;
    this.sockets = sockets;
    this.receiver = receiver;
  }

  /// Takes these servers instead of those before; the same URI with another credential stays.
  void servers(List<IceServer> wanted) {
    var fresh = new LinkedHashMap<String, IceServer>();
    for (IceServer each : wanted) {
      if (options.via() != PeerOptions.Via.DIRECT
          && TurnUri.of(each.uri()).isPresent()
          && each.credential().filter(Relays::isUsable).isPresent()
          && fresh.size() < MAX_SERVERS) {
        fresh.putIfAbsent(each.uri().toString(), each);
      }
    }
    servers
        .entrySet()
        .removeIf(
            each -> {
              boolean gone = !fresh.containsKey(each.getKey());
              if (gone) {
                each.getValue().close();
              }
              return gone;
            });
    fresh.forEach(this::take);
  }

  /// Another's relay may hand out what no server can be asked with.
  private static boolean isUsable(IceServer.Credential given) {
    boolean usable = credential(given).isShort();
    if (!usable) {
      LOG.log(
          System.Logger.Level.INFO,
          "a TURN server is left out: its user name is longer than RFC 8489 allows");
    }
    return usable;
  }

  private static TurnCredential credential(IceServer.Credential given) {
    return new TurnCredential(given.username(), given.password());
  }

  private void take(String name, IceServer server) {
    TurnCredential credential = credential(server.credential().orElseThrow());
    RelayServer known = servers.get(name);
    if (known != null) {
      known.renew(credential);
      return;
    }
    TurnUri uri = TurnUri.of(server.uri()).orElseThrow();
    var added = new RelayServer(this, name, uri, credential);
    servers.put(name, added);
    if (begun) {
      added.begin();
    }
  }

  /// Begins to ask the servers.
  void begin() {
    if (!begun) {
      begun = true;
      settleNanos = now() + SETTLE_NANOS;
      List.copyOf(servers.values()).forEach(RelayServer::begin);
      settleIfDone();
    }
  }

  /// Whether nothing is waited for.
  boolean settled() {
    return settleNanos == Long.MAX_VALUE;
  }

  /// The application lends a way through its own relay.
  void lend(ForwardedPath path) {
    withdraw();
    lent = path;
    joinForwarded();
  }

  /// Takes it back.
  void withdraw() {
    lent = null;
    if (forwarded != null) {
      forwarded.close();
      events.add(new RelayEvent.Down(forwarded));
      forwarded = null;
    }
  }

  /// Which end of the forwarded path we are is known when both ends have described themselves.
  void side(ForwardedWire.Side own) {
    if (side == null) {
      side = own;
      joinForwarded();
    }
  }

  private void joinForwarded() {
    ForwardedWire.Side own = side;
    ForwardedPath path = lent;
    if (own != null && path != null && !closed && options.via() != PeerOptions.Via.DIRECT) {
      forwarded = new ForwardedWire(path, own, loop, receiver);
      events.add(new RelayEvent.Up(forwarded, forwarded.local()));
    }
  }

  /// The path is in doubt: finds out whether servers still know us, again and again.
  void doubt() {
    probeNanos = now();
  }

  /// There is a path that works.
  void trust() {
    probeNanos = Long.MAX_VALUE;
  }

  void close() {
    closed = true;
    settleNanos = Long.MAX_VALUE;
    probeNanos = Long.MAX_VALUE;
    servers.values().forEach(RelayServer::close);
    servers.clear();
    withdraw();
    events.clear();
  }

  // What the servers need.

  @Override
  public void execute(Runnable task) {
    loop.execute(
        () -> {
          if (!closed) {
            task.run();
            settleIfDone();
          }
        });
  }

  @Override
  public void onDatagram(
      PathWire wire, byte[] buffer, int offset, int length, InetSocketAddress from) {
    receiver.onDatagram(wire, buffer, offset, length, from);
  }

  Random random() {
    return random;
  }

  LongSupplier clock() {
    return clock;
  }

  long now() {
    return clock.getAsLong();
  }

  UdpPort bind(InetSocketAddress server) throws IOException {
    boolean ipv4 = server.getAddress() instanceof Inet4Address;
    return sockets.bind(InetAddress.ofLiteral(ipv4 ? "0.0.0.0" : "::"));
  }

  void route(UdpPort port, TurnLink link) {
    links.put(port, link);
  }

  Optional<TcpProxy> proxy() {
    return options.proxy().map(Relays::proxy);
  }

  private static TcpProxy proxy(ProxyServer server) {
    return new TcpProxy(
        switch (server.kind()) {
          case HTTP_CONNECT -> TcpProxy.Kind.HTTP_CONNECT;
          case SOCKS5 -> TcpProxy.Kind.SOCKS5;
        },
        server.host(),
        server.port(),
        server.credential().map(c -> new TcpProxy.Credential(c.username(), c.password())));
  }

  Optional<SSLContext> tls(TurnUri uri) {
    return switch (uri.protocol()) {
      case UDP, TCP -> Optional.empty();
      case TLS -> Optional.of(options.turnTls().orElseGet(Relays::systemTrust));
    };
  }

  private static SSLContext systemTrust() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has a default TLS context", e);
    }
  }

  void up(TurnLink link) {
    link.wires().forEach(each -> events.add(new RelayEvent.Up(each, each.local())));
  }

  void down(TurnLink link) {
    links.values().remove(link);
    link.wires().forEach(each -> events.add(new RelayEvent.Down(each)));
  }

  private void settleIfDone() {
    if (settleNanos != Long.MAX_VALUE && servers.values().stream().allMatch(RelayServer::settled)) {
      settle();
    }
  }

  private void settle() {
    settleNanos = Long.MAX_VALUE;
    events.add(new RelayEvent.Settled());
  }

  // The crank.

  /// Takes datagrams of one sender that lie one behind the other.
  ///
  /// @return whether they came to a socket of ours
  boolean receive(
      UdpPort port,
      byte[] buffer,
      int offset,
      int lengthBytes,
      int segmentBytes,
      InetSocketAddress from) {
    TurnLink link = links.get(port);
    if (link == null) {
      return false;
    }
    if (from.equals(link.address())) {
      link.receive(buffer, offset, lengthBytes, segmentBytes);
      settleIfDone();
    }
    return true;
  }

  long deadlineNanos() {
    long deadline = Math.min(settleNanos, probeNanos);
    for (RelayServer server : servers.values()) {
      deadline = Math.min(deadline, server.deadlineNanos());
    }
    return deadline;
  }

  void onTimeout(long now) {
    if (probeNanos <= now) {
      probeNanos = now + PROBE_NANOS;
      servers.values().forEach(RelayServer::probe);
    }
    for (RelayServer server : List.copyOf(servers.values())) {
      server.onTimeout(now);
    }
    settleIfDone();
    if (settleNanos <= now) {
      settle();
    }
  }

  @Nullable RelayEvent poll() {
    return events.poll();
  }
}
