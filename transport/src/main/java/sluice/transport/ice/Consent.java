package sluice.transport.ice;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sluice.transport.stun.StunMessage;

/// Consent freshness (RFC 7675) on the path in use, and the moves from it to another one.
///
/// A path is *fresh* until data has been outstanding for {@link #SUSPECT_NANOS} with nothing authentic coming back;
/// then *suspect*, which only makes the checks quicker; and *lost* when no check has been answered for
/// {@link #LOST_NANOS}: then nothing may be sent but checks, until one is answered. Another pair of addresses, from
/// which the other end has shown that it wants it, is taken once a check of our own has been answered there.
final class Consent {
  static final long SUSPECT_NANOS = TimeUnit.SECONDS.toNanos(5);

  /// RFC 7675, section 5.1: "Consent expires after 30 seconds."
  static final long LOST_NANOS = TimeUnit.SECONDS.toNanos(30);

  /// RFC 7675, section 5.1: "a check interval of 5 seconds", spread between 0.8 and 1.2 of it.
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final long SUSPECT_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long LOST_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int MAX_UNANSWERED = 64;

  /// A check to send now.
  record Check(IceWire wire, InetSocketAddress to, byte[] message) {}

  private record Sent(
      IceWire wire, InetSocketAddress to, Candidate.Type local, Candidate.Type peer, long nanos) {}

  private enum State {
    FRESH,
    SUSPECT,
    LOST
  }

  private final IceCredentials local;
  private final IceCredentials remote;
  private final long tieBreaker;
  private final Random random;
  private final boolean controlling;
  private final Map<StunMessage.TransactionId, Sent> unanswered = new LinkedHashMap<>();
  private final Deque<Check> checks = new ArrayDeque<>();
  private final Deque<IceEvent> events = new ArrayDeque<>();
  private IcePath path;
  private State state = State.FRESH;
  private long consentNanos;
  private long heardNanos;
  private long outstandingSinceNanos = Long.MAX_VALUE;
  private long nextCheckNanos;

  Consent(
      IceCredentials local,
      IceCredentials remote,
      IceRole role,
      long tieBreaker,
      Random random,
      IcePath path,
      long nowNanos) {
    this.local = local;
    this.remote = remote;
    this.controlling = role == IceRole.CONTROLLING;
    this.tieBreaker = tieBreaker;
    this.random = random;
    this.path = path;
    this.consentNanos = nowNanos;
    this.heardNanos = nowNanos;
    this.nextCheckNanos = nowNanos;
    onTimeout(nowNanos); // The first check measures the round trip.
  }

  /// The path in use, or null while consent is lost.
  @Nullable IcePath path() {
    return state == State.LOST ? null : path;
  }

  /// An authentic datagram came, of whatever layer.
  void onHeard(long nowNanos) {
    heardNanos = nowNanos;
    if (state == State.SUSPECT) {
      state = State.FRESH;
      events.add(new IceEvent.PathSelected(path));
    }
  }

  /// Whether something that we sent still waits for its acknowledgement.
  void outstanding(boolean waiting, long nowNanos) {
    if (!waiting) {
      outstandingSinceNanos = Long.MAX_VALUE;
    } else if (outstandingSinceNanos == Long.MAX_VALUE) {
      outstandingSinceNanos = nowNanos;
    }
  }

  /// The other end checked us, authentically, from these addresses.
  void onRequest(IceWire wire, InetSocketAddress from, boolean useCandidate, long nowNanos) {
    boolean elsewhere = !path.sameAddresses(wire, from);
    // RFC 8445, section 7.3.1.5: the controlled end follows a nomination once its own check
    // succeeded there. A
    // controlling end moves only when its path is in doubt: then the other end's address has
    // probably changed.
    if (elsewhere && (controlling ? state != State.FRESH : useCandidate)) {
      check(wire, from, path.local(), Candidate.Type.PEER_REFLEXIVE, nowNanos);
    }
    if (!elsewhere && state != State.LOST) {
      onHeard(nowNanos);
    }
  }

