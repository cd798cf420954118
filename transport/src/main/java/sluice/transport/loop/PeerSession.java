package sluice.transport.loop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sluice.transport.ForwardedPath;
import sluice.transport.IceServer;
import sluice.transport.PeerEvent;
import sluice.transport.PeerFailure;
import sluice.transport.PeerOptions;
import sluice.transport.PeerStatistics;
import sluice.transport.dtls.LocalIdentity;
import sluice.transport.ice.HostPolicy;
import sluice.transport.ice.IceEvent;
import sluice.transport.ice.IceLink;
import sluice.transport.ice.IcePath;
import sluice.transport.ice.IceWire;
import sluice.transport.udp.UdpPort;
import sluice.transport.udp.UdpPorts;

/// One connection from its first description to its last event: ICE finds the path, then DTLS shakes hands over it, then
/// SCTP associates, then channels open. Lives on the loop's thread.
final class PeerSession implements SecureLink.Owner {
  private enum Phase {
    NEW,
    CONNECTING,
    CONNECTED,
    CLOSING,
    /// Both ends are done; a paused listener still has to get what came.
    DRAINING,
    ENDED
  }

  private final PeerOptions options;
  private final SecureRandom random;
  private final UdpPorts ports;
  private final Mailbox mailbox;
  private final Consumer<PeerEvent> listener;
  private final Channels channels;
  private final LocalIdentity identity;
  private final IceLink ice;
  private final Negotiation negotiation;
  private final IdentityHashMap<UdpPort, UdpWire> wires = new IdentityHashMap<>();
  private Phase phase = Phase.NEW;
  private @Nullable SecureLink link;
  private boolean pathWasDoubtful;
  private long connectDeadlineNanos = Long.MAX_VALUE;
  private long lostDeadlineNanos = Long.MAX_VALUE;
  private long closeDeadlineNanos = Long.MAX_VALUE;
  private long nowNanos;
  private long datagramsReceived;
  private long bytesReceived;
  private long rejectedDatagrams;

  PeerSession(
      PeerOptions options,
      LocalIdentity identity,
      SecureRandom random,
      UdpPorts ports,
      Mailbox mailbox,
      LongSupplier clock,
      Channels channels,
      Consumer<PeerEvent> listener) {
    this.options = options;
    this.identity = identity;
    this.random = random;
    this.ports = ports;
    this.mailbox = mailbox;
    this.channels = channels;
    this.listener = listener;
    HostPolicy policy =
        switch (options.candidates()) {
          case ALL -> HostPolicy.ALL;
          case LOOPBACK -> HostPolicy.LOOPBACK;
        };
    ice =
        new IceLink(
            this::bind,
            policy,
            options.iceServers().stream().map(IceServer::uri).toList(),
            random,
            mailbox,
            clock);
    negotiation = new Negotiation(ice.localCredentials(), identity.fingerprint(), random);
  }

  private IceWire bind(InetAddress address) throws IOException {
    var wire = new UdpWire(ports.bind(address, 0));
    wires.put(wire.port(), wire);
    return wire;
  }

  /// Tells the time to the tasks that follow.
  void advanceTo(long now) {
    nowNanos = now;
  }

  boolean ended() {
    return phase == Phase.ENDED;
  }

  // What the caller asks for.

  void offer() {
    if (phase == Phase.NEW) {
      begin();
      describe(negotiation.offer());
    }
  }

  void acceptOffer(String text) {
    if (phase == Phase.NEW) {
      begin();
      accept(negotiation.acceptOffer(text));
    }
  }

  void acceptAnswer(String text) {
    if (phase == Phase.CONNECTING && link == null) {
      accept(negotiation.acceptAnswer(text));
    }
  }

  // The next four find their work with the restart.

  void restart() {}

  void iceServers(List<IceServer> servers) {}

  void offerForwardedPath(ForwardedPath path) {}

  void withdrawForwardedPath() {}

  private void begin() {
    phase = Phase.CONNECTING;
    connectDeadlineNanos = nowNanos + options.connectTimeout().toNanos();
  }

  private void describe(String description) {
    listener.accept(new PeerEvent.LocalDescription(description));
    try {
      ice.gather();
    } catch (IOException e) {
      onFailed(new PeerFailure.LocalNetwork(String.valueOf(e.getMessage())));
    }
  }

