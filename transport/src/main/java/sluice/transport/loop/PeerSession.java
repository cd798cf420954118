package sluice.transport.loop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sluice.transport.PeerEvent;
import sluice.transport.PeerFailure;
import sluice.transport.PeerOptions;
import sluice.transport.PeerStatistics;
import sluice.transport.dtls.LocalIdentity;
import sluice.transport.ice.IcePath;
import sluice.transport.ice.PathUse;
import sluice.transport.udp.UdpPort;

/// One connection from its first description to its last event: ICE finds the path, then DTLS shakes hands over it, then
/// SCTP associates, then channels open. Lives on the loop's thread.
final class PeerSession implements SecureLink.Owner, PathFinder.Owner {
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
  private final Mailbox mailbox;
  private final Consumer<PeerEvent> listener;
  private final Channels channels;
  private final LocalIdentity identity;
  private final long keyUnits;

  /// Why this end closes, if not because it was asked to.
  private @Nullable PeerFailure closingFor;

  private final PathFinder paths;
  private final Negotiation negotiation;
  private Phase phase = Phase.NEW;
  private @Nullable SecureLink link;
  private long connectDeadlineNanos = Long.MAX_VALUE;
  private long closeDeadlineNanos = Long.MAX_VALUE;
  private long nowNanos;
  private long datagramsReceived;
  private long bytesReceived;
  private long rejectedDatagrams;

  PeerSession(
      PeerOptions options,
      LocalIdentity identity,
      long keyUnits,
      SecureRandom random,
      LoopSockets sockets,
      Mailbox mailbox,
      LongSupplier clock,
      Channels channels,
      Consumer<PeerEvent> listener) {
    this.options = options;
    this.identity = identity;
    this.keyUnits = keyUnits;
    this.random = random;
    this.mailbox = mailbox;
    this.channels = channels;
    this.listener = listener;
    paths = new PathFinder(options, sockets, random, mailbox, clock, this);
    negotiation = new Negotiation(identity.fingerprint(), random);
  }

  /// Tells the time to the tasks that follow.
  void advanceTo(long now) {
    nowNanos = now;
    paths.advanceTo(now);
  }

  boolean ended() {
    return phase == Phase.ENDED;
  }

  /// What leads to the other end: candidates, servers and lent ways go straight there.
  PathFinder paths() {
    return paths;
  }

  // What the caller asks for.

  void offer() {
    if (phase == Phase.NEW) {
      begin();
      paths.describe(negotiation.offer(paths.credentials()));
    }
  }

  void acceptOffer(String text) {
    if (phase == Phase.NEW) {
      begin();
    }
    if (isUp()) {
      accept(negotiation.acceptOffer(text, paths.credentials(), paths::freshCredentials));
    }
  }

  void acceptAnswer(String text) {
    if (isUp() && negotiation.awaitsAnswer()) {
      accept(negotiation.acceptAnswer(text));
    }
  }

  void restart() {
    if (link != null && isUp() && negotiation.stable()) {
      paths.describe(negotiation.offer(paths.freshCredentials()));
    }
  }

  private boolean isUp() {
    return phase == Phase.CONNECTED || phase == Phase.CONNECTING;
  }

  private void begin() {
    phase = Phase.CONNECTING;
    connectDeadlineNanos = nowNanos + options.connectTimeout().toNanos();
  }

  private void accept(Negotiation.Outcome outcome) {
    switch (outcome) {
      case Negotiation.Refused refused ->
          onFailed(new PeerFailure.DescriptionRefused(refused.detail()));
      case Negotiation.Agreed agreed -> agree(agreed);
      case Negotiation.Unchanged unchanged -> {
        if (unchanged.answer() != null) {
          tell(new PeerEvent.LocalDescription(unchanged.answer()));
        }
      }
      case Negotiation.Overruled overruled -> {}
    }
  }

  private void agree(Negotiation.Agreed agreed) {
    if (agreed.answer() != null) {
      paths.describe(agreed.answer());
    }
    if (!isUp()) {
      return;
    }
    if (link == null) {
      link =
          new SecureLink(
              agreed, identity, options, keyUnits, random, mailbox, channels, paths::path, this);
    }
    paths.start(agreed.iceRole(), agreed.remote(), agreed.candidates());
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
    paths.close();
    PeerFailure reason = closingFor;
    listener.accept(
        reason != null && last instanceof PeerEvent.Closed ? new PeerEvent.Failed(reason) : last);
  }

  // What the secure link tells.