  /// Takes the response to one of our checks.
  ///
  /// @return whether it was one
  boolean receive(StunMessage response, IceWire wire, InetSocketAddress from, long nowNanos) {
    Sent sent = unanswered.get(response.transaction());
    if (sent == null
        || !sent.wire.equals(wire)
        || !sent.to.equals(from)
        || !response.authentic(remote.password())) {
      return false;
    }
    unanswered.remove(response.transaction());
    if (response.type() != StunMessage.SUCCESS) {
      return true;
    }
    boolean moved = !path.sameAddresses(wire, from);
    path = new IcePath(wire, from, sent.local, sent.peer, Duration.ofNanos(nowNanos - sent.nanos));
    consentNanos = nowNanos;
    heardNanos = nowNanos;
    if (moved || state != State.FRESH) {
      state = State.FRESH;
      events.add(new IceEvent.PathSelected(path));
      nextCheckNanos = nowNanos + interval();
    }
    return true;
  }

  long deadlineNanos() {
    long deadline = nextCheckNanos;
    if (state != State.LOST) {
      deadline = Math.min(deadline, consentNanos + LOST_NANOS);
    }
    if (state == State.FRESH && outstandingSinceNanos != Long.MAX_VALUE) {
      deadline = Math.min(deadline, suspectNanos());
    }
    return deadline;
  }

  private long suspectNanos() {
    return Math.max(heardNanos, outstandingSinceNanos) + SUSPECT_NANOS;
  }

  void onTimeout(long nowNanos) {
    if (state != State.LOST && consentNanos + LOST_NANOS <= nowNanos) {
      state = State.LOST;
      events.add(new IceEvent.PathLost());
    }
    if (state == State.FRESH
        && outstandingSinceNanos != Long.MAX_VALUE
        && suspectNanos() <= nowNanos) {
      state = State.SUSPECT;
      nextCheckNanos = nowNanos;
      events.add(new IceEvent.PathSuspect());
    }
    if (nextCheckNanos <= nowNanos) {
      check(path.wire(), path.remote(), path.local(), path.peer(), nowNanos);
      nextCheckNanos = nowNanos + interval();
    }
  }

  private long interval() {
    return switch (state) {
      case FRESH -> (long) (INTERVAL_NANOS * (0.8 + 0.4 * random.nextDouble()));
      case SUSPECT -> SUSPECT_INTERVAL_NANOS;
      case LOST -> LOST_INTERVAL_NANOS;
    };
  }

  private void check(
      IceWire wire,
      InetSocketAddress to,
      Candidate.Type localType,
      Candidate.Type peerType,
      long nowNanos) {
    // RFC 7675, section 5.1: "Each STUN binding request for consent MUST use a new STUN transaction
    // identifier".
    var transaction = new StunMessage.TransactionId(random.nextLong(), random.nextInt());
    var message = new StunMessage.Writer(StunMessage.REQUEST, transaction);
    message.text(StunMessage.USERNAME, remote.ufrag() + ":" + local.ufrag());
    message.number(StunMessage.PRIORITY, (int) Candidate.Type.PEER_REFLEXIVE.priority(65_535));
    if (controlling) {
      message.number(StunMessage.ICE_CONTROLLING, tieBreaker).flag(StunMessage.USE_CANDIDATE);
    } else {
      message.number(StunMessage.ICE_CONTROLLED, tieBreaker);
    }
    if (unanswered.size() >= MAX_UNANSWERED) {
      unanswered.remove(unanswered.keySet().iterator().next());
    }
    unanswered.put(transaction, new Sent(wire, to, localType, peerType, nowNanos));
    if (checks.size() < MAX_UNANSWERED) {
      checks.add(new Check(wire, to, message.seal(remote.password())));
    }
  }

  @Nullable Check pollCheck() {
    return checks.poll();
  }

  @Nullable IceEvent pollEvent() {
    return events.poll();
  }
}
