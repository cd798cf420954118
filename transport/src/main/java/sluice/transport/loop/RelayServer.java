package sluice.transport.loop;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sluice.transport.tcp.TcpFailure;
import sluice.transport.tcp.TcpLink;
import sluice.transport.tcp.TcpTarget;
import sluice.transport.turn.AlternateServers;
import sluice.transport.turn.TurnCredential;
import sluice.transport.turn.TurnFailure;
import sluice.transport.turn.TurnUri;
import sluice.transport.udp.UdpPort;

/// One TURN server of the caller's list, for as long as it is in it: allocates, allocates anew when the server has
/// forgotten us or our credential was replaced, and waits longer after each failure.
///
/// A name with addresses of both families is asked at one of each; the first to answer stays.
final class RelayServer implements TurnLink.Owner {
  private static final System.Logger LOG = System.getLogger(RelayServer.class.getName());
  private static final long FIRST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(30);

  /// An allocation that stood for so long was worth having: its server is asked again without delay.
  private static final long STOOD_NANOS = TimeUnit.SECONDS.toNanos(10);

  /// In doubt, an attempt that has led to nothing for so long is begun anew.
  private static final long HANG_NANOS = TimeUnit.SECONDS.toNanos(4);

  private final Relays relays;
  private final String name;
  private final TurnUri uri;
  private final List<TurnLink> links = new ArrayList<>();
  private TurnCredential credential;
  private @Nullable AlternateServers alternates;
  private boolean settled;
  private boolean closed;

  /// Whether the credential was refused, so that only another one is worth a try.
  private boolean refused;

  /// What is asked now; answers that belong to an earlier attempt are late.
  private int attempt;

  private long begunNanos;
  private long upNanos;
  private long waitNanos;
  private long retryNanos = Long.MAX_VALUE;

  RelayServer(Relays relays, String name, TurnUri uri, TurnCredential credential) {
    this.relays = relays;
    this.name = name;
    this.uri = uri;
    this.credential = credential;
  }

  /// Whether its first allocation stands or failed.
  boolean settled() {
    return settled;
  }

  void begin() {
    retryNanos = Long.MAX_VALUE;
    begunNanos = relays.now();
    alternates = null;
    attempt++;
    switch (uri.protocol()) {
      case UDP -> lookUp(attempt);
      case TCP, TLS -> connect(uri.host(), uri.port(), uri.host());
    }
  }

  private void lookUp(int of) {
    Thread.ofVirtual()
        .name("sluice-turn-lookup")
        .start(
            () -> {
              List<InetAddress> addresses = addressesOf(uri.host());
              relays.execute(() -> onLookedUp(of, addresses));
            });
  }

  private static List<InetAddress> addressesOf(String host) {
    try {
      return List.of(InetAddress.getAllByName(host));
    } catch (UnknownHostException e) {
      LOG.log(System.Logger.Level.DEBUG, () -> "no address for the TURN server " + host);
      return List.of();
    } catch (RuntimeException e) {
      // One server less; uncaught on this thread, it would end the process.
      LOG.log(System.Logger.Level.ERROR, "a fault of our own in a look-up", e);
      return List.of();
    }
  }

  private void onLookedUp(int of, List<InetAddress> addresses) {
    if (closed || of != attempt) {
      return;
    }
    int before = links.size();
    addresses.stream()
        .filter(Inet4Address.class::isInstance)
        .findFirst()
        .ifPresent(each -> bind(new InetSocketAddress(each, uri.port())));
    addresses.stream()
        .filter(each -> !(each instanceof Inet4Address))
        .findFirst()
        .ifPresent(each -> bind(new InetSocketAddress(each, uri.port())));
    if (links.size() == before) {
      retryLater(new TurnFailure.Unanswered());
    }
  }

