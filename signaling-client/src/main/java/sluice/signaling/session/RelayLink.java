package sluice.signaling.session;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import sluice.signaling.wire.ClientMessage;
import sluice.signaling.wire.ClientMessage.Claim;
import sluice.signaling.wire.Role;

/// The connection to the relay and the seat claimed over it, section 2.3: a claim is repeated,
/// token and all, after each reconnect.
final class RelayLink {
  static final long FIRST_BACKOFF_NANOS = 250_000_000L;
  static final long MAX_BACKOFF_NANOS = 15_000_000_000L;
  static final long PROVEN_SEAT_NANOS = 10_000_000_000L;

  /// Between two attempts of one who is in a hurry.
  static final long HURRIED_PAUSE_NANOS = 2_000_000_000L;

  static final long CLAIM_TIMEOUT_NANOS = 10_000_000_000L;

  private static final long NEVER = Long.MAX_VALUE;

  private enum State {
    CLOSED,
    CONNECTING,
    CLAIMING,
    SEATED,
    PAUSED
  }

  private final Outbox outbox;
  private final RandomGenerator random;

  private Supplier<? extends Claim> claim;
  private @Nullable Claim farewell;
  private State state = State.CLOSED;
  private int attempts;
  private long refusedUntilNanos;
  private long lostAtNanos;
  private long seatedAtNanos;
  private long deadlineNanos = NEVER;

  /// @param claim asked at each connection anew: a maker learns its nameplate by the first
  RelayLink(Supplier<? extends Claim> claim, Outbox outbox, RandomGenerator random) {
    this.claim = claim;
    this.outbox = outbox;
    this.random = random;
  }

  void open() {
    connect();
  }

  boolean connected() {
    return state == State.CLAIMING || state == State.SEATED;
  }

  boolean seated() {
    return state == State.SEATED;
  }

  /// The claim that is made or held.
  Claim claim() {
    return claim.get();
  }

  void onConnected(long nowNanos) {
    if (state == State.CONNECTING) {
      if (farewell != null) {
        // Claimed and at once given up: the nameplate ends, and a joiner waiting there is told.
        outbox.transmit(farewell);
      }
      transmitClaim(nowNanos);
    }
  }

  /// Claims another place; the relay gives up the one before.
  void move(Claim next, long nowNanos) {
    farewell = isWaitedAt(claim.get()) ? claim.get() : null;
    claim = () -> next;
    if (connected()) {
      transmitClaim(nowNanos);
    }
  }

  /// A maker's first place, where a joiner waits for word.
  private static boolean isWaitedAt(Claim place) {
    return switch (place) {
      case ClientMessage.Allocate nameplate -> true;
      case ClientMessage.Enter lobby -> lobby.role() == Role.MAKER;
      case ClientMessage.Join nameplate -> false;
    };
  }

  /// Claims once more over the same connection, where there is one.
  void claimAgain(long nowNanos) {
    if (connected()) {
      transmitClaim(nowNanos);
    }
  }

  private void transmitClaim(long nowNanos) {
    state = State.CLAIMING;
    deadlineNanos = nowNanos + CLAIM_TIMEOUT_NANOS;
    outbox.transmit(claim.get());
  }

  void onSeated(long nowNanos) {
    state = State.SEATED;
    farewell = null;
    seatedAtNanos = nowNanos;
    deadlineNanos = NEVER;
  }

  /// Sends over a held seat; dropped where there is none, since the ends repeat.
  void send(ClientMessage message) {
    if (state == State.SEATED) {
      outbox.transmit(message);
    }
  }

  /// The connection ended, or connecting failed: tries again after a while.
  void onLost(long atLeastNanos, long nowNanos) {
    if (state == State.SEATED && nowNanos - seatedAtNanos >= PROVEN_SEAT_NANOS) {
      attempts = 0;
    }
    state = State.PAUSED;
    lostAtNanos = nowNanos;
    refusedUntilNanos = nowNanos + atLeastNanos;
    deadlineNanos = nowNanos + Math.max(atLeastNanos, backoffNanos());
  }

  /// Shortens a long pause, but none that the relay asked for.
  void hurry(long nowNanos) {
    if (state == State.PAUSED) {
      long soon = Math.max(refusedUntilNanos, lostAtNanos + HURRIED_PAUSE_NANOS);
      deadlineNanos = Math.min(deadlineNanos, Math.max(nowNanos, soon));
    }
  }

  /// Ends the connection ourselves and tries again after a while.
  void drop(long atLeastNanos, long nowNanos) {
    outbox.disconnect();
    onLost(atLeastNanos, nowNanos);
  }

  /// Ends for good.
  void close() {
    if (connected()) {
      outbox.transmit(new ClientMessage.Leave());
    }
    if (connected() || state == State.CONNECTING) {
      outbox.disconnect();
    }
    state = State.CLOSED;
    deadlineNanos = NEVER;
  }

  private long backoffNanos() {
    if (attempts == 0) {
      return 0;
    }
    long doubled = FIRST_BACKOFF_NANOS << Math.min(attempts - 1, 20);
    return (long) (Math.min(doubled, MAX_BACKOFF_NANOS) * random.nextDouble(0.5, 1.5));
  }

  private void connect() {
    state = State.CONNECTING;
    attempts++;
    deadlineNanos = NEVER;
    outbox.connect();
  }

  long deadlineNanos() {
    return deadlineNanos;
  }

  /// @return whether a claim stayed without an answer and the connection should be dropped
  boolean onTimeout(long nowNanos) {
    if (deadlineNanos > nowNanos) {
      return false;
    }
    if (state == State.PAUSED) {
      connect();
      return false;
    }
    deadlineNanos = NEVER;
    return state == State.CLAIMING;
  }
}
