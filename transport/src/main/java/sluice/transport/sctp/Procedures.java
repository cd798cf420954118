package sluice.transport.sctp;

/// The procedures of one association, for those that hand chunks and time to them.
record Procedures(
    Handshake handshake,
    CookieExchange cookies,
    Shutdown shutdown,
    Heartbeat heartbeat,
    PathMtuDiscovery pathMtu,
    OutgoingReset outgoing,
    IncomingReset incoming) {

  static Procedures of(Tcb tcb) {
    StateCookie.Seal seal = new StateCookie.Seal(tcb.random);
    Handshake handshake = new Handshake(tcb, seal);
    OutgoingReset outgoing = new OutgoingReset(tcb);
    return new Procedures(
        handshake,
        new CookieExchange(tcb, seal, handshake),
        new Shutdown(tcb),
        new Heartbeat(tcb),
        new PathMtuDiscovery(tcb),
        outgoing,
        new IncomingReset(tcb, outgoing));
  }

  /// The peer's initial TSN is known.
  void begun() {
    outgoing.begin();
    incoming.begin();
  }

  /// Steps that wait for data to be acknowledged.
  void progress(long nowNanos) {
    outgoing.progress(nowNanos);
    shutdown.progress(nowNanos);
  }

  void onTimeout(long nowNanos) {
    handshake.onTimeout(nowNanos);
    shutdown.onTimeout(nowNanos);
    heartbeat.onTimeout(nowNanos);
    outgoing.onTimeout(nowNanos);
    pathMtu.onTimeout(nowNanos);
  }

  void thaw(AssociationState state, long nowNanos) {
    handshake.thaw(nowNanos);
    shutdown.thaw(nowNanos);
    heartbeat.thaw(nowNanos);
    outgoing.thaw(nowNanos);
    if (state == AssociationState.ESTABLISHED) {
      pathMtu.begin(nowNanos);
    }
  }

  long deadlineNanos() {
    return Math.min(
        Math.min(handshake.deadlineNanos(), shutdown.deadlineNanos()),
        Math.min(
            Math.min(heartbeat.deadlineNanos(), outgoing.deadlineNanos()),
            pathMtu.deadlineNanos()));
  }
}
