package sluice.transport.loop;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sluice.transport.PeerFailure;
import sluice.transport.PeerOptions;
import sluice.transport.dtls.DtlsEvent;
import sluice.transport.dtls.DtlsLink;
import sluice.transport.dtls.DtlsRole;
import sluice.transport.dtls.DtlsSettings;
import sluice.transport.dtls.KeyPolicy;
import sluice.transport.dtls.LocalIdentity;
import sluice.transport.ice.Candidate;
import sluice.transport.ice.IcePath;
import sluice.transport.ice.PathUse;
import sluice.transport.sctp.Association;
import sluice.transport.sctp.AssociationEvent;
import sluice.transport.sctp.AssociationOptions;
import sluice.transport.sctp.AssociationState;
import sluice.transport.sctp.send.congestion.Bbr;
import sluice.transport.sctp.send.congestion.Cubic;

/// DTLS and the SCTP association inside it, over whatever path there is at the moment. Lives on the loop's thread, from
/// the moment when both ends have described themselves.
final class SecureLink {

  /// Hears how it goes.
  interface Owner {
    /// Data may flow.
    void onAssociated();

    /// Both ends have everything; the association is over.
    void onShutdownComplete();

    /// The other end said close_notify.
    void onClosedByPeer();

    /// The key protects little more, and cannot be renewed.
    void onKeyWearsOut();

    /// It cannot go on.
    void onFailed(PeerFailure failure);
  }

  /// What every path carries: an IPv6 packet of 1280 bytes, less the headers of IP, UDP and DTLS.
  private static final int FIRST_PACKET_BYTES = 1_191;

  /// What is searched for on loopback and among jumbo frames, towards another sluice: it fits one DTLS record.
  private static final int MAX_PACKET_BYTES = 16_000;

  /// DTLS 1.2 with AES-GCM.
  private static final int RECORD_BYTES = 37;

  /// Around an SCTP packet at most: IPv6, UDP, ChannelData of TURN, and the record.
  private static final int HEADER_BYTES = 40 + 8 + 4 + RECORD_BYTES;

  private final Owner owner;
  private final Channels channels;
  private final Supplier<@Nullable IcePath> path;
  private final DtlsRole role;
  private final DtlsLink dtls;
  private final Association association;
  private final PacketSender sender = new PacketSender();
  private PacketSender.Burst burst = PacketSender.Burst.WHOLE;
  private boolean started;
  private boolean associating;
  private PathUse arriving = PathUse.OTHER;
  private @Nullable PathUse heard;
  private long nowNanos;

  /// @param keyUnits how much one key may protect, as {@link KeyPolicy} counts
  /// @param path the path to send on now, or null while there is none
  SecureLink(
      Negotiation.Agreed agreed,
      LocalIdentity identity,
      PeerOptions options,
      long keyUnits,
      SecureRandom random,
      Executor mailbox,
      Channels channels,
      Supplier<@Nullable IcePath> path,
      Owner owner) {
    this.owner = owner;
    this.channels = channels;
    this.path = path;
    role = agreed.dtlsRole();
    dtls =
        new DtlsLink(
            identity,
            agreed.fingerprints(),
            dtlsSettings(options).withKeys(new KeyPolicy(agreed.keyRenewal(), keyUnits)),
            random,
            this::receivePlaintext,
            () -> mailbox.execute(() -> {}));
    association = new Association(associationOptions(agreed, options), random, channels.messages());
    channels.start(association, role, agreed.maxMessageBytes());
  }

  private static AssociationOptions associationOptions(
      Negotiation.Agreed agreed, PeerOptions options) {
    int limit = options.sending().mtuBytes() - HEADER_BYTES;
    return AssociationOptions.DEFAULT
        .withPackets(Math.min(FIRST_PACKET_BYTES, limit), Math.min(MAX_PACKET_BYTES, limit))
        .withCongestion(
            switch (options.sending().congestion()) {
              case BBR -> Bbr::new;
              case CUBIC -> Cubic::new;
            })
        .withPorts(Negotiation.SCTP_PORT, agreed.remoteSctpPort())
        .withReceiving(options.receiveWindowBytes(), Negotiation.MAX_MESSAGE_BYTES)
        .withSending(Channels.ASSOCIATION_BUFFER_BYTES, agreed.maxMessageBytes());
  }

  private static DtlsSettings dtlsSettings(PeerOptions options) {
    DtlsSettings usual = DtlsSettings.DEFAULT;
    int limit = options.sending().mtuBytes() - (HEADER_BYTES - RECORD_BYTES);
    return new DtlsSettings(
        usual.handshakeTimeout(),
        usual.firstResend(),
        Math.min(usual.maxDatagramBytes(), limit),
        usual.keys());
  }

  /// Whether the handshake has begun.
  boolean started() {
    return started;
  }

  /// There is a path for the first time.
  void start(long now) {
    started = true;
    dtls.start(role, now);
  }

  void pathLost(long now) {
    association.pathLost(now);
  }

  /// What was sent into the silence is sent again at once.
  void pathReturned(PathFinder.PathChange change, long now) {
    association.pathLost(now);
    association.pathReturned(now);
    if (change == PathFinder.PathChange.OTHER) {
      pathMoved(now);
    }
  }

  /// Data goes another way.
  void pathMoved(long now) {
    IcePath to = path.get();
    association.pathChanged(to == null ? 0 : to.roundTripTime().toNanos(), now);
  }

