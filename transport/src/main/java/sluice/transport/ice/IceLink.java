package sluice.transport.ice;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
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

/// One end of ICE: finds the path, guards it, and follows it when it moves. Every method is called on the connection's
/// own thread; what ice4j's threads have to say comes back to it through the executor.
///
/// The order: {@link #gather}, which binds the sockets and tells their candidates; {@link #start} once the other end's
/// credentials are known; then {@link IceEvent.PathSelected}. STUN messages that are not proven to come from the other
/// end never reach ice4j, and change nothing.
public final class IceLink implements AutoCloseable {
  /// Candidates of the other end beyond this number are left out.
  static final int MAX_REMOTE_CANDIDATES = 64;

  /// Authentic checks that came before the other end's credentials.
  private static final int MAX_EARLY = 32;

  /// Checks of ours that wait for their response.
  private static final int MAX_SENT = 1_024;

  /// ice4j ends a run once every check failed; candidates may still come, so another run follows.
  private static final long RERUN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /// How long ice4j's agent stays after the selection, for its responses that are still on the way.
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

  private record Early(IceWire wire, byte[] message, InetSocketAddress from) {}

  private record Sent(IceWire wire, InetSocketAddress to) {}

  private final Random random;
  private final Executor loop;
  private final LongSupplier clock;
  private final IceCredentials local;
  private final long tieBreaker;
  private final Set<InetSocketAddress> proven = new HashSet<>();
  private final Map<InetSocketAddress, Candidate> remotes = new LinkedHashMap<>();
  private final Deque<IceEvent> events = new ArrayDeque<>();
  private final Deque<Early> early = new ArrayDeque<>();
  private final Map<StunMessage.TransactionId, Sent> sent = new LinkedHashMap<>();
  private final Gathering gathering;
  private boolean closed;
  private IceRole role = IceRole.CONTROLLED;
  private @Nullable IceCredentials remote;
  private @Nullable CheckList checkList;
  private Nomination nomination = new Nomination();
  private @Nullable Consent consent;
  private long rerunNanos = Long.MAX_VALUE;
  private long releaseNanos = Long.MAX_VALUE;

  /// @param servers whose `stun:` URIs are asked; other schemes are left out
  /// @param loop runs on the connection's thread, soon
  /// @param clock the connection's time in nanoseconds
  public IceLink(
      IceWires wires,
      HostPolicy policy,
      List<URI> servers,
      Random random,
      Executor loop,
      LongSupplier clock) {
    this.random = random;
    this.loop = loop;
    this.clock = clock;
    this.local = IceCredentials.generate(random);
    this.tieBreaker = random.nextLong() >>> 1;
    this.gathering = new Gathering(wires, policy, servers, random, loop, clock, events);
  }

  /// Loads what the first connection of a JVM would otherwise wait for. Takes a third of a second, on any thread.
  public static void warmUp() {
    CheckList.warmUp();
  }

  /// What the other end must know to check us.
  public IceCredentials localCredentials() {
    return local;
  }

  /// Binds the sockets and begins to ask the servers.
  ///
  /// @throws IOException if not a single socket can be bound
  public void gather() throws IOException {
    gathering.begin();
  }

  /// Begins the checks.
  public void start(IceRole ownRole, IceCredentials remoteCredentials, long nowNanos)
      throws IOException {
    role = ownRole;
    remote = remoteCredentials;
    run();
    for (Early each = early.poll(); each != null; each = early.poll()) {
      receive(each.wire, each.message, 0, each.message.length, each.from, nowNanos);
    }
  }

  private void run() throws IOException {
    IceCredentials peer = remote;
    if (peer == null) {
      throw new IllegalStateException("no credentials of the other end");
    }
    release();
    rerunNanos = Long.MAX_VALUE;
    nomination = new Nomination();
    var run = new Run();
    var next = new CheckList(gathering.hosts(), local, peer, role, tieBreaker, run);
    run.checkList = next;
    checkList = next;
    next.start(remotes.values());
  }

