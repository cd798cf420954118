package sluice.transport.ice;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sluice.transport.stun.StunMessage;

/// Guards the selected pair: keeps consent to send fresh (RFC 7675), notices silence before that, tries the other pairs
/// then, and moves to one of them. An engine.
///
/// Who decides: the controlling end moves to a pair once its own check has been answered there, because its path is in
/// doubt or the pair is better, and nominates it by USE-CANDIDATE. The controlled end follows a nomination, once a check of
/// its own has been answered there.
final class Consent {
  /// Silence with data outstanding becomes suspect after one second and four round trips, but within these bounds.
  static final long LEAST_SUSPECT_NANOS = TimeUnit.SECONDS.toNanos(2);

  static final long MOST_SUSPECT_NANOS = TimeUnit.SECONDS.toNanos(5);

  /// RFC 7675, section 5.1: "Consent expires after 30 seconds."
  static final long LOST_NANOS = TimeUnit.SECONDS.toNanos(30);

  /// How long a path may be in doubt before a restart is wanted, for the first time and again.
  static final long RESTART_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  static final long RESTART_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(5);

  /// RFC 7675, section 5.1: "a check interval of 5 seconds", spread between 0.8 and 1.2 of it.
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final long SUSPECT_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long LOST_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  /// The other end checks from elsewhere, and our path has been silent for so long: is it dead?
  private static final long QUESTION_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

  private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(1);

  /// Nominations of a pair that was just left were on their way before the one that made us leave.
  private static final long OVERTAKEN_NANOS = TimeUnit.SECONDS.toNanos(1);

  /// What takes longer than this was no round trip.
  static final long MOST_ROUND_TRIP_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final int MAX_UNANSWERED = 256;

  /// The other end says that it has our role (RFC 8445, section 7.3.1.1).
  private static final int ROLE_CONFLICT = 487;

  /// A check to send now.
  record Check(IceWire wire, InetSocketAddress to, byte[] message) {}

  /// What a check is for.
  private enum Purpose {
    /// The path in use.
    CONSENT,
    /// Whether a pair works.
    PROBE,
    /// To move to a pair that works (controlling).
    NOMINATION,
    /// To follow the other end (controlled).
    FOLLOW
  }

  private record Sent(CheckList.Pair pair, Purpose purpose, long nanos) {}

  private enum State {
    FRESH,
    SUSPECT,
    LOST
  }

  private final IceCredentials local;
  private final IceCredentials remote;
  private final long tieBreaker;
  private final Random random;
  private final Alternatives alternatives;
  private final Map<StunMessage.TransactionId, Sent> unanswered = new LinkedHashMap<>();
  private final Deque<Check> checks = new ArrayDeque<>();
  private final Deque<IceEvent> events = new ArrayDeque<>();
  private boolean controlling;
  private IcePath path;
  private State state = State.FRESH;
  private long consentNanos;
  private long heardNanos;
  private long outstandingSinceNanos = Long.MAX_VALUE;
  private long questionedNanos = Long.MAX_VALUE;
  private long restartNanos = Long.MAX_VALUE;
  private long nextCheckNanos;
  private @Nullable IcePath left;
  private long leftNanos;

  /// @param pairs all pairs that might work, the best first
  Consent(
      IceCredentials local,
      IceCredentials remote,
      IceRole role,
      long tieBreaker,
      Random random,
      Supplier<List<CheckList.Pair>> pairs,
      IcePath path,
      long nowNanos) {
    this.local = local;
    this.remote = remote;
    this.controlling = role == IceRole.CONTROLLING;
    this.tieBreaker = tieBreaker;
    this.random = random;
    this.alternatives = new Alternatives(pairs);
    this.path = path;
    this.consentNanos = nowNanos;
    this.heardNanos = nowNanos;
    this.nextCheckNanos = nowNanos;
    alternatives.mode(calm(), nowNanos);
    onTimeout(nowNanos); // The first check measures the round trip.
  }

  /// The path in use, or null while consent is lost.
  @Nullable IcePath path() {
    return state == State.LOST ? null : path;
  }

  /// The path in use, or the one that was.
  IcePath lastPath() {
    return path;
  }

  boolean inDoubt() {
    return state != State.FRESH;
  }

  /// An authentic datagram came, of whatever layer.
  void onHeard(long nowNanos) {
    heardNanos = nowNanos;
    if (state == State.SUSPECT) {
      becomeFresh(nowNanos);
    }
  }

  private void becomeFresh(long nowNanos) {
    state = State.FRESH;
    questionedNanos = Long.MAX_VALUE;
    restartNanos = Long.MAX_VALUE;
    alternatives.mode(calm(), nowNanos);
    events.add(new IceEvent.PathSelected(path));
  }