  /// @param use which way it came
  void receive(byte[] datagram, int offset, int length, PathUse use, long now) {
    nowNanos = now;
    arriving = use;
    dtls.receive(datagram, offset, length, now);
    arriving = PathUse.OTHER;
  }

  private void receivePlaintext(ByteBuffer plaintext) {
    if (heard != PathUse.SELECTED) {
      heard = arriving;
    }
    association.receive(plaintext, nowNanos);
  }

  /// The datagrams that lay ready have been received.
  ///
  /// @return which way an authentic one came, the path in use before all others; null where none was
  @Nullable PathUse onBatchEnd(long now) {
    PathUse use = heard;
    if (use != null) {
      heard = null;
      association.onBatchEnd(now);
    }
    return use;
  }

  /// Whether something that was sent may still wait for its acknowledgement.
  boolean outstanding() {
    return associating && association.bufferedBytes() > 0;
  }

  long deadlineNanos() {
    long deadline = dtls.deadlineNanos();
    return associating ? Math.min(deadline, association.deadlineNanos()) : deadline;
  }

  void onTimeout(long now) {
    nowNanos = now;
    if (associating && association.deadlineNanos() <= now) {
      association.onTimeout(now);
    }
    if (dtls.deadlineNanos() <= now) {
      dtls.onTimeout(now);
    }
  }

  /// Takes what the two have to say.
  ///
  /// @return whether there was anything
  boolean settle(long now) {
    nowNanos = now;
    boolean any = settleDtls();
    any |= settleAssociation();
    return any;
  }

  private boolean settleDtls() {
    DtlsEvent event = dtls.poll();
    boolean any = event != null;
    while (event != null) {
      onDtls(event);
      event = dtls.poll();
    }
    return any;
  }

  private void onDtls(DtlsEvent event) {
    switch (event) {
      case DtlsEvent.Transmit transmit -> send(transmit.datagram());
      case DtlsEvent.Established established -> {}
      case DtlsEvent.Writable writable -> {
        associating = true;
        association.associate(nowNanos);
      }
      case DtlsEvent.KeyWearsOut worn -> owner.onKeyWearsOut();
      case DtlsEvent.ClosedByPeer closed -> {
        // The end of SCTP's shutdown may have come with it, in front of it.
        settleAssociation();
        owner.onClosedByPeer();
      }
      case DtlsEvent.Failed failed -> owner.onFailed(Failures.of(failed.failure()));
    }
  }

  private void send(ByteBuffer datagram) {
    IcePath to = path.get();
    if (to != null && to.wire() instanceof PathWire wire) {
      int size = datagram.remaining();
      int from = datagram.arrayOffset() + datagram.position();
      wire.send(datagram.array(), from, size, size, to.remote());
      sender.countOther(size);
    }
  }

  private boolean settleAssociation() {
    AssociationEvent event = association.pollEvent();
    boolean any = event != null;
    while (event != null) {
      onAssociation(event);
      event = association.pollEvent();
    }
    return any;
  }

  private void onAssociation(AssociationEvent event) {
    channels.onEvent(event);
    switch (event) {
      case AssociationEvent.Established established -> owner.onAssociated();
      case AssociationEvent.ShutdownComplete complete -> owner.onShutdownComplete();
      case AssociationEvent.Aborted aborted ->
          owner.onFailed(Failures.of(aborted.reason(), aborted.detail()));
      case AssociationEvent.Restarted restarted ->
          owner.onFailed(new PeerFailure.AbortedByPeer("the other end began anew"));
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
    IcePath to = path.get();
    if (!associating || to == null || !(to.wire() instanceof PathWire wire)) {
      return PacketSender.Rest.NOTHING;
    }
    limitBursts(burst(to));
    return sender.transmit(association, dtls, wire, to.remote(), burst, now);
  }

  private void limitBursts(PacketSender.Burst wanted) {
    if (burst != wanted) {
      burst = wanted;
      association.burstLimit(
          switch (wanted) {
            case WHOLE -> Long.MAX_VALUE;
            case SMALL -> TurnLink.MAX_RUN_BYTES;
          });
    }
  }

  private static PacketSender.Burst burst(IcePath path) {
    boolean relayed =
        path.local() == Candidate.Type.RELAYED || path.peer() == Candidate.Type.RELAYED;
    return relayed ? PacketSender.Burst.SMALL : PacketSender.Burst.WHOLE;
  }

  /// Ends in order, once everything is acknowledged.
  void shutdown(long now) {
    association.shutdown(now);
  }

  /// Ends at once.
  void abort(String reason, long now) {
    association.abort(reason, now);
  }

  /// Sends what SCTP still has, and close_notify behind it.
  void sayGoodbye(long now) {
    transmit(now);
    dtls.close();
    DtlsEvent event = dtls.poll();
    while (event != null) {
      if (event instanceof DtlsEvent.Transmit transmit) {
        send(transmit.datagram());
      }
      event = dtls.poll();
    }
  }

  long keyRenewals() {
    return dtls.renewals();
  }

  long bytesSent() {
    return sender.bytesSent();
  }

  long datagramsSent() {
    return sender.datagramsSent();
  }

  long droppedRecords() {
    return dtls.droppedRecords();
  }

  long retransmittedBytes() {
    return association.statistics().dataBytesRetransmitted();
  }

  long smoothedRoundTripNanos() {
    return association.state() == AssociationState.CLOSED
        ? 0
        : association.statistics().smoothedRttNanos();
  }
}