  private void release() {
    CheckList old = checkList;
    checkList = null;
    releaseNanos = Long.MAX_VALUE;
    if (old != null) {
      Thread.ofVirtual().name("sluice-ice-release").start(old::free);
    }
  }

  /// Takes a candidate of the other end.
  ///
  /// @return whether it is of use
  public boolean addRemoteCandidate(String text) throws IOException {
    Candidate candidate = Candidate.parse(text).orElse(null);
    if (candidate == null || remotes.size() >= MAX_REMOTE_CANDIDATES) {
      return false;
    }
    if (remotes.putIfAbsent(candidate.address(), candidate) != null || consent != null) {
      return true;
    }
    boolean moreHosts =
        candidate.address().getAddress().isLoopbackAddress() && gathering.addLoopback();
    if (remote == null) {
      return true;
    }
    if (moreHosts || checkList == null) {
      run();
    } else {
      checkList.addRemote(candidate);
    }
    return true;
  }

  /// Takes a datagram that RFC 7983 gives to STUN (first byte 0 to 3).
  ///
  /// @return false where it proved to be nobody's: malformed, forged or unasked for
  public boolean receive(
      IceWire wire,
      byte[] datagram,
      int offset,
      int length,
      InetSocketAddress from,
      long nowNanos) {
    StunMessage message = StunMessage.parse(datagram, offset, length).orElse(null);
    if (message == null || closed) {
      return false;
    }
    return switch (message.type()) {
      case StunMessage.REQUEST -> {
        byte[] copy = Arrays.copyOfRange(datagram, offset, offset + length);
        yield onRequest(message, wire, copy, from, nowNanos);
      }
      case StunMessage.SUCCESS, StunMessage.ERROR -> {
        byte[] copy = Arrays.copyOfRange(datagram, offset, offset + length);
        yield onResponse(message, wire, copy, from, nowNanos);
      }
      case StunMessage.INDICATION -> true; // A keepalive, RFC 8445, section 11.
      default -> false;
    };
  }

  private boolean onRequest(
      StunMessage message, IceWire wire, byte[] copy, InetSocketAddress from, long nowNanos) {
    String username = message.username();
    // RFC 8445, section 7.3: "the agent MUST use a short-term credential to authenticate the
    // request".
    if (username == null
        || !username.startsWith(local.ufrag() + ":")
        || !message.authentic(local.password())) {
      return false;
    }
    if (proven.size() < MAX_REMOTE_CANDIDATES) {
      proven.add(from);
    }
    if (consent != null) {
      answer(message, wire, from);
      consent.onRequest(wire, from, message.has(StunMessage.USE_CANDIDATE), nowNanos);
      drainConsent();
    } else if (checkList != null) {
      checkList.receive(wire, copy, from);
    } else if (early.size() < MAX_EARLY) {
      early.add(new Early(wire, copy, from));
    }
    return true;
  }

  private void answer(StunMessage request, IceWire wire, InetSocketAddress from) {
    var response = new StunMessage.Writer(StunMessage.SUCCESS, request.transaction());
    byte[] sealed = response.mapped(from).seal(local.password());
    wire.send(sealed, from);
  }

  private boolean onResponse(
      StunMessage message, IceWire wire, byte[] copy, InetSocketAddress from, long nowNanos) {
    if (gathering.receive(message, wire, from)) {
      return true;
    }
    if (consent != null && consent.receive(message, wire, from, nowNanos)) {
      drainConsent();
      return true;
    }
    Sent request = sent.get(message.transaction());
    // ice4j takes any response with a known transaction: whether it is authentic is decided here.
    if (request == null
        || !request.wire.equals(wire)
        || !request.to.equals(from)
        || remote == null
        || !message.authentic(remote.password())) {
      return false;
    }
    sent.remove(message.transaction());
    if (checkList != null) {
      checkList.receive(wire, copy, from);
    }
    return true;
  }

