package sluice.transport.ice;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sluice.transport.stun.StunMessage;

/// One generation of ICE (RFC 8445, section 9): the credentials of both ends, the other end's candidates under them, and
/// the checks until one pair is selected. An ICE restart begins another one beside it, over the same wires.
///
/// Each batch of our own candidates has a check list of its own, so that one that comes late disturbs no check that runs;
/// nomination chooses among the pairs of all of them.
final class Generation {
  /// Candidates of the other end beyond this number are left out.
  static final int MAX_REMOTE_CANDIDATES = 64;

  /// Batches of own candidates beyond this number are left out.
  private static final int MAX_RUNS = 8;

  /// Authentic checks that came before the other end's credentials.
  private static final int MAX_EARLY = 32;

  /// Checks of ours that wait for their response.
  private static final int MAX_SENT = 1_024;

  /// ice4j ends a run once every check failed; candidates may still come, so another run follows.
  private static final long RERUN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /// How long ice4j's agents stay after the selection, for their responses that are still on the way.
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

  /// Hears how a generation ends.
  interface Owner {
    /// @param role ours, which a conflict may have changed
    void onSelected(Generation generation, CheckList.Pair pair, IceRole role);
  }

  private record Early(IceWire wire, byte[] message, InetSocketAddress from) {}

  private record Sent(IceWire wire, InetSocketAddress to) {}

  private final IceCredentials local;
  private final long tieBreaker;
  private final Executor loop;
  private final LongSupplier clock;
  private final Owner owner;
  private final Set<InetSocketAddress> proven = new HashSet<>();
  private final Map<InetSocketAddress, Candidate> remotes = new LinkedHashMap<>();
  private final Deque<Early> early = new ArrayDeque<>();
  private final Map<StunMessage.TransactionId, Sent> sent = new LinkedHashMap<>();
  private final List<Run> runs = new ArrayList<>();
  private final Nomination nomination;
  private IceRole role = IceRole.CONTROLLED;
  private @Nullable IceCredentials remote;
  private boolean selected;
  private boolean closed;
  private long releaseNanos = Long.MAX_VALUE;

  Generation(Nomination nomination, Random random, Executor loop, LongSupplier clock, Owner owner) {
    this.nomination = nomination;
    this.loop = loop;
    this.clock = clock;
    this.owner = owner;
    local = IceCredentials.generate(random);
    tieBreaker = random.nextLong() >>> 1;
  }

  IceCredentials local() {
    return local;
  }

  /// The other end's credentials, or null before {@link #start}.
  @Nullable IceCredentials remote() {
    return remote;
  }

  long tieBreaker() {
    return tieBreaker;
  }

  Collection<Candidate> remotes() {
    return remotes.values();
  }

  /// Whether a pair has been selected: what follows is {@link Consent}'s.
  boolean selected() {
    return selected;
  }

  /// Whether an authentic check came from there.
  boolean proves(InetSocketAddress from) {
    return proven.contains(from);
  }

  /// Begins the checks.
  void start(
      IceRole ownRole, IceCredentials remoteCredentials, List<CheckList.Host> hosts, long nowNanos)
      throws IOException {
    role = ownRole;
    remote = remoteCredentials;
    addLocal(hosts);
    for (Early each = early.poll(); each != null; each = early.poll()) {
      give(each.wire, each.message, each.from);
    }
    nominate(nowNanos);
  }

  /// More candidates of our own. Those before the start are given with it.
  void addLocal(List<CheckList.Host> hosts) throws IOException {
    if (remote != null && !closed && !selected && !hosts.isEmpty() && runs.size() < MAX_RUNS) {
      var run = new Run(hosts);
      runs.add(run);
      run.begin();
    }
  }

  /// Takes a candidate of the other end.
  ///
  /// @return whether it was new
  boolean addRemote(Candidate candidate) {
    if (remotes.size() >= MAX_REMOTE_CANDIDATES
        || remotes.putIfAbsent(candidate.address(), candidate) != null) {
      return false;
    }
    if (!selected) {
      for (Run run : runs) {
        run.addRemote(candidate);
      }
    }
    return true;
  }

  /// Whether a request is meant for this generation and proves that it comes from the other end. RFC 8445, section 7.3:
  /// "the agent MUST use a short-term credential to authenticate the request".
  boolean isOurs(StunMessage request, InetSocketAddress from) {
    String username = request.username();
    if (username == null
        || !username.startsWith(local.ufrag() + ":")
        || !request.authentic(local.password())) {
      return false;
    }
    if (proven.size() < MAX_REMOTE_CANDIDATES) {
      proven.add(from);
    }
    return true;
  }

  /// Takes a check before the selection.
  void onRequest(IceWire wire, byte[] message, InetSocketAddress from) {
    if (remote == null) {
      if (early.size() < MAX_EARLY) {
        early.add(new Early(wire, message, from));
      }
    } else {
      give(wire, message, from);
    }
  }

  private void give(IceWire wire, byte[] message, InetSocketAddress from) {
    for (Run run : runs) {
      run.receive(wire, message, from);
    }
  }

