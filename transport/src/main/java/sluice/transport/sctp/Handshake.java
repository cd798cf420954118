package sluice.transport.sctp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.transport.sctp.packet.AbortChunk;
import sluice.transport.sctp.packet.CookieEchoChunk;
import sluice.transport.sctp.packet.HostNameAddressParameter;
import sluice.transport.sctp.packet.InitAckChunk;
import sluice.transport.sctp.packet.InitChunk;
import sluice.transport.sctp.packet.InvalidMandatoryParameterCause;
import sluice.transport.sctp.packet.MissingMandatoryParameterCause;
import sluice.transport.sctp.packet.Parameter;
import sluice.transport.sctp.packet.StateCookieParameter;
import sluice.transport.sctp.packet.UnknownParameter;
import sluice.transport.sctp.packet.UnrecognizedParameter;
import sluice.transport.sctp.packet.UnresolvableAddressCause;

/// The first half of the handshake: INIT and INIT ACK, on both sides, in every state (RFC 9260, sections 5.1, 5.2.1,
/// 5.2.2), and the timers of the side that began. {@link CookieExchange} has the second half.
final class Handshake {
  private final Tcb tcb;
  private final StateCookie.Seal seal;
  private final RetryTimer timer;
  private ByteBuffer cookie = ByteBuffer.allocate(0);

  Handshake(Tcb tcb, StateCookie.Seal seal) {
    this.tcb = tcb;
    this.seal = seal;
    this.timer = new RetryTimer(tcb.options.retransmission().maxNanos());
  }

  void associate(long nowNanos) {
    if (tcb.state == AssociationState.CLOSED && !tcb.ended) {
      tcb.state = AssociationState.COOKIE_WAIT;
      sendInit();
      timer.start(nowNanos, tcb.options.retransmission().initialNanos());
    }
  }

  private void sendInit() {
    tcb.control.clear();
    tcb.control(
        new InitChunk(
            tcb.localTag,
            tcb.initialWindowBytes(),
            tcb.options.streams(),
            tcb.options.streams(),
            tcb.localInitialTsn,
            Capabilities.announced(tcb.options)));
  }

  private void sendCookieEcho() {
    tcb.control.removeIf(CookieEchoChunk.class::isInstance);
    tcb.control.addFirst(new CookieEchoChunk(cookie));
  }

  /// INIT, from a packet with verification tag 0.
  void onInit(InitChunk init, long nowNanos) {
    if (init.initiateTag() == 0 || tcb.state == AssociationState.SHUTDOWN_ACK_SENT || tcb.ended) {
      // Section 3.3.2: with a tag of 0 "the receiver MUST silently discard the packet". In
      // SHUTDOWN-ACK-SENT our
      // SHUTDOWN ACK is repeated by its timer, which is all that section 9.2 asks for.
      return;
    }
    @Nullable HostNameAddressParameter hostName = hostNameOf(init.parameters());
    if (hostName != null) {
      // Section 3.3.2.1: "The receiver ... MUST send an ABORT chunk and MAY include an
      // "Unresolvable Address" cause".
      ByteBuffer whole = ByteBuffer.allocate((hostName.lengthBytes() + 3) & ~3);
      hostName.writeTo(whole);
      tcb.reply(
          init.initiateTag(),
          new AbortChunk(false, List.of(new UnresolvableAddressCause(whole.flip()))));
      return;
    }
    if (init.outboundStreams() == 0 || init.inboundStreams() == 0) {
      tcb.reply(
          init.initiateTag(), new AbortChunk(false, List.of(new InvalidMandatoryParameterCause())));
      return;
    }
    switch (tcb.state) {
      case CLOSED, COOKIE_WAIT -> answer(init, tcb.localTag, tcb.localInitialTsn, 0, 0, nowNanos);
      // Section 5.2.1: the INIT ACK "MUST" carry the parameters of our own INIT; tie-tags as in our
      // block.
      case COOKIE_ECHOED ->
          answer(init, tcb.localTag, tcb.localInitialTsn, tcb.localTag, tcb.peerTag, nowNanos);
      // Section 5.2.2: a new tag and TSN; "the existing association ... MUST NOT be changed".
      case ESTABLISHED, SHUTDOWN_PENDING, SHUTDOWN_SENT, SHUTDOWN_RECEIVED ->
          answer(init, tcb.newTag(), tcb.random.nextInt(), tcb.localTag, tcb.peerTag, nowNanos);
      case SHUTDOWN_ACK_SENT -> throw new IllegalStateException("handled above");
    }
  }