  /// An authentic datagram of a higher layer came.
  public void onHeard(long nowNanos) {
    if (consent != null) {
      consent.onHeard(nowNanos);
    }
  }

  /// Whether something that was sent waits for its acknowledgement.
  public void outstanding(boolean waiting, long nowNanos) {
    if (consent != null) {
      consent.outstanding(waiting, nowNanos);
    }
  }

  /// The path that data may take now, or null: none yet, or consent is lost.
  public @Nullable IcePath path() {
    return consent == null ? null : consent.path();
  }

  /// Whether a datagram that is not yet authenticated may come from the other end: an authentic check came from this
  /// address, or it is the path's.
  public boolean knows(InetSocketAddress from) {
    IcePath path = path();
    return (path != null && path.remote().equals(from)) || proven.contains(from);
  }

  /// When {@link #onTimeout} wants to be called.
  public long deadlineNanos() {
    if (closed) {
      return Long.MAX_VALUE;
    }
    long deadline = Math.min(rerunNanos, releaseNanos);
    deadline = Math.min(deadline, gathering.deadlineNanos());
    deadline =
        Math.min(deadline, consent == null ? nomination.deadlineNanos() : consent.deadlineNanos());
    return deadline;
  }

  /// Does what is due.
  public void onTimeout(long nowNanos) throws IOException {
    if (closed) {
      return;
    }
    gathering.onTimeout(nowNanos);
    if (consent != null) {
      consent.onTimeout(nowNanos);
    } else if (nomination.expired(nowNanos) || rerunNanos <= nowNanos) {
      run();
    } else {
      nominate(nowNanos);
    }
    if (releaseNanos <= nowNanos) {
      release();
    }
    drainConsent();
  }

  private void nominate(long nowNanos) {
    CheckList.Pair pair = nomination.poll(nowNanos);
    if (pair != null && checkList != null) {
      checkList.nominate(pair);
    }
  }

  private void drainConsent() {
    if (consent == null) {
      return;
    }
    for (Consent.Check check = consent.pollCheck(); check != null; check = consent.pollCheck()) {
      byte[] message = check.message();
      check.wire().send(message, check.to());
    }
    for (IceEvent event = consent.pollEvent(); event != null; event = consent.pollEvent()) {
      events.add(event);
    }
  }

  /// The next event, or null.
  public @Nullable IceEvent poll() {
    return events.poll();
  }

  /// Ends the checks; whoever bound the sockets closes them.
  @Override
  public void close() {
    closed = true;
    gathering.close();
    release();
  }

  /// Brings what one run of checks tells to the connection's thread.
  private final class Run implements CheckList.Listener {
    volatile @Nullable CheckList checkList;

    private void post(Runnable task) {
      loop.execute(
          () -> {
            if (!closed && checkList == IceLink.this.checkList) {
              task.run();
            }
          });
    }

    @Override
    public void onSend(IceWire wire, byte[] message, InetSocketAddress to) {
      post(() -> send(wire, message, to));
    }

    private void send(IceWire wire, byte[] message, InetSocketAddress to) {
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

    private void select(CheckList.Pair pair, IceRole finalRole) {
      IceCredentials peer = remote;
      if (consent != null || peer == null) {
        return;
      }
      long nowNanos = clock.getAsLong();
      role = finalRole;
      var path = new IcePath(pair.wire(), pair.remote(), pair.local(), pair.peer(), Duration.ZERO);
      consent = new Consent(local, peer, finalRole, tieBreaker, random, path, nowNanos);
      releaseNanos = nowNanos + LINGER_NANOS;
      events.add(new IceEvent.PathSelected(path));
      drainConsent();
    }

    @Override
    public void onFailed() {
      post(
          () -> {
            if (consent == null) {
              rerunNanos = clock.getAsLong() + RERUN_NANOS;
            }
          });
    }
  }
}
