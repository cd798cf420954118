package sluice.transport.sctp;

import java.util.List;
import sluice.transport.sctp.packet.AbortChunk;
import sluice.transport.sctp.packet.CookieAckChunk;
import sluice.transport.sctp.packet.CookieEchoChunk;
import sluice.transport.sctp.packet.ErrorChunk;
import sluice.transport.sctp.packet.InitChunk;
import sluice.transport.sctp.packet.PacketReader;
import sluice.transport.sctp.packet.ShutdownAckChunk;
import sluice.transport.sctp.packet.ShutdownCompleteChunk;

/// Decides by verification tag and first chunk whether a packet is ours (RFC 9260, sections 8.4 and 8.5).
final class VerificationTags {
  private static final int REFLECTED = 0x01;

  private final Tcb tcb;

  enum Verdict {
    OURS,
    /// A COOKIE ECHO: what its cookie holds decides.
    BY_COOKIE,
    DISCARD
  }

  VerificationTags(Tcb tcb) {
    this.tcb = tcb;
  }

  Verdict judge(PacketReader packet) {
    int tag = packet.verificationTag();
    int type = packet.type();
    boolean reflected = (packet.flags() & REFLECTED) != 0;
    return switch (type) {
      // 8.5.1, A: "the Verification Tag field of that packet MUST be 0".
      case InitChunk.TYPE -> tag == 0 ? Verdict.OURS : Verdict.DISCARD;
      case CookieEchoChunk.TYPE -> Verdict.BY_COOKIE;
      // 8.5.1, B and C: our own tag, or, with the T bit, the one that we send.
      case AbortChunk.TYPE, ShutdownCompleteChunk.TYPE ->
          standing() && tag == (reflected ? tcb.peerTag : tcb.localTag)
              ? Verdict.OURS
              : Verdict.DISCARD;
      default -> standing() && tag == tcb.localTag ? Verdict.OURS : outOfTheBlue(type, tag);
    };
  }

  private boolean standing() {
    return tcb.state != AssociationState.CLOSED;
  }

  /// Section 8.4: only without an association of any state are such packets answered; section 8.5.1, E, has SHUTDOWN ACK
  /// in the handshake answered as well.
  private Verdict outOfTheBlue(int type, int tag) {
    boolean handshaking =
        tcb.state == AssociationState.COOKIE_WAIT || tcb.state == AssociationState.COOKIE_ECHOED;
    if (type == ShutdownAckChunk.TYPE && (handshaking || !standing())) {
      tcb.reply(tag, new ShutdownCompleteChunk(true));
      return Verdict.DISCARD;
    }
    boolean silent = type == CookieAckChunk.TYPE || type == ErrorChunk.TYPE;
    if (!standing() && !silent) {
      tcb.reply(tag, new AbortChunk(true, List.of()));
    }
    return Verdict.DISCARD;
  }
}
