package sluice.transport.ice;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/// Our own candidates: sockets bound to the addresses of this machine, what STUN servers see of them, and relays. Nothing
/// here waits: host candidates are told at once, the others when they come (RFC 8838). They serve all generations.
final class Gathering {
  private static final System.Logger LOG = System.getLogger(Gathering.class.getName());

  /// Sockets beyond this number are not bound; those whose address is gone make room first.
  static final int MAX_HOSTS = 24;

  /// Relays beyond this number are not used.
  static final int MAX_RELAYED = 16;

  /// Foundations of reflexive and relayed candidates begin above those of hosts.
  private static final int REFLEXIVE_FOUNDATION = 100;

  private static final int RELAYED_FOUNDATION = 200;
  private static final int BEST_PREFERENCE = 65_535;

  private final IceWires wires;
  private final HostPolicy policy;
  private final Deque<IceEvent> events;
  private final StunServers servers;
  private final List<CheckList.Host> hosts = new ArrayList<>();
  private final Set<IceWire> absent = new HashSet<>();
  private final List<CheckList.Host> relayed = new ArrayList<>();
  private final List<CheckList.Host> added = new ArrayList<>();
  private final Set<InetSocketAddress> reflexive = new HashSet<>();
  private String ufrag = "";
  private int numberOfHosts;
  private int numberOfRelays;
  private boolean relaysSettled = true;
  private boolean begun;
  private boolean complete;

  Gathering(
      IceWires wires,
      HostPolicy policy,
      Random random,
      Executor loop,
      LongSupplier clock,
      Deque<IceEvent> events) {
    this.wires = wires;
    this.policy = policy;
    this.events = events;
    servers = new StunServers(random, loop, clock, this::presentHosts, this::report);
  }

  /// Our candidates that can be checked from: hosts whose address is there, and relays.
  List<CheckList.Host> candidates() {
    var all = new ArrayList<>(presentHosts());
    all.addAll(relayed);
    return all;
  }

  private List<CheckList.Host> presentHosts() {
    return hosts.stream().filter(each -> !absent.contains(each.wire())).toList();
  }

  /// Whether a wire is a socket whose address is gone.
  boolean isAbsent(IceWire wire) {
    return absent.contains(wire);
  }

  /// What came since the last call; not told before {@link #begin}.
  List<CheckList.Host> takeAdded() {
    List<CheckList.Host> taken = List.copyOf(added);
    added.clear();
    return taken;
  }

  /// Gathers for a generation.
  void begin(String generation) throws IOException {
    ufrag = generation;
    complete = false;
    reflexive.clear();
    if (begun) {
      candidates().forEach(each -> tell(each.candidate()));
    } else {
      begun = true;
      bindFirst();
      relayed.forEach(each -> tell(each.candidate()));
    }
    servers.ask();
    report();
  }

  private void bindFirst() throws IOException {
    switch (policy) {
      case ALL -> {
        bind(wires.addresses());
        if (hosts.isEmpty()) {
          bind(HostAddresses.loopback());
        }
      }
      case LOOPBACK -> bind(HostAddresses.loopback());
      case NONE -> {
        return;
      }
    }
    if (hosts.isEmpty()) {
      throw new IOException("no UDP socket could be bound to any address of this machine");
    }
  }

  /// Adds loopback, as an end on the same machine asks for it.
  void addLoopback() {
    if (policy != HostPolicy.NONE && hosts.stream().noneMatch(Gathering::isLoopback)) {
      bind(HostAddresses.loopback());
    }
  }

  private static boolean isLoopback(CheckList.Host host) {
    return host.wire().local().getAddress().isLoopbackAddress();
  }

  /// The machine has these addresses now.
  ///
  /// @return whether that is another set than before
  boolean rescan(List<InetAddress> addresses) {
    boolean changed = false;
    var fresh = new ArrayList<>(addresses);
    for (CheckList.Host host : hosts) {
      if (!isLoopback(host)) {
        InetAddress own = host.wire().local().getAddress();
        boolean here = addresses.contains(own);
        fresh.remove(own);
        changed |= here ? absent.remove(host.wire()) : absent.add(host.wire());
      }
    }
    if (!fresh.isEmpty()) {
      makeRoom(fresh.size());
      int before = numberOfHosts;
      bind(fresh);
      changed |= numberOfHosts > before;
      servers.ask(hosts.stream().filter(each -> fresh.contains(addressOf(each))).toList());
    }
    return changed;
  }

  private static InetAddress addressOf(CheckList.Host host) {
    return host.wire().local().getAddress();
  }

  private void makeRoom(int places) {
    for (CheckList.Host host : List.copyOf(hosts)) {
      if (hosts.size() + places > MAX_HOSTS && absent.remove(host.wire())) {
        hosts.remove(host);
        wires.release(host.wire());
      }
    }
  }

  private void bind(List<InetAddress> addresses) {
    for (InetAddress address : addresses) {
      if (hosts.size() >= MAX_HOSTS) {
        return;
      }
      try {
        IceWire wire = wires.bind(address);
        long priority = Candidate.Type.HOST.priority(BEST_PREFERENCE - numberOfHosts);
        String foundation = Integer.toString(++numberOfHosts);
        var candidate =
            new Candidate(Candidate.Type.HOST, foundation, priority, wire.local(), null);
        var host = new CheckList.Host(wire, candidate);
        hosts.add(host);
        added.add(host);
        tell(candidate);
      } catch (IOException e) {
        LOG.log(System.Logger.Level.DEBUG, () -> "no socket at " + address + ": " + e);
      }
    }
  }

  /// A relay lends an address.
  ///
  /// @param address where the other end reaches us
  void addRelayed(IceWire wire, InetSocketAddress address) {
    if (relayed.size() >= MAX_RELAYED) {
      return;
    }
    int preference = Ranks.isForwarded(address) ? 0 : BEST_PREFERENCE - numberOfRelays;
    String foundation = Integer.toString(RELAYED_FOUNDATION + ++numberOfRelays);
    long priority = Candidate.Type.RELAYED.priority(preference);
    var candidate = new Candidate(Candidate.Type.RELAYED, foundation, priority, address, null);
    var host = new CheckList.Host(wire, candidate);
    relayed.add(host);
    added.add(host);
    if (begun) {
      tell(candidate);
    }
  }

  void removeRelayed(IceWire wire) {
    relayed.removeIf(each -> each.wire().equals(wire));
    added.removeIf(each -> each.wire().equals(wire));
  }

  /// Whether all relays that were asked have answered or failed.
  void relaysSettled(boolean settled) {
    relaysSettled = settled;
    report();
  }

  StunServers servers() {
    return servers;
  }

  /// RFC 8838, section 13 forbids candidates after the end of candidates. Some come all the same, a relay's whose
  /// credentials came late; browsers and we take them, and who does not learns of them by checks.
  private void tell(Candidate candidate) {
    events.add(new IceEvent.CandidateFound(candidate, ufrag));
  }

  private void report() {
    ServerReflexive.Found found = servers.pollFound();
    while (found != null) {
      if (reflexive.add(found.mapped())) {
        tell(
            new Candidate(
                Candidate.Type.SERVER_REFLEXIVE,
                Integer.toString(REFLEXIVE_FOUNDATION + reflexive.size()),
                Candidate.Type.SERVER_REFLEXIVE.priority(BEST_PREFERENCE - reflexive.size()),
                found.mapped(),
                found.wire().local()));
      }
      found = servers.pollFound();
    }
    if (begun && !complete && relaysSettled && servers.done()) {
      complete = true;
      events.add(new IceEvent.GatheringComplete());
    }
  }
}
