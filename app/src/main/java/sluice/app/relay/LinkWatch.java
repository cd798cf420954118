package sluice.app.relay;

import sluice.signaling.wire.RefusalReason;
import sluice.signaling.wire.WireLimits;

/// Sees to it that connections live and sit somewhere: pings the silent, closes the dead and the
/// idle.
final class LinkWatch {
  private final RelayLimits limits;
  private final Timers timers;
  private final Outbox outbox;
  private final Ends ends;

  /// How a connection is ended.
  interface Ends {
    void silent(Link link, long nowNanos);

    void refuse(Link link, RefusalReason reason, long nowNanos);
  }

  LinkWatch(RelayLimits limits, Timers timers, Outbox outbox, Ends ends) {
    this.limits = limits;
    this.timers = timers;
    this.outbox = outbox;
    this.ends = ends;
  }

  /// From now on it is watched.
  void begin(Link link, long nowNanos) {
    armIdle(link, nowNanos);
    armLiveness(link);
  }

  /// Something came of it.
  void heard(Link link, long nowNanos) {
    link.heardNanos = nowNanos;
    link.pinged = false;
  }

  /// It has no seat and must not stay so.
  void armIdle(Link link, long nowNanos) {
    if (link.idle == null) {
      link.idle =
          timers.at(
              nowNanos + limits.idleLife().toNanos(),
              now -> {
                link.idle = null;
                ends.refuse(link, RefusalReason.EXPIRED, now);
              });
    }
  }

  /// It has a seat.
  void disarmIdle(Link link) {
    timers.cancel(link.idle);
    link.idle = null;
  }

  /// It is gone.
  void end(Link link) {
    timers.cancel(link.idle);
    timers.cancel(link.liveness);
    timers.cancel(link.lateRefusal);
  }

  private void armLiveness(Link link) {
    long silence = link.pinged ? WireLimits.SILENCE_LIMIT_NANOS : WireLimits.PING_AFTER_NANOS;
    link.liveness = timers.at(link.heardNanos + silence, now -> checkLiveness(link, now));
  }

  private void checkLiveness(Link link, long nowNanos) {
    long silent = nowNanos - link.heardNanos;
    if (silent >= WireLimits.SILENCE_LIMIT_NANOS) {
      ends.silent(link, nowNanos);
      return;
    }
    if (silent >= WireLimits.PING_AFTER_NANOS && !link.pinged) {
      link.pinged = true;
      outbox.ping(link.id());
    }
    armLiveness(link);
  }
}