  private Alternatives.Mode calm() {
    return path.rank() <= Ranks.RELAYED ? Alternatives.Mode.BETTER : Alternatives.Mode.OFF;
  }

  /// Whether something that we sent still waits for its acknowledgement.
  void outstanding(boolean waiting, long nowNanos) {
    if (!waiting) {
      outstandingSinceNanos = Long.MAX_VALUE;
    } else if (outstandingSinceNanos == Long.MAX_VALUE) {
      outstandingSinceNanos = nowNanos;
    }
  }

  /// There is a reason to doubt the path: its own address is gone, or this process slept.
  void doubt(long nowNanos) {
    if (state == State.FRESH) {
      state = State.SUSPECT;
      nextCheckNanos = nowNanos;
      restartNanos = nowNanos + RESTART_NANOS;
      alternatives.mode(Alternatives.Mode.SUSPECT, nowNanos);
      events.add(new IceEvent.PathSuspect());
    }
  }

  /// The other end checked us, authentically, from there.
  void onRequest(IceWire wire, InetSocketAddress from, boolean useCandidate, long nowNanos) {
    if (path.sameAddresses(wire, from)) {
      if (state == State.LOST) {
        nextCheckNanos = nowNanos; // It is back; whether it hears us too, our own check tells.
      } else {
        onHeard(nowNanos);
      }
      return;
    }
    CheckList.Pair pair = pairTo(wire, from);
    if (!controlling) {
      // RFC 8445, section 7.3.1.5: the controlled end follows a nomination once its own check
      // succeeded there.
      if (useCandidate && !isOvertaken(wire, from, nowNanos)) {
        check(pair, Purpose.FOLLOW, nowNanos);
      } else if (state != State.FRESH) {
        check(pair, Purpose.PROBE, nowNanos);
      }
    } else if (state != State.FRESH || Alternatives.isBetter(pair.rank(), path.rank())) {
      check(pair, Purpose.PROBE, nowNanos);
    } else if (heardNanos + QUESTION_NANOS <= nowNanos && questionedNanos == Long.MAX_VALUE) {
      questionedNanos = nowNanos;
      nextCheckNanos = nowNanos;
    }
  }

  private boolean isOvertaken(IceWire wire, InetSocketAddress from, long nowNanos) {
    return left != null && left.sameAddresses(wire, from) && leftNanos + OVERTAKEN_NANOS > nowNanos;
  }

  private CheckList.Pair pairTo(IceWire wire, InetSocketAddress from) {
    for (CheckList.Pair pair : alternatives.all()) {
      if (pair.wire().equals(wire) && pair.remote().equals(from)) {
        return pair;
      }
    }
    return new CheckList.Pair(wire, from, alternatives.typeOf(wire), Candidate.Type.PEER_REFLEXIVE);
  }

  /// Takes the response to one of our checks.
  ///
  /// @return whether it was one
  boolean receive(StunMessage response, IceWire wire, InetSocketAddress from, long nowNanos) {
    Sent sent = unanswered.get(response.transaction());
    if (sent == null
        || !sent.pair.wire().equals(wire)
        || !sent.pair.remote().equals(from)
        || !response.authentic(remote.password())) {
      return false;
    }
    unanswered.remove(response.transaction());
    if (response.type() == StunMessage.SUCCESS) {
      onSuccess(sent, nowNanos);
    } else if (response.errorCode() == ROLE_CONFLICT) {
      controlling = !controlling; // RFC 8445, section 7.2.5.1.
      nextCheckNanos = nowNanos;
    }
    return true;
  }

  private void onSuccess(Sent sent, long nowNanos) {
    if (path.sameAddresses(sent.pair.wire(), sent.pair.remote())) {
      path = pathOf(sent, nowNanos);
      consentNanos = nowNanos;
      heardNanos = nowNanos;
      questionedNanos = Long.MAX_VALUE;
      if (state != State.FRESH) {
        becomeFresh(nowNanos);
      }
      return;
    }
    switch (sent.purpose) {
      case FOLLOW, NOMINATION -> move(sent, nowNanos);
      case CONSENT, PROBE -> {
        if (controlling && state != State.FRESH) {
          move(sent, nowNanos);
        } else if (controlling && Alternatives.isBetter(sent.pair.rank(), path.rank())) {
          check(sent.pair, Purpose.NOMINATION, nowNanos);
        }
      }
    }
  }

