package sluice.transport.loop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sluice.transport.ForwardedPath;
import sluice.transport.IceServer;
import sluice.transport.PeerEvent;
import sluice.transport.PeerFailure;
import sluice.transport.PeerOptions;
import sluice.transport.ice.HostPolicy;
import sluice.transport.ice.IceCredentials;
import sluice.transport.ice.IceEvent;
import sluice.transport.ice.IceLink;
import sluice.transport.ice.IcePath;
import sluice.transport.ice.IceRole;
import sluice.transport.ice.IceWire;
import sluice.transport.ice.IceWires;
import sluice.transport.ice.PathUse;
import sluice.transport.ice.RemotePolicy;
import sluice.transport.udp.UdpPort;

/// The way to the other end, with the sockets that lead there: ICE, and what its events mean for the connection above. Lives
/// on the loop's thread.
final class PathFinder implements IceWires {

  /// Hears of the way.
  interface Owner {
    void tell(PeerEvent event);

    void onFailed(PeerFailure failure);

    /// There is a path for the first time.
    void onFirstPath();

    /// Nothing may be sent.
    void onPathLost();

    /// The path works again, or another one does.
    void onPathReturned(PathChange change);

    /// The path worked, and another one is used from now on.
    void onPathMoved();

    /// The path has been in doubt for a while, or could be better.
    void onRestartWanted();

    /// A DTLS record came through a relay, from an address where the other end has proved to be.
    void onRelayedRecord(byte[] buffer, int offset, int length, PathUse use);
  }

  /// Whether the path is the one before.
  enum PathChange {
    SAME,
    OTHER
  }

  private final PeerOptions options;
  private final LoopSockets sockets;
  private final Owner owner;
  private final IceLink ice;
  private final Relays relays;
  private final IdentityHashMap<UdpPort, UdpWire> wires = new IdentityHashMap<>();
  private @Nullable IcePath last;
  private final PathDoubt doubt = new PathDoubt();
  private long lostDeadlineNanos = Long.MAX_VALUE;
  private long nowNanos;

  PathFinder(
      PeerOptions options,
      LoopSockets sockets,
      SecureRandom random,
      Executor mailbox,
      LongSupplier clock,
      Owner owner) {
    this.options = options;
    this.sockets = sockets;
    this.owner = owner;
    HostPolicy hosts =
        switch (options.via()) {
          case RELAY -> HostPolicy.NONE;
          case ANY, DIRECT ->
              switch (options.candidates()) {
                case ALL -> HostPolicy.ALL;
                case LOOPBACK -> HostPolicy.LOOPBACK;
              };
        };
    RemotePolicy remotes =
        switch (options.via()) {
          case DIRECT -> RemotePolicy.DIRECT;
          case ANY, RELAY -> RemotePolicy.ANY;
        };
    ice = new IceLink(this, hosts, remotes, random, mailbox, clock);
    relays = new Relays(options.paths(), random, mailbox, clock, sockets, this::onRelayed);
    servers(options.iceServers());
  }

  @Override
  public IceWire bind(InetAddress address) throws IOException {
    var wire = new UdpWire(sockets.bind(address), this::onUnreachable);
    wires.put(wire.port(), wire);
    return wire;
  }

  private void onUnreachable() {
    ice.onUnreachable();
  }

  @Override
  public void release(IceWire wire) {
    if (wire instanceof UdpWire(UdpPort port, _)) {
      wires.remove(port);
      port.close();
    }
  }

  @Override
  public List<InetAddress> addresses() throws IOException {
    return sockets.addresses();
  }

  void advanceTo(long now) {
    nowNanos = now;
  }

  /// Takes these servers instead of those before.
  void servers(List<IceServer> servers) {
    ice.stunServers(servers.stream().map(IceServer::uri).toList());
    relays.servers(servers);
  }

  IceCredentials credentials() {
    return ice.localCredentials();
  }

  /// New credentials, for a restart that is to be described.
  IceCredentials freshCredentials() {
    ice.restart();
    relays.doubt(); // Whatever led to the restart may have happened to a relay.
    return ice.localCredentials();
  }

  /// Tells our description, and the candidates behind it.
  void describe(String description) {
    owner.tell(new PeerEvent.LocalDescription(description));
    relays.begin();
    ice.relaysSettled(relays.settled());
    try {
      ice.gather();
    } catch (IOException e) {
      fail(e);
    }
  }

  private void fail(IOException e) {
    owner.onFailed(new PeerFailure.LocalNetwork(String.valueOf(e.getMessage())));
  }

  /// Begins the checks, for the first time or in a restart.
  void start(IceRole role, IceCredentials remote, List<String> candidates) {
    relays.side(
        switch (role) {
          case CONTROLLING -> ForwardedWire.Side.OFFERER;
          case CONTROLLED -> ForwardedWire.Side.ANSWERER;
        });
    try {
      ice.start(role, remote, nowNanos);
    } catch (IOException e) {
      fail(e);
    }
    candidates.forEach(this::addRemoteCandidate);
  }