  /// Takes a response to a check of a list.
  ///
  /// @return whether it was one, and authentic: ice4j takes any response with a known transaction
  boolean onResponse(StunMessage response, IceWire wire, byte[] copy, InetSocketAddress from) {
    Sent request = sent.get(response.transaction());
    if (request == null
        || !request.wire.equals(wire)
        || !request.to.equals(from)
        || remote == null
        || !response.authentic(remote.password())) {
      return false;
    }
    sent.remove(response.transaction());
    give(wire, copy, from);
    return true;
  }

  long deadlineNanos() {
    long deadline = releaseNanos;
    if (!selected && !closed) {
      deadline = Math.min(deadline, nomination.deadlineNanos());
      for (Run run : runs) {
        deadline = Math.min(deadline, run.rerunNanos);
      }
    }
    return deadline;
  }

  void onTimeout(long nowNanos) throws IOException {
    if (releaseNanos <= nowNanos) {
      release();
    }
    if (selected || closed) {
      return;
    }
    boolean again = nomination.expired(nowNanos);
    for (Run run : runs) {
      if (again || run.rerunNanos <= nowNanos) {
        run.begin();
      }
    }
    nominate(nowNanos);
  }

  private void nominate(long nowNanos) {
    CheckList.Pair pair = nomination.poll(nowNanos);
    if (pair != null) {
      for (Run run : runs) {
        run.nominate(pair);
      }
    }
  }

  private void release() {
    releaseNanos = Long.MAX_VALUE;
    runs.forEach(Run::release);
    runs.clear();
    sent.clear();
  }

  /// Ends the checks.
  void close() {
    closed = true;
    early.clear();
    release();
  }

  private void select(CheckList.Pair pair, IceRole finalRole) {
    if (!selected) {
      selected = true;
      role = finalRole;
      releaseNanos = clock.getAsLong() + LINGER_NANOS;
      owner.onSelected(this, pair, finalRole);
    }
  }

  /// The checks from one batch of our own candidates, begun anew as long as nothing works.
  private final class Run {
    private final List<CheckList.Host> hosts;
    private @Nullable Attempt attempt;
    private long rerunNanos = Long.MAX_VALUE;

    Run(List<CheckList.Host> hosts) {
      this.hosts = List.copyOf(hosts);
    }

    void begin() throws IOException {
      IceCredentials peer = remote;
      if (peer == null) {
        throw new IllegalStateException("no credentials of the other end");
      }
      release();
      var next = new Attempt(this);
      attempt = next;
      next.checkList = new CheckList(hosts, local, peer, role, tieBreaker, next);
      next.checkList.start(remotes.values());
    }

    private @Nullable CheckList checkList() {
      return attempt == null ? null : attempt.checkList;
    }

    void addRemote(Candidate candidate) {
      CheckList list = checkList();
      if (list != null) {
        list.addRemote(candidate);
      }
    }

    void receive(IceWire wire, byte[] message, InetSocketAddress from) {
      CheckList list = checkList();
      if (list != null) {
        list.receive(wire, message, from);
      }
    }

    void nominate(CheckList.Pair pair) {
      CheckList list = checkList();
      if (list != null) {
        list.nominate(pair);
      }
    }

    void release() {
      CheckList old = checkList();
      attempt = null;
      rerunNanos = Long.MAX_VALUE;
      if (old != null) {
        Thread.ofVirtual().name("sluice-ice-release").start(old::free);
      }
    }
  }

  /// Brings what one ice4j agent tells to the connection's thread.
  private final class Attempt implements CheckList.Listener {
    private final Run run;
    private @Nullable CheckList checkList;

    Attempt(Run run) {
      this.run = run;
    }

    private void post(Runnable task) {
      loop.execute(
          () -> {
            if (!closed && run.attempt == this) {
              task.run();
            }
          });
    }

    @Override
    public void onSend(IceWire wire, byte[] message, InetSocketAddress to) {
      post(() -> send(wire, message, to));
    }

    private void send(IceWire wire, byte[] message, InetSocketAddress to) {
      if (!Ranks.fit(wire.local(), to)) {
        return; // ice4j pairs whatever is of one family.
      }
      StunMessage stun = StunMessage.parse(message, 0, message.length).orElse(null);
      if (stun != null && stun.type() == StunMessage.REQUEST) {
        if (sent.size() >= MAX_SENT) {
          sent.remove(sent.keySet().iterator().next());
        }
        sent.put(stun.transaction(), new Sent(wire, to));
      }
      wire.send(message, to);
    }

    @Override
    public void onValid(CheckList.Pair pair) {
      post(
          () -> {
            long nowNanos = clock.getAsLong();
            nomination.onValid(pair, nowNanos);
            nominate(nowNanos);
          });
    }

    @Override
    public void onSelected(CheckList.Pair pair, IceRole finalRole) {
      post(() -> select(pair, finalRole));
    }

    @Override
    public void onFailed() {
      post(
          () -> {
            if (!selected) {
              run.rerunNanos = clock.getAsLong() + RERUN_NANOS;
            }
          });
    }
  }
}
