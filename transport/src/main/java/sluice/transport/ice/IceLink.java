package sluice.transport.ice;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sluice.transport.stun.StunMessage;

/// One end of ICE: finds the path, guards it, and finds it again. Every method is called on the connection's own thread;
/// what ice4j's threads have to say comes back to it through the executor.
///
/// The order: {@link #gather}, which binds the sockets and tells their candidates; {@link #start} once the other end's
/// credentials are known; then {@link IceEvent.PathSelected}. For a restart (RFC 8445, section 9) {@link #restart} and
/// again {@link #gather} and {@link #start}: the path stays in use until the new generation has selected one. STUN
/// messages that are not proven to come from the other end never reach ice4j, and change nothing.
public final class IceLink implements AutoCloseable {
  /// How long the checks of the generation before are still answered.
  private static final long FORMER_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final HostPolicy hosts;
  private final Random random;
  private final Executor loop;
  private final LongSupplier clock;
  private final Deque<IceEvent> events = new ArrayDeque<>();
  private final RemoteCandidates others;
  private final Gathering gathering;
  private final AddressWatch watch;
  private final Generations generations;

  /// Whose path is in use.
  private @Nullable Generation guarded;

  private @Nullable Consent consent;
  private long formerNanos = Long.MAX_VALUE;
  private long proven;
  private boolean closed;

  /// @param loop runs on the connection's thread, soon
  /// @param clock the connection's time in nanoseconds
  public IceLink(
      IceWires wires,
      HostPolicy hosts,
      RemotePolicy remotes,
      Random random,
      Executor loop,
      LongSupplier clock) {
    this.hosts = hosts;
    others = new RemoteCandidates(remotes);
    this.random = random;
    this.loop = loop;
    this.clock = clock;
    gathering = new Gathering(wires, hosts, random, loop, clock, events);
    watch = new AddressWatch(wires, loop, clock, this::onAddresses);
    generations = new Generations(this::generation);
  }

  private Generation generation() {
    int hope = hosts == HostPolicy.NONE ? Ranks.RELAYED : Ranks.BETWEEN_HOSTS;
    return new Generation(new Nomination(hope), random, loop, clock, this::onSelected);
  }

  /// Loads what the first connection of a JVM would otherwise wait for. Takes a third of a second, on any thread.
  public static void warmUp() {
    CheckList.warmUp();
  }

  /// The servers to ask for our addresses, by `stun:` URIs; other schemes are left out.
  public void stunServers(List<URI> servers) {
    if (hosts != HostPolicy.NONE) {
      gathering.servers().use(servers);
    }
  }

  /// What the other end must know to check us: of the restart, where one has begun.
  public IceCredentials localCredentials() {
    return generations.newest().local();
  }

  /// Begins a restart: new credentials, to be described to the other end.
  public void restart() {
    generations.restart();
  }

  /// Binds the sockets, if that is not done, and begins to ask the servers; tells the candidates of the newest generation.
  ///
  /// @throws IOException if not a single socket can be bound
  public void gather() throws IOException {
    gathering.begin(generations.newest().local().ufrag());
    watch.look(clock.getAsLong());
    addGathered();
  }

  /// Begins the checks of the newest generation.
  public void start(IceRole role, IceCredentials remote, long nowNanos) throws IOException {
    generations.advance();
    formerNanos = Long.MAX_VALUE;
    gathering.takeAdded();
    Generation current = generations.current();
    current.start(role, remote, gathering.candidates(), nowNanos);
    current.remotes().forEach(each -> permit(each.address()));
    if (hosts == HostPolicy.ALL) {
      watch.begin(nowNanos);
    }
    for (String early : others.takeEarly()) {
      addRemoteCandidate(early);
    }
  }

  /// Takes a candidate of the other end.
  ///
  /// @return whether it is of use
  public boolean addRemoteCandidate(String text) throws IOException {
    Generation current = generations.current();
    Candidate candidate = others.take(text, current.remote(), generations.isRestarting());
    if (candidate == null) {
      leaveIfShunned();
      return others.isOfUse(text);
    }
    if (!current.addRemote(candidate)) {
      return current.remotes().size() < Generation.MAX_REMOTE_CANDIDATES;
    }
    permit(candidate.address());
    if (candidate.address().getAddress().isLoopbackAddress() && !current.selected()) {
      gathering.addLoopback();
      addGathered();
    }
    return true;
  }

  private void leaveIfShunned() {
    if (consent != null && others.shuns(consent.lastPath().remote())) {
      consent.doubt(clock.getAsLong());
    }
  }

  private void permit(InetSocketAddress peer) {
    for (CheckList.Host host : gathering.candidates()) {
      if (Ranks.fit(host.wire().local(), peer)) {
        host.wire().permit(peer);
      }
    }
  }

  /// A relay lends us an address.
  ///
  /// @param address where the other end reaches us; one of 100::/64 stands for the application's own relay
  public void addRelayed(IceWire wire, InetSocketAddress address) throws IOException {
    gathering.addRelayed(wire, address);
    for (Candidate each : generations.current().remotes()) {
      if (Ranks.fit(address, each.address())) {
        wire.permit(each.address());
      }
    }
    addGathered();
  }

  /// The relay lends it no more.
  public void removeRelayed(IceWire wire) {
    gathering.removeRelayed(wire);
    if (consent != null && consent.lastPath().wire().equals(wire)) {
      consent.doubt(clock.getAsLong());
    }
  }