  void addRemoteCandidate(String text) {
    try {
      if (!ice.addRemoteCandidate(text)) {
        System.getLogger(PathFinder.class.getName())
            .log(System.Logger.Level.DEBUG, "a candidate of no use");
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  /// The path to send on now, or null.
  @Nullable IcePath path() {
    return ice.path();
  }

  /// Nothing more is to be found.
  void close() {
    lostDeadlineNanos = Long.MAX_VALUE;
    doubt.end();
    ice.close();
    relays.close();
  }

  void lend(ForwardedPath path) {
    relays.lend(path);
  }

  void withdrawLent() {
    relays.withdraw();
  }

  /// Takes datagrams that came to a socket of ours which leads to a TURN server.
  ///
  /// @return false if it is no such socket
  boolean receiveRelayed(
      UdpPort port,
      byte[] buffer,
      int offset,
      int lengthBytes,
      int segmentBytes,
      InetSocketAddress from,
      long now) {
    nowNanos = now;
    return relays.receive(port, buffer, offset, lengthBytes, segmentBytes, from);
  }

  /// What the other end sent through a relay (RFC 7983, section 7).
  private void onRelayed(
      PathWire wire, byte[] buffer, int offset, int length, InetSocketAddress from) {
    int first = length == 0 ? -1 : buffer[offset] & 0xFF;
    if (first >= 0 && first <= 3) {
      ice.receive(wire, buffer, offset, length, from, nowNanos);
    } else if (first >= 20 && first <= 63 && ice.knows(from)) {
      IcePath path = ice.path();
      boolean selected = path != null && path.remote().equals(from) && path.wire().equals(wire);
      owner.onRelayedRecord(buffer, offset, length, selected ? PathUse.SELECTED : PathUse.OTHER);
    }
  }

  /// Takes a STUN message that came to a socket of ours.
  ///
  /// @return whether it was of use
  boolean receive(
      UdpPort port, byte[] buffer, int offset, int length, InetSocketAddress from, long now) {
    nowNanos = now;
    UdpWire wire = wires.get(port);
    return wire != null && ice.receive(wire, buffer, offset, length, from, now);
  }

  boolean knows(InetSocketAddress from) {
    return ice.knows(from);
  }

  /// Which way a datagram has come.
  PathUse use(UdpPort port, InetSocketAddress from) {
    IcePath path = ice.path();
    return path != null
            && path.remote().equals(from)
            && path.wire() instanceof UdpWire(UdpPort own, _)
            && own == port
        ? PathUse.SELECTED
        : PathUse.OTHER;
  }

  /// One of the datagrams of the last batch was authentic.
  void onHeard(PathUse use, long now) {
    nowNanos = now;
    ice.onHeard(use, now);
  }

  /// As {@link IceLink#proven}.
  long proven() {
    return ice.proven();
  }

  /// This process did not run for a while.
  void onSlept(long now) {
    nowNanos = now;
    ice.doubt(now);
  }

  /// Whether something that was sent waits for its acknowledgement.
  void outstanding(boolean waiting, long now) {
    ice.outstanding(waiting, now);
  }

  long deadlineNanos() {
    long deadline = Math.min(ice.deadlineNanos(), relays.deadlineNanos());
    return Math.min(deadline, Math.min(lostDeadlineNanos, doubt.deadlineNanos()));
  }

  void onTimeout(long now) throws IOException {
    nowNanos = now;
    if (relays.deadlineNanos() <= now) {
      relays.onTimeout(now);
    }
    if (ice.deadlineNanos() <= now) {
      ice.onTimeout(now);
    }
    if (lostDeadlineNanos <= now) {
      owner.onFailed(new PeerFailure.ConnectionLost("the path did not return"));
    }
  }

  /// Tells one event.
  ///
  /// @return whether there was any
  boolean settleOne() {
    RelayEvent relay = relays.poll();
    if (relay != null) {
      onRelay(relay);
      return true;
    }
    IceEvent event = ice.poll();
    if (event == null) {
      return tellDoubt();
    }
    switch (event) {
      case IceEvent.CandidateFound(var candidate, String ufrag) -> {
        var shown = options.via() == PeerOptions.Via.RELAY ? candidate.withoutRelated() : candidate;
        owner.tell(new PeerEvent.LocalCandidate(shown.text(ufrag)));
      }
      case IceEvent.GatheringComplete() -> owner.tell(new PeerEvent.CandidatesComplete());
      case IceEvent.PathSelected(IcePath path) -> onPath(path);
      case IceEvent.PathSuspect() -> {
        doubt.begin(nowNanos);
        relays.doubt();
      }
      case IceEvent.RestartWanted() -> owner.onRestartWanted();
      case IceEvent.PathLost() -> {
        doubt.told();
        lostDeadlineNanos = nowNanos + options.lostTimeout().toNanos();
        owner.onPathLost();
        owner.tell(new PeerEvent.PathLost());
      }
    }
    return true;
  }

  /// After all that ICE has to say: the doubt may have just been dispelled.
  private boolean tellDoubt() {
    boolean due = doubt.takeDue(nowNanos);
    if (due) {
      owner.tell(new PeerEvent.PathSuspect());
    }
    return due;
  }

  private void onRelay(RelayEvent event) {
    switch (event) {
      case RelayEvent.Up(PathWire wire, InetSocketAddress address) -> {
        try {
          ice.addRelayed(wire, address);
        } catch (IOException e) {
          fail(e);
        }
      }
      case RelayEvent.Down(PathWire wire) -> ice.removeRelayed(wire);
      case RelayEvent.Settled() -> ice.relaysSettled(true);
    }
  }

  private void onPath(IcePath path) {
    relays.trust();
    IcePath former = last;
    last = path;
    if (former == null) {
      owner.onFirstPath();
      return;
    }
    lostDeadlineNanos = Long.MAX_VALUE;
    boolean moved = !path.wire().equals(former.wire()) || !path.remote().equals(former.remote());
    PathDoubt.State before = doubt.end();
    if (before != PathDoubt.State.NONE) {
      owner.onPathReturned(moved ? PathChange.OTHER : PathChange.SAME);
    } else if (moved) {
      owner.onPathMoved();
    }
    if (before == PathDoubt.State.TOLD) {
      owner.tell(new PeerEvent.PathReturned(Routes.of(path)));
    } else if (moved) {
      owner.tell(new PeerEvent.PathChanged(Routes.of(path)));
    }
  }
}