  private void answer(
      InitChunk init, int localTag, int localTsn, int localTie, int peerTie, long nowNanos) {
    StateCookie made =
        new StateCookie(
            nowNanos,
            localTag,
            init.initiateTag(),
            localTsn,
            init.initialTsn(),
            init.aRwnd(),
            Math.min(tcb.options.streams(), init.inboundStreams()),
            Math.min(tcb.options.streams(), init.outboundStreams()),
            Capabilities.of(init.parameters()),
            localTie,
            peerTie);
    List<Parameter> parameters = new ArrayList<>();
    parameters.add(new StateCookieParameter(seal.seal(made)));
    parameters.addAll(Capabilities.announced(tcb.options));
    parameters.addAll(unrecognized(init.parameters()));
    tcb.reply(
        init.initiateTag(),
        new InitAckChunk(
            localTag,
            tcb.initialWindowBytes(),
            tcb.options.streams(),
            tcb.options.streams(),
            localTsn,
            parameters));
  }

  private static @Nullable HostNameAddressParameter hostNameOf(List<Parameter> parameters) {
    for (Parameter parameter : parameters) {
      if (parameter instanceof HostNameAddressParameter found) {
        return found;
      }
    }
    return null;
  }

  /// RFC 9260, section 3.2.1: unknown parameters whose type asks for a report are returned, whole.
  private static List<Parameter> unrecognized(List<Parameter> parameters) {
    List<Parameter> reports = new ArrayList<>();
    for (Parameter parameter : parameters) {
      if (parameter instanceof UnknownParameter unknown && unknown.rule().reports()) {
        ByteBuffer whole = ByteBuffer.allocate((unknown.lengthBytes() + 3) & ~3);
        unknown.writeTo(whole);
        reports.add(new UnrecognizedParameter(whole.flip().limit(unknown.lengthBytes())));
      }
    }
    return reports;
  }

  /// INIT ACK. Section 5.2.3: outside of COOKIE-WAIT "the endpoint SHOULD discard the INIT ACK chunk".
  void onInitAck(InitAckChunk ack, long nowNanos) {
    if (tcb.state != AssociationState.COOKIE_WAIT) {
      return;
    }
    // Section 3.3.3: a tag of 0, or no streams: "the receiver MUST destroy the association".
    if (ack.initiateTag() == 0 || ack.outboundStreams() == 0 || ack.inboundStreams() == 0) {
      tcb.peerTag = ack.initiateTag();
      tcb.abortFor(new InvalidMandatoryParameterCause(), "INIT ACK without tag or streams");
      return;
    }
    @Nullable ByteBuffer given = cookieOf(ack.parameters());
    if (given == null) {
      tcb.peerTag = ack.initiateTag();
      tcb.abortFor(
          new MissingMandatoryParameterCause(List.of(StateCookieParameter.TYPE)),
          "INIT ACK without a state cookie");
      return;
    }
    cookie = ByteBuffer.allocate(given.remaining()).put(given).flip();
    tcb.adopt(
        new StateCookie(
            nowNanos,
            tcb.localTag,
            ack.initiateTag(),
            tcb.localInitialTsn,
            ack.initialTsn(),
            ack.aRwnd(),
            Math.min(tcb.options.streams(), ack.inboundStreams()),
            Math.min(tcb.options.streams(), ack.outboundStreams()),
            Capabilities.of(ack.parameters()),
            0,
            0));
    tcb.control.clear();
    tcb.state = AssociationState.COOKIE_ECHOED;
    sendCookieEcho();
    timer.start(nowNanos, tcb.options.retransmission().initialNanos());
  }

  private static @Nullable ByteBuffer cookieOf(List<Parameter> parameters) {
    for (Parameter parameter : parameters) {
      if (parameter instanceof StateCookieParameter found) {
        return found.cookie();
      }
    }
    return null;
  }

  /// Section 5.2.6: the cookie took too long; the handshake begins again.
  void onStaleCookie(long nowNanos) {
    if (tcb.state == AssociationState.COOKIE_ECHOED) {
      tcb.state = AssociationState.COOKIE_WAIT;
      sendInit();
      timer.start(nowNanos, tcb.options.retransmission().initialNanos());
    }
  }

  /// The association stands: T1 stops.
  void established() {
    timer.stop();
    tcb.control.removeIf(chunk -> chunk instanceof CookieEchoChunk || chunk instanceof InitChunk);
  }

  void onTimeout(long nowNanos) {
    if (!timer.isDue(nowNanos)) {
      return;
    }
    if (timer.expired(nowNanos) > tcb.options.maxHandshakeAttempts()) {
      timer.stop();
      tcb.end(
          new AssociationEvent.Aborted(
              AbortReason.HANDSHAKE_UNANSWERED, "no answer in state " + tcb.state));
      return;
    }
    switch (tcb.state) {
      case COOKIE_WAIT -> sendInit();
      case COOKIE_ECHOED -> sendCookieEcho();
      case CLOSED,
          ESTABLISHED,
          SHUTDOWN_PENDING,
          SHUTDOWN_SENT,
          SHUTDOWN_RECEIVED,
          SHUTDOWN_ACK_SENT ->
          timer.stop();
    }
  }

  void thaw(long nowNanos) {
    timer.fireAfterFreeze(nowNanos, tcb.options.retransmission().initialNanos());
  }

  long deadlineNanos() {
    return timer.deadlineNanos();
  }
}
