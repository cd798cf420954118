package sluice.transport.sctp;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sluice.transport.sctp.packet.CookieAckChunk;
import sluice.transport.sctp.packet.CookieReceivedWhileShuttingDownCause;
import sluice.transport.sctp.packet.ErrorChunk;
import sluice.transport.sctp.packet.ShutdownAckChunk;
import sluice.transport.sctp.packet.StaleCookieCause;

/// The second half of the handshake: COOKIE ECHO and COOKIE ACK (RFC 9260, sections 5.1.5 and 5.2.4).
final class CookieExchange {
  private final Tcb tcb;
  private final StateCookie.Seal seal;
  private final Handshake handshake;

  /// Table 12 of RFC 9260: what a COOKIE ECHO means for an association that exists.
  enum Action {
    /// The peer restarted.
    A,
    /// Both ends sent INIT at about the same time.
    B,
    /// A cookie from an attempt long past.
    C,
    /// The same association: our COOKIE ACK was lost, or the cookies crossed.
    D,
    DISCARD
  }

  CookieExchange(Tcb tcb, StateCookie.Seal seal, Handshake handshake) {
    this.tcb = tcb;
    this.seal = seal;
    this.handshake = handshake;
  }

  /// Handles the COOKIE ECHO that begins a packet.
  ///
  /// @return whether the rest of the packet belongs to the association
  boolean onCookieEcho(ByteBuffer sealed, int verificationTag, long nowNanos) {
    @Nullable StateCookie cookie = seal.open(sealed);
    if (cookie == null || cookie.localTag() != verificationTag || tcb.ended) {
      // Section 5.1.5, steps 1 to 3: silently discarded.
      return false;
    }
    if (tcb.state == AssociationState.CLOSED) {
      if (isStale(cookie, nowNanos)) {
        return false;
      }
      tcb.adopt(cookie);
      stand(nowNanos);
      return true;
    }
    Action action = decide(cookie, tcb.localTag, tcb.peerTag);
    if (action != Action.D && isStale(cookie, nowNanos)) {
      return false;
    }
    return act(action, cookie, nowNanos);
  }

  static Action decide(StateCookie cookie, int localTag, int peerTag) {
    if (cookie.localTag() == localTag) {
      return cookie.peerTag() == peerTag ? Action.D : Action.B;
    }
    if (cookie.peerTag() == peerTag) {
      return Action.C;
    }
    return cookie.localTieTag() == localTag && cookie.peerTieTag() == peerTag
        ? Action.A
        : Action.DISCARD;
  }

  private boolean act(Action action, StateCookie cookie, long nowNanos) {
    return switch (action) {
      case A -> {
        if (tcb.state == AssociationState.SHUTDOWN_ACK_SENT) {
          tcb.control(new ShutdownAckChunk());
          tcb.control(new ErrorChunk(List.of(new CookieReceivedWhileShuttingDownCause())));
          yield false;
        }
        tcb.restart(cookie);
        stand(nowNanos);
        yield true;
      }
      case B -> {
        if (tcb.state != AssociationState.COOKIE_WAIT
            && tcb.state != AssociationState.COOKIE_ECHOED) {
          yield false;
        }
        tcb.adopt(cookie);
        stand(nowNanos);
        yield true;
      }
      case D -> {
        if (tcb.state == AssociationState.COOKIE_ECHOED) {
          stand(nowNanos);
        } else {
          tcb.control.addFirst(new CookieAckChunk());
        }
        yield true;
      }
      case C, DISCARD -> false;
    };
  }

  private boolean isStale(StateCookie cookie, long nowNanos) {
    if (!cookie.isStale(nowNanos)) {
      return false;
    }
    long overNanos = nowNanos - cookie.createdNanos() - StateCookie.LIFE_NANOS;
    int micros = (int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMicros(overNanos));
    tcb.reply(cookie.peerTag(), new ErrorChunk(List.of(new StaleCookieCause(micros))));
    return true;
  }

  void onCookieAck() {
    if (tcb.state == AssociationState.COOKIE_ECHOED) {
      tcb.state = AssociationState.ESTABLISHED;
      handshake.established();
      tellEstablished();
    }
  }

  /// ESTABLISHED by a COOKIE ECHO, which is answered.
  private void stand(long nowNanos) {
    tcb.nowNanos = nowNanos;
    tcb.state = AssociationState.ESTABLISHED;
    handshake.established();
    tcb.control.addFirst(new CookieAckChunk());
    tellEstablished();
  }

  private void tellEstablished() {
    tcb.events.add(
        new AssociationEvent.Established(
            tcb.outboundStreams, tcb.inboundStreams, tcb.peer.has(Capabilities.Feature.SLUICE)));
  }
}