  private void accept(Negotiation.Outcome outcome) {
    switch (outcome) {
      case Negotiation.Refused refused ->
          onFailed(new PeerFailure.DescriptionRefused(refused.detail()));
      case Negotiation.Agreed agreed -> agree(agreed);
    }
  }

  private void agree(Negotiation.Agreed agreed) {
    if (agreed.answer() != null) {
      describe(agreed.answer());
    }
    if (phase != Phase.CONNECTING) {
      return;
    }
    link = new SecureLink(agreed, identity, options, random, mailbox, channels, ice::path, this);
    agreed.candidates().forEach(this::addRemoteCandidate);
    try {
      ice.start(agreed.iceRole(), agreed.remote(), nowNanos);
    } catch (IOException e) {
      onFailed(new PeerFailure.LocalNetwork(String.valueOf(e.getMessage())));
    }
  }

  void addRemoteCandidate(String text) {
    try {
      if (!ice.addRemoteCandidate(text)) {
        rejectedDatagrams++;
      }
    } catch (IOException e) {
      onFailed(new PeerFailure.LocalNetwork(String.valueOf(e.getMessage())));
    }
  }

  void close() {
    switch (phase) {
      case NEW, CONNECTING -> {
        sayGoodbye();
        end(new PeerEvent.Closed());
      }
      case CONNECTED -> {
        phase = Phase.CLOSING;
        closeDeadlineNanos = nowNanos + options.closeTimeout().toNanos();
        if (link != null) {
          link.shutdown(nowNanos);
        }
      }
      case DRAINING -> end(new PeerEvent.Closed());
      case CLOSING, ENDED -> {}
    }
  }

  void abort(String reason) {
    if (phase != Phase.ENDED) {
      if (link != null) {
        link.abort(reason, nowNanos);
      }
      sayGoodbye();
      end(new PeerEvent.Closed());
    }
  }

  private void sayGoodbye() {
    if (link != null) {
      link.sayGoodbye(nowNanos);
    }
  }

  private void end(PeerEvent last) {
    phase = Phase.ENDED;
    channels.closeAll();
    ice.close();
    listener.accept(last);
  }

  // What the secure link tells.

  @Override
  public void onAssociated() {
    IcePath path = ice.path();
    if (phase == Phase.CONNECTING && path != null) {
      connectDeadlineNanos = Long.MAX_VALUE;
      phase = Phase.CONNECTED;
      listener.accept(new PeerEvent.Connected(Routes.of(path)));
    }
  }

  @Override
  public void onShutdownComplete() {
    if (phase != Phase.ENDED && phase != Phase.DRAINING) {
      sayGoodbye();
      ice.close();
      phase = Phase.DRAINING;
      lostDeadlineNanos = Long.MAX_VALUE;
      closeDeadlineNanos = nowNanos + options.lostTimeout().toNanos();
    }
  }

  @Override
  public void onClosedByPeer() {
    switch (phase) {
      case CLOSING -> end(new PeerEvent.Closed());
      case DRAINING, ENDED -> {}
      case NEW, CONNECTING, CONNECTED ->
          onFailed(new PeerFailure.AbortedByPeer("close_notify without a shutdown"));
    }
  }

  @Override
  public void onFailed(PeerFailure failure) {
    if (phase != Phase.ENDED) {
      sayGoodbye();
      end(new PeerEvent.Failed(failure));
    }
  }

  // What the crank brings.

  /// Takes datagrams of one sender (RFC 7983, section 7).
  void receive(
      UdpPort port,
      byte[] buffer,
      int offset,
      int lengthBytes,
      int segmentBytes,
      InetSocketAddress from,
      long now) {
    nowNanos = now;
    UdpWire wire = wires.get(port);
    boolean known = ice.knows(from);
    for (int at = 0; at < lengthBytes; at += segmentBytes) {
      int size = Math.min(segmentBytes, lengthBytes - at);
      datagramsReceived++;
      bytesReceived += size;
      int first = buffer[offset + at] & 0xFF;
      if (first <= 3 && wire != null) {
        if (!ice.receive(wire, buffer, offset + at, size, from, now)) {
          rejectedDatagrams++;
        }
      } else if (first >= 20 && first <= 63 && known && link != null) {
        link.receive(buffer, offset + at, size, now);
      } else {
        rejectedDatagrams++;
      }
    }
  }