  /// An answer to a check of long ago proves the path, but measures the sleep of the other end, or a silence.
  private IcePath pathOf(Sent sent, long nowNanos) {
    CheckList.Pair pair = sent.pair;
    boolean same = path.sameAddresses(pair.wire(), pair.remote());
    Duration measured = Duration.ofNanos(nowNanos - sent.nanos);
    Duration known = same ? path.roundTripTime() : Duration.ZERO;
    boolean stale = nowNanos - sent.nanos > MOST_ROUND_TRIP_NANOS;
    return new IcePath(
        pair.wire(), pair.remote(), pair.local(), pair.peer(), stale ? known : measured);
  }

  private void move(Sent sent, long nowNanos) {
    left = path;
    leftNanos = nowNanos;
    path = pathOf(sent, nowNanos);
    consentNanos = nowNanos;
    heardNanos = nowNanos;
    nextCheckNanos = nowNanos; // Nominates it, where this end controls.
    becomeFresh(nowNanos);
  }

  long deadlineNanos() {
    long deadline = Math.min(nextCheckNanos, alternatives.deadlineNanos());
    deadline = Math.min(deadline, restartNanos);
    if (state != State.LOST) {
      deadline = Math.min(deadline, consentNanos + LOST_NANOS);
    }
    return state == State.FRESH ? Math.min(deadline, suspectNanos()) : deadline;
  }

  private long suspectNanos() {
    long suspect = Long.MAX_VALUE;
    if (outstandingSinceNanos != Long.MAX_VALUE) {
      long silence = TimeUnit.SECONDS.toNanos(1) + 4 * path.roundTripTime().toNanos();
      suspect =
          Math.max(heardNanos, outstandingSinceNanos)
              + Math.clamp(silence, LEAST_SUSPECT_NANOS, MOST_SUSPECT_NANOS);
    }
    return questionedNanos == Long.MAX_VALUE
        ? suspect
        : Math.min(suspect, questionedNanos + ANSWER_NANOS);
  }

  void onTimeout(long nowNanos) {
    if (state != State.LOST && consentNanos + LOST_NANOS <= nowNanos) {
      if (state == State.FRESH) {
        restartNanos = nowNanos;
      }
      state = State.LOST;
      alternatives.mode(Alternatives.Mode.LOST, nowNanos);
      events.add(new IceEvent.PathLost());
    }
    if (state == State.FRESH && suspectNanos() <= nowNanos) {
      doubt(nowNanos);
    }
    if (restartNanos <= nowNanos) {
      restartNanos = nowNanos + RESTART_AGAIN_NANOS;
      events.add(new IceEvent.RestartWanted());
    }
    if (nextCheckNanos <= nowNanos) {
      check(path.pair(), Purpose.CONSENT, nowNanos);
      nextCheckNanos = nowNanos + interval();
    }
    CheckList.Pair other = alternatives.poll(path, nowNanos);
    if (other != null) {
      check(other, Purpose.PROBE, nowNanos);
    }
  }

  private long interval() {
    return switch (state) {
      case FRESH -> (long) (INTERVAL_NANOS * (0.8 + 0.4 * random.nextDouble()));
      case SUSPECT -> SUSPECT_INTERVAL_NANOS;
      case LOST -> LOST_INTERVAL_NANOS;
    };
  }

  private void check(CheckList.Pair pair, Purpose purpose, long nowNanos) {
    // RFC 7675, section 5.1: "Each STUN binding request for consent MUST use a new STUN transaction
    // identifier".
    var transaction = new StunMessage.TransactionId(random.nextLong(), random.nextInt());
    var message = new StunMessage.Writer(StunMessage.REQUEST, transaction);
    message.text(StunMessage.USERNAME, remote.ufrag() + ":" + local.ufrag());
    message.number(StunMessage.PRIORITY, (int) Candidate.Type.PEER_REFLEXIVE.priority(65_535));
    if (controlling) {
      message.number(StunMessage.ICE_CONTROLLING, tieBreaker);
      if (purpose == Purpose.CONSENT || purpose == Purpose.NOMINATION) {
        message.flag(StunMessage.USE_CANDIDATE);
      }
    } else {
      message.number(StunMessage.ICE_CONTROLLED, tieBreaker);
    }
    if (unanswered.size() >= MAX_UNANSWERED) {
      unanswered.remove(unanswered.keySet().iterator().next());
    }
    unanswered.put(transaction, new Sent(pair, purpose, nowNanos));
    if (checks.size() < MAX_UNANSWERED) {
      checks.add(new Check(pair.wire(), pair.remote(), message.seal(remote.password())));
    }
  }

  @Nullable Check pollCheck() {
    return checks.poll();
  }

  @Nullable IceEvent pollEvent() {
    return events.poll();
  }
}