  private void bind(InetSocketAddress server) {
    try {
      UdpPort port = relays.bind(server);
      TurnLink link = link(server, new TurnLine.Udp(port, server));
      relays.route(port, link);
      link.begin();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "no socket for TURN", e);
    }
  }

  private TurnLink link(InetSocketAddress server, TurnLine line) {
    if (alternates == null) {
      alternates = new AlternateServers(server);
    }
    var link =
        new TurnLink(this, name, server, line, credential, relays.random(), relays, relays.clock());
    links.add(link);
    return link;
  }

  private void connect(String host, int port, String certifiedName) {
    var target = new TcpTarget(host, port, relays.proxy(), relays.tls(uri), certifiedName);
    var owner = new StreamOwner(InetSocketAddress.createUnresolved(host, port));
    TcpLink tcp = TcpLink.open(target, relays, owner);
    owner.link = link(owner.server, new TurnLine.Tcp(tcp));
  }

  /// Joins one TCP connection to its allocation.
  private final class StreamOwner implements TcpLink.Owner {
    private final InetSocketAddress server;
    private @Nullable TurnLink link;

    StreamOwner(InetSocketAddress server) {
      this.server = server;
    }

    private TurnLink link() {
      if (link == null) {
        throw new IllegalStateException("news of a connection before it was opened");
      }
      return link;
    }

    @Override
    public void onOpen(InetSocketAddress remote) {
      link().begin();
    }

    @Override
    public void onBytes(byte[] bytes, int length) {
      link().receiveStream(bytes, length);
    }

    @Override
    public void onRoom() {
      // The task itself has woken the loop, which sends on.
    }

    @Override
    public void onEnd(TcpFailure failure) {
      LOG.log(
          System.Logger.Level.DEBUG, () -> name + ": " + failure.stage() + ", " + failure.detail());
      link().broken();
    }
  }

  /// The caller has another credential, or the same again.
  void renew(TurnCredential fresh) {
    if (fresh.equals(credential)) {
      return;
    }
    credential = fresh;
    links.forEach(each -> each.renew(fresh));
    if (refused) {
      refused = false;
      waitNanos = 0;
      begin();
    }
  }

  /// The path is in doubt: what stands is asked whether it still does, and what hangs is begun anew, since a request is
  /// repeated more and more seldom.
  void probe() {
    links.stream().filter(TurnLink::up).toList().forEach(TurnLink::probe);
    boolean hangs =
        !links.isEmpty()
            && links.stream().noneMatch(TurnLink::up)
            && begunNanos + HANG_NANOS <= relays.now();
    if (hangs) {
      release();
      begin();
    } else if (retryNanos != Long.MAX_VALUE) {
      retryNanos = Math.min(retryNanos, begunNanos + HANG_NANOS);
    }
  }

  void close() {
    closed = true;
    retryNanos = Long.MAX_VALUE;
    release();
  }

  private void release() {
    for (TurnLink link : links) {
      relays.down(link);
      link.close();
    }
    links.clear();
  }

  // What the allocations tell.

  @Override
  public void onUp(TurnLink link) {
    settled = true;
    upNanos = relays.now();
    refused = false;
    // Of those that were asked side by side the first stays; what was up before stays until it ends
    // by itself.
    for (TurnLink other : List.copyOf(links)) {
      if (!other.up()) {
        links.remove(other);
        relays.down(other);
        other.close();
      }
    }
    relays.up(link);
  }

  @Override
  public void onDown(TurnLink link, TurnFailure failure) {
    links.remove(link);
    relays.down(link);
    LOG.log(System.Logger.Level.DEBUG, () -> name + ": " + failure);
    if (!links.isEmpty() || closed) {
      return;
    }
    boolean stood = link.up() && upNanos + STOOD_NANOS <= relays.now();
    boolean outdated =
        failure instanceof TurnFailure.CredentialRefused && !credential.equals(link.credential());
    if (stood) {
      waitNanos = 0;
    }
    if (outdated || (stood && failure instanceof TurnFailure.Forgotten)) {
      settled = true;
      begin();
    } else {
      retryLater(failure);
    }
  }

  private void retryLater(TurnFailure failure) {
    settled = true;
    switch (failure) {
      case TurnFailure.CredentialRefused no -> refused = true;
      case TurnFailure.Forgotten gone -> retryAfterWait();
      case TurnFailure.Unanswered no -> retryAfterWait();
      case TurnFailure.Refused no -> retryAfterWait();
      case TurnFailure.Malformed no -> retryAfterWait();
    }
  }

  private void retryAfterWait() {
    waitNanos = Math.clamp(2 * waitNanos, FIRST_WAIT_NANOS, MAX_WAIT_NANOS);
    retryNanos = relays.now() + waitNanos;
  }

  @Override
  public void onOutdated(TurnLink link) {
    refused = true;
    if (!credential.equals(link.credential())) {
      refused = false;
      begin(); // Beside the one that still works.
    }
  }

  @Override
  public void onRedirected(TurnLink link, InetSocketAddress server, @Nullable String domain) {
    links.remove(link);
    relays.down(link);
    AlternateServers known = alternates;
    if (known == null || !known.follow(link.address(), server)) {
      LOG.log(System.Logger.Level.DEBUG, () -> name + " sends us in circles");
      if (links.isEmpty()) {
        retryLater(new TurnFailure.Malformed("circles"));
      }
      return;
    }
    switch (uri.protocol()) {
      case UDP -> {
        bind(server);
        if (links.isEmpty()) {
          retryLater(new TurnFailure.Unanswered()); // There was no socket.
        }
      }
      // RFC 8489, section 10: without another domain the certificate must be for the one before.
      case TCP, TLS ->
          connect(
              server.getAddress().getHostAddress(),
              server.getPort(),
              domain == null ? uri.host() : domain);
    }
  }

  // The crank.

  long deadlineNanos() {
    long deadline = retryNanos;
    for (TurnLink link : links) {
      deadline = Math.min(deadline, link.deadlineNanos());
    }
    return deadline;
  }

  void onTimeout(long now) {
    for (TurnLink link : List.copyOf(links)) {
      link.onTimeout(now);
    }
    if (retryNanos <= now) {
      begin();
    }
  }
}