  /// Whether all relays that were asked have answered or failed: the end of candidates waits for it.
  public void relaysSettled(boolean settled) {
    gathering.relaysSettled(settled);
  }

  private void addGathered() throws IOException {
    List<CheckList.Host> added = gathering.takeAdded();
    generations.current().addLocal(added);
    if (generations.current().selected() && !added.isEmpty() && mayImprove()) {
      events.add(new IceEvent.RestartWanted()); // The other end has to know them.
    }
  }

  private boolean mayImprove() {
    return consent != null && (consent.inDoubt() || consent.lastPath().rank() <= Ranks.RELAYED);
  }

  private void onAddresses(List<InetAddress> addresses) {
    if (closed || !gathering.rescan(addresses)) {
      return;
    }
    if (consent != null && gathering.isAbsent(consent.lastPath().wire())) {
      consent.doubt(clock.getAsLong());
    }
    try {
      addGathered();
    } catch (IOException e) {
      throw new IllegalStateException("sockets that stand need no more of the system", e);
    }
    drainConsent();
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
        yield !others.shuns(from) && onRequest(message, wire, copy, from, nowNanos);
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
    Generation of = generations.of(message, from);
    if (of == null) {
      return false;
    }
    proven++;
    if (!of.selected()) {
      wire.permit(from);
      of.onRequest(wire, copy, from);
      return true;
    }
    answer(of, message, wire, from);
    if (consent != null && of == guarded) {
      consent.onRequest(wire, from, message.has(StunMessage.USE_CANDIDATE), nowNanos);
      drainConsent();
    }
    return true;
  }

  private static void answer(
      Generation of, StunMessage request, IceWire wire, InetSocketAddress from) {
    var response = new StunMessage.Writer(StunMessage.SUCCESS, request.transaction());
    byte[] sealed = response.mapped(from).seal(of.local().password());
    wire.send(sealed, from);
  }

  private boolean onResponse(
      StunMessage message, IceWire wire, byte[] copy, InetSocketAddress from, long nowNanos) {
    if (gathering.servers().receive(message, wire, from)) {
      return true;
    }
    boolean authentic =
        (consent != null && consent.receive(message, wire, from, nowNanos))
            || generations.current().onResponse(message, wire, copy, from);
    proven += authentic ? 1 : 0;
    drainConsent();
    return authentic;
  }

  private void onSelected(Generation generation, CheckList.Pair pair, IceRole role) {
    IceCredentials remote = generation.remote();
    if (closed || generation != generations.current() || remote == null) {
      return;
    }
    long nowNanos = clock.getAsLong();
    var path = new IcePath(pair.wire(), pair.remote(), pair.local(), pair.peer(), Duration.ZERO);
    consent =
        new Consent(
            generation.local(),
            remote,
            role,
            generation.tieBreaker(),
            random,
            () -> Pairs.of(gathering.candidates(), generation.remotes()),
            path,
            nowNanos);
    formerNanos = generations.hasFormer() ? nowNanos + FORMER_NANOS : Long.MAX_VALUE;
    guarded = generation;
    events.add(new IceEvent.PathSelected(path));
    drainConsent();
  }

  /// An authentic datagram of a higher layer came, which proves nothing of the path where it took another one.
  public void onHeard(PathUse use, long nowNanos) {
    proven++;
    watch.onHeard(nowNanos);
    if (consent != null && use == PathUse.SELECTED) {
      consent.onHeard(nowNanos);
      drainConsent();
    }
  }

  /// Grows whenever something proves that the other end sent it.
  public long proven() {
    return proven;
  }

  /// Whether something that was sent waits for its acknowledgement.
  public void outstanding(boolean waiting, long nowNanos) {
    if (consent != null) {
      consent.outstanding(waiting, nowNanos);
    }
  }

  /// The system refuses to send: an address may be gone.
  public void onUnreachable() {
    watch.look(clock.getAsLong());
  }

  /// This process slept: the path is to be proven again.
  public void doubt(long nowNanos) {
    if (consent != null) {
      consent.doubt(nowNanos);
      drainConsent();
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
    return (path != null && path.remote().equals(from)) || generations.proves(from);
  }

  /// When {@link #onTimeout} wants to be called.
  public long deadlineNanos() {
    if (closed) {
      return Long.MAX_VALUE;
    }
    long deadline = Math.min(formerNanos, watch.deadlineNanos());
    deadline = Math.min(deadline, gathering.servers().deadlineNanos());
    deadline = Math.min(deadline, generations.current().deadlineNanos());
    return consent == null ? deadline : Math.min(deadline, consent.deadlineNanos());
  }

  /// Does what is due.
  public void onTimeout(long nowNanos) throws IOException {
    if (closed) {
      return;
    }
    gathering.servers().onTimeout(nowNanos);
    generations.current().onTimeout(nowNanos);
    if (consent != null) {
      if (consent.deadlineNanos() <= nowNanos) {
        consent.onTimeout(nowNanos);
      }
      watch.doubtful(consent.inDoubt(), nowNanos);
    }
    watch.onTimeout(nowNanos);
    if (formerNanos <= nowNanos) {
      formerNanos = Long.MAX_VALUE;
      generations.forgetFormer();
    }
    drainConsent();
  }

  private void drainConsent() {
    if (consent == null) {
      return;
    }
    for (Consent.Check check = consent.pollCheck(); check != null; check = consent.pollCheck()) {
      check.wire().send(check.message(), check.to());
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
    gathering.servers().close();
    generations.close();
  }
}