  @Override
  public void onAssociated() {
    IcePath path = paths.path();
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
      paths.close();
      phase = Phase.DRAINING;
      closeDeadlineNanos = nowNanos + options.lostTimeout().toNanos();
    }
  }

  @Override
  public void onKeyWearsOut() {
    if (phase == Phase.CONNECTED) {
      closingFor = new PeerFailure.KeyExhausted();
      close(); // What the channels hold is still delivered.
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
    if (paths.receiveRelayed(port, buffer, offset, lengthBytes, segmentBytes, from, now)) {
      return;
    }
    boolean known = paths.knows(from);
    PathUse use = paths.use(port, from);
    for (int at = 0; at < lengthBytes; at += segmentBytes) {
      int size = Math.min(segmentBytes, lengthBytes - at);
      datagramsReceived++;
      bytesReceived += size;
      int first = buffer[offset + at] & 0xFF;
      if (first <= 3) {
        if (!paths.receive(port, buffer, offset + at, size, from, now)) {
          rejectedDatagrams++;
        }
      } else if (first >= 20 && first <= 63 && known && link != null) {
        link.receive(buffer, offset + at, size, use, now);
      } else {
        rejectedDatagrams++;
      }
    }
  }

  /// The datagrams that lay ready have been received.
  void onBatchEnd(long now) {
    nowNanos = now;
    PathUse heard = link == null ? null : link.onBatchEnd(now);
    if (heard != null) {
      paths.onHeard(heard, now);
    }
  }

  long deadlineNanos() {
    long deadline = Math.min(paths.deadlineNanos(), connectDeadlineNanos);
    deadline = Math.min(deadline, closeDeadlineNanos);
    return link == null ? deadline : Math.min(deadline, link.deadlineNanos());
  }

  void onTimeout(long now) throws IOException {
    nowNanos = now;
    if (link != null) {
      paths.outstanding(link.outstanding(), now);
      link.onTimeout(now);
    }
    paths.onTimeout(now);
    if (connectDeadlineNanos <= now) {
      onFailed(
          link != null && link.started()
              ? new PeerFailure.HandshakeFailed("no answer within the time limit")
              : new PeerFailure.NoRoute("no pair of addresses answered within the time limit"));
    } else if (closeDeadlineNanos <= now) {
      abort("not closed within the time limit");
    }
  }

  /// Lets each engine say what it has for the others, until all are silent.
  void settle(long now) {
    nowNanos = now;
    boolean more = true;
    while (more && phase != Phase.ENDED) {
      more = settlePaths();
      if (link != null) {
        more |= link.settle(now);
      }
      more |= channels.settle(now);
    }
    if (phase == Phase.DRAINING && !channels.holds()) {
      end(new PeerEvent.Closed());
    }
  }

  private boolean settlePaths() {
    boolean any = false;
    while (phase != Phase.ENDED && paths.settleOne()) {
      any = true;
    }
    return any;
  }

  // What the way tells.

  @Override
  public void tell(PeerEvent event) {
    listener.accept(event);
  }

  @Override
  public void onFirstPath() {
    secureLink().start(nowNanos);
  }

  private SecureLink secureLink() {
    if (link == null) {
      throw new IllegalStateException("a path before the descriptions");
    }
    return link;
  }

  @Override
  public void onPathLost() {
    secureLink().pathLost(nowNanos);
  }

  @Override
  public void onPathReturned(PathFinder.PathChange change) {
    secureLink().pathReturned(change, nowNanos);
  }

  @Override
  public void onPathMoved() {
    secureLink().pathMoved(nowNanos);
  }

  @Override
  public void onRestartWanted() {
    if (!negotiation.stable()) {
      return; // A restart is under way.
    }
    if (negotiation.offeredFirst()) {
      restart();
    } else {
      tell(new PeerEvent.RestartWanted());
    }
  }

  @Override
  public void onRelayedRecord(byte[] buffer, int offset, int length, PathUse use) {
    datagramsReceived++;
    bytesReceived += length;
    if (link != null) {
      link.receive(buffer, offset, length, use, nowNanos);
    }
  }

  /// This process did not run for a while: the path may be gone.
  void onSlept(long now) {
    advanceTo(now);
    paths.onSlept(now);
  }

  /// Sends what SCTP has.
  PacketSender.Rest transmit(long now) {
    nowNanos = now;
    return link == null ? PacketSender.Rest.NOTHING : link.transmit(now);
  }

  PeerStatistics statistics() {
    SecureLink secure = link;
    return secure == null
        ? new PeerStatistics(
            0, bytesReceived, 0, datagramsReceived, 0, rejectedDatagrams, paths.proven(), 0)
        : new PeerStatistics(
            secure.bytesSent(),
            bytesReceived,
            secure.datagramsSent(),
            datagramsReceived,
            secure.retransmittedBytes(),
            rejectedDatagrams + secure.droppedRecords(),
            paths.proven(),
            secure.smoothedRoundTripNanos());
  }
}
