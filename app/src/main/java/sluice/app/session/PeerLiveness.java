package sluice.app.session;

import java.util.concurrent.TimeUnit;
import sluice.signaling.Departure;

/// Decides when a peer is gone. Silence alone is waited out by the transport; a peer whose way through
/// the relay has ended for 30 s, and of whom nothing is heard directly either, is not coming back.
///
/// Both kinds of ending count alike: that its own connection closed, and that the relay itself went
/// away with it, as the one inside a sender does. A connection that merely fell silent counts for
/// nothing: a machine that sleeps, or whose network is away, says nothing either. Sans-IO: time comes
/// in.
final class PeerLiveness {
  /// How long a relay connection is given to come back.
  static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(30);

  /// How long nothing must have come directly: longer than the pauses between consent checks
  /// (RFC 7675: at most 6 s), which a living peer answers even when it has nothing to send.
  static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(8);

  private static final long NEVER = Long.MAX_VALUE;

  private long awaySinceNanos = NEVER;
  private long relayLostSinceNanos = NEVER;
  private long heardNanos;
  private long heardDatagrams = -1;
  private boolean asleep;

  /// The relay says that the peer's connection to it ended.
  void peerAway(Departure how, long nowNanos) {
    asleep = how == Departure.SILENT;
    if (!asleep) {
      awaySinceNanos = Math.min(awaySinceNanos, nowNanos);
    }
  }

  /// The peer is at the relay again.
  void peerBack() {
    asleep = false;
    awaySinceNanos = NEVER;
  }

  /// Our own connection to the relay ended.
  void relayLost(Departure how, long nowNanos) {
    if (how == Departure.CLOSED) {
      relayLostSinceNanos = Math.min(relayLostSinceNanos, nowNanos);
    }
  }

  /// We are at the relay again; it will tell where the peer is.
  void relayBack() {
    relayLostSinceNanos = NEVER;
  }

  /// What the transport has counted until now, of what only the peer can have sent: anybody may send
  /// to our address.
  void heardDirectly(long provenDatagrams, long nowNanos) {
    if (provenDatagrams != heardDatagrams) {
      heardDatagrams = provenDatagrams;
      heardNanos = nowNanos;
    }
  }

  /// The relay says that the peer gave its seat up, or did not come back to it in time.
  void peerGone(long nowNanos) {
    if (!asleep) {
      awaySinceNanos = Math.min(awaySinceNanos, nowNanos - GRACE_NANOS);
    }
  }

  /// Whether there is a reason to watch.
  boolean isInDoubt() {
    return awaySinceNanos != NEVER || relayLostSinceNanos != NEVER;
  }

  /// Whether the peer is gone.
  boolean isGone(long nowNanos) {
    return nowNanos >= goneNanos();
  }

  /// When it will count as gone if nothing changes.
  long goneNanos() {
    long since = Math.min(awaySinceNanos, relayLostSinceNanos);
    return since == NEVER ? NEVER : Math.max(since + GRACE_NANOS, heardNanos + SILENCE_NANOS);
  }
}
