package sluice.transport.sctp;

import java.nio.ByteBuffer;
import sluice.transport.sctp.packet.HeartbeatAckChunk;
import sluice.transport.sctp.packet.HeartbeatChunk;
import sluice.transport.sctp.packet.HeartbeatInfoParameter;

/// Asks an idle path whether it lives (RFC 9260, section 8.3), and notices that the peer is silent.
///
/// Silence counts from the first thing sent since the peer was last heard: data, heartbeat, or any other chunk that
/// wants an answer. It ends nothing; the owner is told and decides.
final class Heartbeat {
  private static final long NONE = Long.MAX_VALUE;
  private static final long MAX_RTT_NANOS = 60_000_000_000L;

  private final Tcb tcb;
  private long dueNanos = NONE;
  private long unansweredSinceNanos = NONE;
  private boolean silenceTold;
  private long nonce;

  Heartbeat(Tcb tcb) {
    this.tcb = tcb;
  }

  /// Something arrived from the peer.
  void onPacket(long nowNanos) {
    unansweredSinceNanos = NONE;
    if (silenceTold) {
      silenceTold = false;
      tcb.events.add(new AssociationEvent.PeerHeard());
    }
    schedule(nowNanos);
  }

  /// A packet left that wants an answer.
  void onAsked(long nowNanos) {
    if (unansweredSinceNanos == NONE) {
      unansweredSinceNanos = nowNanos;
    }
  }

  private void schedule(long nowNanos) {
    long interval = tcb.options.heartbeatIntervalNanos();
    if (interval == AssociationOptions.NEVER) {
      return;
    }
    // Section 8.3: the RTO "plus HB.interval, with jittering of +/- 50% of the RTO value".
    long rto = tcb.sender.rtt().rtoNanos();
    dueNanos = nowNanos + interval + rto / 2 + tcb.random.nextLong(rto);
  }

  void onHeartbeat(HeartbeatChunk heartbeat) {
    ByteBuffer info = heartbeat.info().info();
    ByteBuffer copy = ByteBuffer.allocate(info.remaining()).put(info).flip();
    tcb.control(new HeartbeatAckChunk(new HeartbeatInfoParameter(copy)));
  }

  /// Where no data has been measured, the answer to a question of ours tells the round-trip time. Its content is the
  /// peer's word: a time that cannot be is left out.
  void onHeartbeatAck(ByteBuffer info, long nowNanos) {
    if (info.remaining() >= Long.BYTES) {
      long rttNanos = nowNanos - info.getLong(info.position());
      if (rttNanos > 0 && rttNanos < MAX_RTT_NANOS) {
        tcb.sender.onPathRtt(rttNanos, nowNanos);
      }
    }
  }

  void onTimeout(long nowNanos) {
    if (nowNanos >= silenceDeadlineNanos()) {
      silenceTold = true;
      tcb.events.add(new AssociationEvent.PeerSilent(nowNanos - unansweredSinceNanos));
    }
    if (nowNanos < dueNanos) {
      return;
    }
    schedule(nowNanos);
    if (tcb.state == AssociationState.ESTABLISHED
        || tcb.state == AssociationState.SHUTDOWN_PENDING
        || tcb.state == AssociationState.SHUTDOWN_RECEIVED) {
      ByteBuffer info = ByteBuffer.allocate(2 * Long.BYTES);
      info.putLong(nowNanos).putLong(++nonce).flip();
      tcb.control(new HeartbeatChunk(new HeartbeatInfoParameter(info)));
    }
  }

  private long silenceDeadlineNanos() {
    if (silenceTold || unansweredSinceNanos == NONE || tcb.ended) {
      return NONE;
    }
    return unansweredSinceNanos + tcb.options.suspectNanos();
  }

  void thaw(long nowNanos) {
    unansweredSinceNanos = NONE;
    schedule(nowNanos);
  }

  long deadlineNanos() {
    return tcb.ended ? NONE : Math.min(dueNanos, silenceDeadlineNanos());
  }
}