  /// The datagrams that lay ready have been received.
  void onBatchEnd(long now) {
    nowNanos = now;
    if (link != null && link.onBatchEnd(now)) {
      ice.onHeard(now);
    }
  }

  long deadlineNanos() {
    long deadline = Math.min(ice.deadlineNanos(), connectDeadlineNanos);
    deadline = Math.min(deadline, Math.min(lostDeadlineNanos, closeDeadlineNanos));
    return link == null ? deadline : Math.min(deadline, link.deadlineNanos());
  }

  void onTimeout(long now) throws IOException {
    nowNanos = now;
    if (link != null) {
      ice.outstanding(link.outstanding(), now);
      link.onTimeout(now);
    }
    if (ice.deadlineNanos() <= now) {
      ice.onTimeout(now);
    }
    if (connectDeadlineNanos <= now) {
      onFailed(
          link != null && link.started()
              ? new PeerFailure.HandshakeFailed("no answer within the time limit")
              : new PeerFailure.NoRoute("no pair of addresses answered within the time limit"));
    } else if (lostDeadlineNanos <= now) {
      onFailed(new PeerFailure.ConnectionLost("the path did not return"));
    } else if (closeDeadlineNanos <= now) {
      abort("not closed within the time limit");
    }
  }

  /// Lets each engine say what it has for the others, until all are silent.
  void settle(long now) {
    nowNanos = now;
    boolean more = true;
    while (more && phase != Phase.ENDED) {
      more = settleIce();
      if (link != null) {
        more |= link.settle(now);
      }
      more |= channels.settle(now);
    }
    if (phase == Phase.DRAINING && !channels.holds()) {
      end(new PeerEvent.Closed());
    }
  }

  private boolean settleIce() {
    IceEvent event = ice.poll();
    boolean any = event != null;
    while (event != null && phase != Phase.ENDED) {
      onIce(event);
      event = ice.poll();
    }
    return any;
  }

  private void onIce(IceEvent event) {
    switch (event) {
      case IceEvent.CandidateFound found ->
          listener.accept(new PeerEvent.LocalCandidate(found.candidate().text()));
      case IceEvent.GatheringComplete complete ->
          listener.accept(new PeerEvent.CandidatesComplete());
      case IceEvent.PathSelected selected -> onPath(selected.path());
      case IceEvent.PathSuspect suspect -> {
        pathWasDoubtful = true;
        listener.accept(new PeerEvent.PathSuspect());
      }
      case IceEvent.PathLost lost -> {
        pathWasDoubtful = true;
        lostDeadlineNanos = nowNanos + options.lostTimeout().toNanos();
        if (link != null) {
          link.pathLost(nowNanos);
        }
        listener.accept(new PeerEvent.PathLost());
      }
    }
  }

  private void onPath(IcePath path) {
    if (link == null) {
      throw new IllegalStateException("a path before the descriptions");
    }
    if (!link.started()) {
      link.start(nowNanos);
      return;
    }
    if (lostDeadlineNanos != Long.MAX_VALUE) {
      lostDeadlineNanos = Long.MAX_VALUE;
      link.pathReturned(nowNanos);
    }
    if (pathWasDoubtful || phase == Phase.CONNECTED) {
      pathWasDoubtful = false;
      listener.accept(new PeerEvent.PathReturned(Routes.of(path)));
    }
  }

  /// Sends what SCTP has.
  PacketSender.Rest transmit(long now) {
    nowNanos = now;
    return link == null ? PacketSender.Rest.NOTHING : link.transmit(now);
  }

  PeerStatistics statistics() {
    SecureLink secure = link;
    return secure == null
        ? new PeerStatistics(0, bytesReceived, 0, datagramsReceived, 0, rejectedDatagrams, 0)
        : new PeerStatistics(
            secure.bytesSent(),
            bytesReceived,
            secure.datagramsSent(),
            datagramsReceived,
            secure.retransmittedBytes(),
            rejectedDatagrams + secure.droppedRecords(),
            secure.smoothedRoundTripNanos());
  }
}
