package sluice.transport.loop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sluice.transport.PeerEvent;
import sluice.transport.PeerFailure;
import sluice.transport.PeerOptions;
import sluice.transport.PeerStatistics;
import sluice.transport.dtls.DtlsEvent;
import sluice.transport.dtls.DtlsLink;
import sluice.transport.dtls.DtlsSettings;
import sluice.transport.dtls.LocalIdentity;
import sluice.transport.ice.HostPolicy;
import sluice.transport.ice.IceEvent;
import sluice.transport.ice.IceLink;
import sluice.transport.ice.IcePath;
import sluice.transport.ice.IceWire;
import sluice.transport.sctp.Association;
import sluice.transport.sctp.AssociationEvent;
import sluice.transport.sctp.AssociationOptions;
import sluice.transport.sctp.AssociationState;
import sluice.transport.udp.UdpPort;
import sluice.transport.udp.UdpPorts;

/// The engines of one connection and what each of them means for the others: ICE finds the path, then DTLS shakes hands
/// over it, then SCTP associates, then channels open. Lives on the loop's thread.
final class PeerSession {
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
  private final Executor mailbox;
  private final Consumer<PeerEvent> listener;
  private final Channels channels;
  private final LocalIdentity identity;
  private final IceLink ice;
  private final Negotiation negotiation;
  private final PacketSender sender = new PacketSender();
  private final IdentityHashMap<UdpPort, UdpWire> wires = new IdentityHashMap<>();
  private Phase phase = Phase.NEW;
  private Negotiation.@Nullable Agreed agreed;
  private @Nullable DtlsLink dtls;
  private @Nullable Association association;
  private boolean dtlsStarted;
  private boolean associating;
  private boolean heard;
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
      SecureRandom random,
      UdpPorts ports,
      Executor mailbox,
      LongSupplier clock,
      Channels channels,
      Consumer<PeerEvent> listener) {
    this.options = options;
    this.random = random;
    this.ports = ports;
    this.mailbox = mailbox;
    this.channels = channels;
    this.listener = listener;
    identity = LocalIdentity.generate(random, Instant.now());
    HostPolicy policy =
        switch (options.candidates()) {
          case ALL -> HostPolicy.ALL;
          case LOOPBACK -> HostPolicy.LOOPBACK;
        };
    ice = new IceLink(this::bind, policy, options.iceServers(), random, mailbox, clock);
    negotiation = new Negotiation(ice.localCredentials(), identity.fingerprint(), random);
  }

  private IceWire bind(InetAddress address) throws IOException {
    var wire = new UdpWire(ports.bind(address, 0));
    wires.put(wire.port(), wire);
    return wire;
  }

  boolean ended() {
    return phase == Phase.ENDED;
  }

  // What the owner asks for.

  void offer() {
    if (phase != Phase.NEW) {
      return;
    }
    begin();
    describe(negotiation.offer());
  }

  void acceptOffer(String text) {
    if (phase == Phase.NEW) {
      begin();
      accept(negotiation.acceptOffer(text));
    }
  }

  void acceptAnswer(String text) {
    if (phase == Phase.CONNECTING) {
      accept(negotiation.acceptAnswer(text));
    }
  }

  private void begin() {
    phase = Phase.CONNECTING;
    connectDeadlineNanos = nowNanos + options.connectTimeout().toNanos();
  }

  private void describe(String description) {
    listener.accept(new PeerEvent.LocalDescription(description));
    try {
      ice.gather();
    } catch (IOException e) {
      fail(new PeerFailure.LocalNetwork(String.valueOf(e.getMessage())));
    }
  }

  private void accept(Negotiation.Outcome outcome) {
    switch (outcome) {
      case Negotiation.Refused refused ->
          fail(new PeerFailure.DescriptionRefused(refused.detail()));
      case Negotiation.Agreed agreement -> agree(agreement);
    }
  }

  private void agree(Negotiation.Agreed agreement) {
    agreed = agreement;
    if (agreement.answer() != null) {
      describe(agreement.answer());
    }
    dtls =
        new DtlsLink(
            identity,
            agreement.fingerprints(),
            DtlsSettings.DEFAULT,
            random,
            this::receivePlaintext,
            () -> mailbox.execute(() -> {}));
    var created = new Association(associationOptions(agreement), random, channels.messages());
    association = created;
    channels.start(created, agreement.dtlsRole(), agreement.maxMessageBytes());
    agreement.candidates().forEach(this::addRemoteCandidate);
    try {
      ice.start(agreement.iceRole(), agreement.remote(), nowNanos);
    } catch (IOException e) {
      fail(new PeerFailure.LocalNetwork(String.valueOf(e.getMessage())));
    }
  }

  private AssociationOptions associationOptions(Negotiation.Agreed agreement) {
    return AssociationOptions.DEFAULT
        .withPorts(Negotiation.SCTP_PORT, agreement.remoteSctpPort())
        .withReceiving(options.receiveWindowBytes(), Negotiation.MAX_MESSAGE_BYTES)
        .withSending(Channels.ASSOCIATION_BUFFER_BYTES, agreement.maxMessageBytes());
  }

  void addRemoteCandidate(String text) {
    try {
      if (!ice.addRemoteCandidate(text)) {
        rejectedDatagrams++;
      }
    } catch (IOException e) {
      fail(new PeerFailure.LocalNetwork(String.valueOf(e.getMessage())));
    }
  }

  void close() {
    switch (phase) {
      case NEW -> end(new PeerEvent.Closed());
      case CONNECTING -> {
        sayGoodbye();
        end(new PeerEvent.Closed());
      }
      case CONNECTED -> {
        phase = Phase.CLOSING;
        closeDeadlineNanos = nowNanos + options.closeTimeout().toNanos();
        if (association != null) {
          association.shutdown(nowNanos);
        }
      }
      case DRAINING -> end(new PeerEvent.Closed());
      case CLOSING, ENDED -> {}
    }
  }

  void abort(String reason) {
    if (phase != Phase.ENDED) {
      if (association != null) {
        association.abort(reason, nowNanos);
      }
      sayGoodbye();
      end(new PeerEvent.Closed());
    }
  }

  /// Sends what SCTP still has, and close_notify behind it.
  private void sayGoodbye() {
    transmit(nowNanos);
    if (dtls != null) {
      dtls.close();
      settleDtls(dtls);
    }
  }

  private void fail(PeerFailure failure) {
    if (phase != Phase.ENDED) {
      sayGoodbye();
      end(new PeerEvent.Failed(failure));
    }
  }

  private void end(PeerEvent last) {
    phase = Phase.ENDED;
    channels.closeAll();
    ice.close();
    listener.accept(last);
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
      } else if (first >= 20 && first <= 63 && known && dtls != null) {
        dtls.receive(buffer, offset + at, size, now);
      } else {
        rejectedDatagrams++;
      }
    }
  }

  private void receivePlaintext(ByteBuffer plaintext) {
    heard = true;
    if (association != null) {
      association.receive(plaintext, nowNanos);
    }
  }

  /// The datagrams that lay ready have been received.
  void onBatchEnd(long now) {
    nowNanos = now;
    if (heard && association != null) {
      heard = false;
      ice.onHeard(now);
      association.onBatchEnd(now);
    }
  }

  long deadlineNanos() {
    long deadline = Math.min(ice.deadlineNanos(), connectDeadlineNanos);
    deadline = Math.min(deadline, Math.min(lostDeadlineNanos, closeDeadlineNanos));
    if (dtls != null) {
      deadline = Math.min(deadline, dtls.deadlineNanos());
    }
    if (association != null && associating) {
      deadline = Math.min(deadline, association.deadlineNanos());
    }
    return deadline;
  }

  void onTimeout(long now) throws IOException {
    nowNanos = now;
    if (association != null && associating) {
      ice.outstanding(association.bufferedBytes() > 0, now);
      if (association.deadlineNanos() <= now) {
        association.onTimeout(now);
      }
    }
    if (ice.deadlineNanos() <= now) {
      ice.onTimeout(now);
    }
    if (dtls != null && dtls.deadlineNanos() <= now) {
      dtls.onTimeout(now);
    }
    if (connectDeadlineNanos <= now) {
      fail(
          dtlsStarted
              ? new PeerFailure.HandshakeFailed("no answer within the time limit")
              : new PeerFailure.NoRoute("no pair of addresses answered within the time limit"));
    } else if (lostDeadlineNanos <= now) {
      fail(new PeerFailure.ConnectionLost("the path did not return"));
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
      if (dtls != null) {
        more |= settleDtls(dtls);
      }
      if (association != null) {
        more |= settleAssociation(association);
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
        if (association != null) {
          association.pathLost(nowNanos);
        }
        listener.accept(new PeerEvent.PathLost());
      }
    }
  }

  private void onPath(IcePath path) {
    if (dtls == null || agreed == null) {
      throw new IllegalStateException("a path before the descriptions");
    }
    if (!dtlsStarted) {
      dtlsStarted = true;
      dtls.start(agreed.dtlsRole(), nowNanos);
      return;
    }
    if (lostDeadlineNanos != Long.MAX_VALUE && association != null) {
      lostDeadlineNanos = Long.MAX_VALUE;
      association.pathReturned(nowNanos);
    }
    if (pathWasDoubtful || phase == Phase.CONNECTED) {
      pathWasDoubtful = false;
      listener.accept(new PeerEvent.PathReturned(Routes.of(path)));
    }
  }

  private boolean settleDtls(DtlsLink link) {
    DtlsEvent event = link.poll();
    boolean any = event != null;
    while (event != null) {
      if (event instanceof DtlsEvent.Transmit transmit) {
        send(transmit.datagram());
      } else if (phase != Phase.ENDED) {
        onDtls(event);
      }
      event = link.poll();
    }
    return any;
  }

  private void send(ByteBuffer datagram) {
    IcePath path = ice.path();
    if (path != null && path.wire() instanceof UdpWire wire) {
      int size = datagram.remaining();
      int from = datagram.arrayOffset() + datagram.position();
      wire.port().send(datagram.array(), from, size, size, path.remote());
      sender.countOther(size);
    }
  }

  private void onDtls(DtlsEvent event) {
    switch (event) {
      case DtlsEvent.Transmit transmit -> throw new IllegalStateException("sent before");
      case DtlsEvent.Established established -> {}
      case DtlsEvent.Writable writable -> {
        if (association != null) {
          associating = true;
          association.associate(nowNanos);
        }
      }
      case DtlsEvent.ClosedByPeer closed -> {
        // The end of SCTP's shutdown may have come with it, in front of it.
        if (association != null) {
          settleAssociation(association);
        }
        switch (phase) {
          case CLOSING -> end(new PeerEvent.Closed());
          case DRAINING, ENDED -> {}
          case NEW, CONNECTING, CONNECTED ->
              fail(new PeerFailure.AbortedByPeer("close_notify without a shutdown"));
        }
      }
      case DtlsEvent.Failed failed -> fail(Failures.of(failed.failure()));
    }
  }

  private boolean settleAssociation(Association engine) {
    AssociationEvent event = engine.pollEvent();
    boolean any = event != null;
    while (event != null && phase != Phase.ENDED) {
      onAssociation(event);
      event = engine.pollEvent();
    }
    return any;
  }

  private void onAssociation(AssociationEvent event) {
    channels.onEvent(event);
    switch (event) {
      case AssociationEvent.Established established -> {
        connectDeadlineNanos = Long.MAX_VALUE;
        IcePath path = ice.path();
        if (phase == Phase.CONNECTING && path != null) {
          phase = Phase.CONNECTED;
          listener.accept(new PeerEvent.Connected(Routes.of(path)));
        }
      }
      case AssociationEvent.ShutdownComplete complete -> {
        sayGoodbye();
        ice.close();
        phase = Phase.DRAINING;
        closeDeadlineNanos = nowNanos + options.lostTimeout().toNanos();
      }
      case AssociationEvent.Aborted aborted ->
          fail(Failures.of(aborted.reason(), aborted.detail()));
      case AssociationEvent.Restarted restarted ->
          fail(new PeerFailure.AbortedByPeer("the other end began anew"));
      case AssociationEvent.IncomingStreamsReset reset -> {}
      case AssociationEvent.OutgoingStreamsReset reset -> {}
      case AssociationEvent.OutgoingResetRefused refused -> {}
      case AssociationEvent.BufferedAmountLow low -> {}
      case AssociationEvent.PeerSilent silent -> {}
      case AssociationEvent.PeerHeard again -> {}
    }
  }

  /// Sends what SCTP has.
  PacketSender.Rest transmit(long now) {
    nowNanos = now;
    IcePath path = ice.path();
    if (association == null
        || dtls == null
        || !associating
        || path == null
        || !(path.wire() instanceof UdpWire wire)) {
      return PacketSender.Rest.NOTHING;
    }
    return sender.transmit(association, dtls, wire.port(), path.remote(), now);
  }

  PeerStatistics statistics() {
    var sctp = association == null ? null : association.statistics();
    return new PeerStatistics(
        sender.bytesSent(),
        bytesReceived,
        sender.datagramsSent(),
        datagramsReceived,
        sctp == null ? 0 : sctp.dataBytesRetransmitted(),
        rejectedDatagrams + (dtls == null ? 0 : dtls.droppedRecords()),
        sctp == null || association == null || association.state() == AssociationState.CLOSED
            ? 0
            : sctp.smoothedRttNanos());
  }
}
