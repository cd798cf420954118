package sluice.signaling.session;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import sluice.signaling.SignalingFailure;
import sluice.signaling.wire.RefusalReason;

/// How long a session waits: for the first word of the relay, for somebody to come, and for a relay
/// that went away before both were paired.
final class WaitLimits {
  /// Once connecting has failed, it is tried again until this long after the beginning.
  static final long FIRST_CONTACT_NANOS = 4_000_000_000L;

  /// A first attempt that neither succeeds nor fails is given up after this long. The socket's own
  /// limits are met before; only a machine too busy to keep them comes near.
  static final long FIRST_ATTEMPT_NANOS = 20_000_000_000L;

  /// How long a relay that was there is waited for.
  static final long RELAY_RETURN_NANOS = 30_000_000_000L;

  private static final long NEVER = Long.MAX_VALUE;

  private final SessionSetup setup;
  private final Meeting meeting;
  private String lastLoss = "no connection";
  private boolean contacted;
  private boolean waiting;
  private long openedAtNanos;
  private long firstContactAtNanos = NEVER;
  private long patienceAtNanos = NEVER;
  private long relayReturnAtNanos = NEVER;

  WaitLimits(SessionSetup setup, Meeting meeting) {
    this.setup = setup;
    this.meeting = meeting;
  }

  void onOpen(long nowNanos) {
    openedAtNanos = nowNanos;
    firstContactAtNanos = nowNanos + FIRST_ATTEMPT_NANOS;
  }

  /// A connection stands; a relay may answer a first claim late on purpose.
  void onConnected() {
    if (!contacted) {
      firstContactAtNanos = openedAtNanos + FIRST_ATTEMPT_NANOS + RelayLink.CLAIM_TIMEOUT_NANOS;
    }
  }

  /// From the first seat on somebody may come: what it takes to reach a relay is nobody's being late.
  void onSeated(long nowNanos) {
    onAnswered();
    Duration patience = setup.options().patience();
    if (patience != null && !waiting) {
      patienceAtNanos = nowNanos + patience.toNanos();
    }
    waiting = true;
  }

  /// The relay said something to a claim.
  void onAnswered() {
    contacted = true;
    firstContactAtNanos = NEVER;
    relayReturnAtNanos = NEVER;
  }

  /// Whether a seat was ever held.
  boolean contacted() {
    return contacted;
  }

  /// Somebody came and proved the code.
  void onProven() {
    patienceAtNanos = NEVER;
  }

  /// The relay went away.
  void onLost(String detail) {
    lastLoss = detail;
    if (!contacted) {
      firstContactAtNanos = openedAtNanos + FIRST_CONTACT_NANOS;
    }
  }

  /// It is not waited for without end.
  void limitReturn(long nowNanos) {
    if (relayReturnAtNanos == NEVER) {
      relayReturnAtNanos = nowNanos + RELAY_RETURN_NANOS;
    }
  }

  /// Whether the relay may think otherwise later, and has let us in before.
  boolean isWaitable(RefusalReason reason, boolean inRoom) {
    return switch (reason) {
      case VERSION, MALFORMED, TOO_LARGE -> false;
      case EXPIRED -> inRoom;
      case UNKNOWN, OCCUPIED, TAKEN, SLOW_DOWN, FULL, REPLACED, SHUTDOWN -> contacted;
    };
  }

  long deadlineNanos() {
    return Math.min(Math.min(firstContactAtNanos, patienceAtNanos), relayReturnAtNanos);
  }

  /// What a limit that is reached means, or null.
  @Nullable SignalingFailure reached(long nowNanos) {
    if (firstContactAtNanos <= nowNanos) {
      return new SignalingFailure.RelayUnreachable(setup.relay(), lastLoss);
    }
    if (relayReturnAtNanos <= nowNanos) {
      return meeting.relayGone();
    }
    Duration patience = setup.options().patience();
    if (patienceAtNanos <= nowNanos && patience != null) {
      patienceAtNanos = NEVER;
      return meeting.waitsForSomebody() ? new SignalingFailure.NobodyCame(patience) : null;
    }
    return null;
  }
}
