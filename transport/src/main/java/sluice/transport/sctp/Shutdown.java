package sluice.transport.sctp;

import sluice.transport.sctp.packet.ShutdownAckChunk;
import sluice.transport.sctp.packet.ShutdownChunk;
import sluice.transport.sctp.packet.ShutdownCompleteChunk;
import sluice.transport.sctp.receive.DataReceiver;

/// The orderly end (RFC 9260, section 9.2).
final class Shutdown {
  private final Tcb tcb;
  private final RetryTimer timer;
  private boolean wanted;

  Shutdown(Tcb tcb) {
    this.tcb = tcb;
    this.timer = new RetryTimer(tcb.options.retransmission().maxNanos());
  }

  /// The owner wants no more. In the handshake the wish waits until the association stands.
  void shutdown(long nowNanos) {
    if (tcb.ended) {
      return;
    }
    wanted = true;
    if (tcb.state == AssociationState.CLOSED || tcb.state == AssociationState.COOKIE_WAIT) {
      tcb.end(new AssociationEvent.ShutdownComplete());
      return;
    }
    progress(nowNanos);
  }

  /// Whether messages are still taken.
  boolean isClosing() {
    return wanted
        || switch (tcb.state) {
          case CLOSED, COOKIE_WAIT, COOKIE_ECHOED, ESTABLISHED -> false;
          case SHUTDOWN_PENDING, SHUTDOWN_SENT, SHUTDOWN_RECEIVED, SHUTDOWN_ACK_SENT -> true;
        };
  }

  /// Goes a step further where all data has been acknowledged.
  void progress(long nowNanos) {
    if (wanted && tcb.state == AssociationState.ESTABLISHED) {
      tcb.state = AssociationState.SHUTDOWN_PENDING;
    }
    if (!tcb.sender.isDrained()) {
      return;
    }
    switch (tcb.state) {
      case SHUTDOWN_PENDING -> {
        tcb.state = AssociationState.SHUTDOWN_SENT;
        sendShutdown();
        timer.start(nowNanos, tcb.sender.rtt().rtoNanos());
      }
      case SHUTDOWN_RECEIVED -> acknowledge(nowNanos);
      case CLOSED, COOKIE_WAIT, COOKIE_ECHOED, ESTABLISHED, SHUTDOWN_SENT, SHUTDOWN_ACK_SENT -> {}
    }
  }

  /// SHUTDOWN; its Cumulative TSN Ack has been handed to the sender by the caller.
  void onShutdown(long nowNanos) {
    switch (tcb.state) {
      case ESTABLISHED, SHUTDOWN_PENDING -> {
        tcb.state = AssociationState.SHUTDOWN_RECEIVED;
        progress(nowNanos);
      }
      // "If an endpoint is in the SHUTDOWN-SENT state and receives a SHUTDOWN chunk from its peer,
      // the endpoint SHOULD
      // respond immediately with a SHUTDOWN ACK chunk".
      case SHUTDOWN_SENT -> acknowledge(nowNanos);
      case SHUTDOWN_RECEIVED, CLOSED, COOKIE_WAIT, COOKIE_ECHOED -> {}
      case SHUTDOWN_ACK_SENT -> sendShutdownAck();
    }
  }

  private void acknowledge(long nowNanos) {
    tcb.state = AssociationState.SHUTDOWN_ACK_SENT;
    tcb.control.removeIf(ShutdownChunk.class::isInstance);
    sendShutdownAck();
    timer.start(nowNanos, tcb.sender.rtt().rtoNanos());
  }

  /// SHUTDOWN ACK, under our own verification tag.
  void onShutdownAck() {
    switch (tcb.state) {
      case SHUTDOWN_SENT, SHUTDOWN_ACK_SENT -> {
        timer.stop();
        tcb.reply(tcb.peerTag, new ShutdownCompleteChunk(false));
        tcb.end(new AssociationEvent.ShutdownComplete());
      }
      case CLOSED,
          COOKIE_WAIT,
          COOKIE_ECHOED,
          ESTABLISHED,
          SHUTDOWN_PENDING,
          SHUTDOWN_RECEIVED -> {}
    }
  }

  /// SHUTDOWN COMPLETE: "Upon reception ... the endpoint verifies that it is in the SHUTDOWN-ACK-SENT state; if it is
  /// not, the chunk SHOULD be discarded".
  void onShutdownComplete() {
    if (tcb.state == AssociationState.SHUTDOWN_ACK_SENT) {
      timer.stop();
      tcb.end(new AssociationEvent.ShutdownComplete());
    }
  }

  /// DATA came in SHUTDOWN-SENT: "it MUST immediately respond ... with a SHUTDOWN chunk and restart the T2-shutdown
  /// timer".
  void onData(long nowNanos) {
    if (tcb.state == AssociationState.SHUTDOWN_SENT) {
      sendShutdown();
      timer.start(nowNanos, tcb.sender.rtt().rtoNanos());
    }
  }

  private void sendShutdown() {
    DataReceiver receiver = tcb.receiver;
    if (receiver == null) {
      throw new IllegalStateException("shut down without an association");
    }
    tcb.control.removeIf(ShutdownChunk.class::isInstance);
    tcb.control(new ShutdownChunk(receiver.cumulativeTsn()));
  }

  private void sendShutdownAck() {
    tcb.control.removeIf(ShutdownAckChunk.class::isInstance);
    tcb.control(new ShutdownAckChunk());
  }

  void onTimeout(long nowNanos) {
    if (!timer.isDue(nowNanos)) {
      return;
    }
    if (timer.expired(nowNanos) > tcb.options.maxHandshakeAttempts()) {
      timer.stop();
      tcb.end(
          new AssociationEvent.Aborted(
              AbortReason.SHUTDOWN_UNANSWERED, "no answer in state " + tcb.state));
      return;
    }
    switch (tcb.state) {
      case SHUTDOWN_SENT -> sendShutdown();
      case SHUTDOWN_ACK_SENT -> sendShutdownAck();
      case CLOSED, COOKIE_WAIT, COOKIE_ECHOED, ESTABLISHED, SHUTDOWN_PENDING, SHUTDOWN_RECEIVED ->
          timer.stop();
    }
  }

  void thaw(long nowNanos) {
    timer.fireAfterFreeze(nowNanos, tcb.sender.rtt().rtoNanos());
  }

  long deadlineNanos() {
    return tcb.ended ? RetryTimer.NONE : timer.deadlineNanos();
  }
}
