package sluice.transport.ice;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import sluice.transport.stun.StunMessage;

/// Our own candidates: sockets bound to the addresses of this machine, and what STUN servers see of them. Nothing here
/// waits: host candidates are told at once, the others when they come (RFC 8838).
final class Gathering {
  private static final System.Logger LOG = System.getLogger(Gathering.class.getName());
  private static final int MAX_ADDRESSES_OF_A_SERVER = 4;

  /// Foundations of reflexive candidates begin above those of hosts.
  private static final int REFLEXIVE_FOUNDATION = 100;

  private final IceWires wires;
  private final HostPolicy policy;
  private final List<StunServer> servers;
  private final Executor loop;
  private final LongSupplier clock;
  private final Deque<IceEvent> events;
  private final ServerReflexive serverReflexive;
  private final List<CheckList.Host> hosts = new ArrayList<>();
  private final Set<InetSocketAddress> reflexive = new HashSet<>();
  private int lookUps;
  private boolean complete;
  private boolean closed;

  Gathering(
      IceWires wires,
      HostPolicy policy,
      List<URI> servers,
      Random random,
      Executor loop,
      LongSupplier clock,
      Deque<IceEvent> events) {
    this.wires = wires;
    this.policy = policy;
    this.servers = servers.stream().flatMap(uri -> StunServer.of(uri).stream()).toList();
    this.loop = loop;
    this.clock = clock;
    this.events = events;
    this.serverReflexive = new ServerReflexive(random);
  }

  List<CheckList.Host> hosts() {
    return hosts;
  }

  void begin() throws IOException {
    if (policy == HostPolicy.ALL) {
      bind(HostAddresses.routable());
    }
    if (hosts.isEmpty()) {
      bind(HostAddresses.loopback());
    }
    if (hosts.isEmpty()) {
      throw new IOException("no UDP socket could be bound to any address of this machine");
    }
    for (StunServer server : servers) {
      lookUp(server);
    }
    report();
  }

  /// Adds loopback, as an end on the same machine asks for it.
  ///
  /// @return whether it was not there yet
  boolean addLoopback() {
    int before = hosts.size();
    if (hosts.stream().noneMatch(h -> h.wire().local().getAddress().isLoopbackAddress())) {
      bind(HostAddresses.loopback());
    }
    return hosts.size() > before;
  }

  private void bind(List<InetAddress> addresses) {
    for (InetAddress address : addresses) {
      try {
        IceWire wire = wires.bind(address);
        long priority = Candidate.Type.HOST.priority(65_535 - hosts.size());
        String foundation = Integer.toString(hosts.size() + 1);
        var candidate =
            new Candidate(Candidate.Type.HOST, foundation, priority, wire.local(), null);
        hosts.add(new CheckList.Host(wire, candidate));
        tell(candidate);
      } catch (IOException e) {
        LOG.log(System.Logger.Level.DEBUG, () -> "no socket at " + address + ": " + e);
      }
    }
  }

  private void tell(Candidate candidate) {
    // RFC 8838, section 13: nothing follows the end of candidates. The other end learns of this one
    // from its check.
    if (!complete) {
      events.add(new IceEvent.CandidateFound(candidate));
    }
  }

  private void lookUp(StunServer server) {
    lookUps++;
    Thread.ofVirtual()
        .name("sluice-stun-lookup")
        .start(
            () -> {
              List<InetAddress> addresses = addressesOf(server.host());
              loop.execute(() -> onLookedUp(server, addresses));
            });
  }

  private static List<InetAddress> addressesOf(String host) {
    try {
      return List.of(InetAddress.getAllByName(host));
    } catch (UnknownHostException e) {
      LOG.log(System.Logger.Level.DEBUG, () -> "no address for the STUN server " + host);
      return List.of();
    }
  }

  private void onLookedUp(StunServer server, List<InetAddress> addresses) {
    lookUps--;
    if (closed) {
      return;
    }
    for (InetAddress address :
        addresses.subList(0, Math.min(MAX_ADDRESSES_OF_A_SERVER, addresses.size()))) {
      for (CheckList.Host host : hosts) {
        serverReflexive.ask(
            host.wire(), new InetSocketAddress(address, server.port()), clock.getAsLong());
      }
    }
    send();
    report();
  }

  boolean receive(StunMessage response, IceWire wire, InetSocketAddress from) {
    boolean ours = serverReflexive.receive(response, wire, from);
    if (ours) {
      report();
    }
    return ours;
  }

  long deadlineNanos() {
    return serverReflexive.deadlineNanos();
  }

  void onTimeout(long nowNanos) {
    serverReflexive.onTimeout(nowNanos);
    send();
    report();
  }

  private void send() {
    ServerReflexive.Question question = serverReflexive.pollQuestion();
    while (question != null) {
      question.wire().send(question.message(), question.to());
      question = serverReflexive.pollQuestion();
    }
  }

  private void report() {
    ServerReflexive.Found found = serverReflexive.pollFound();
    while (found != null) {
      if (reflexive.add(found.mapped())) {
        tell(
            new Candidate(
                Candidate.Type.SERVER_REFLEXIVE,
                Integer.toString(REFLEXIVE_FOUNDATION + reflexive.size()),
                Candidate.Type.SERVER_REFLEXIVE.priority(65_535 - reflexive.size()),
                found.mapped(),
                found.wire().local()));
      }
      found = serverReflexive.pollFound();
    }
    if (!complete && lookUps == 0 && serverReflexive.done()) {
      complete = true;
      events.add(new IceEvent.GatheringComplete());
    }
  }

  void close() {
    closed = true;
  }
}
