package sluice.signaling.session;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import sluice.signaling.Guesses;
import sluice.signaling.Purpose;
import sluice.signaling.pake.Octets;
import sluice.signaling.pake.Spake2;
import sluice.signaling.pake.Spake2Agreement;
import sluice.signaling.pake.Spake2Keys;
import sluice.signaling.session.PairingMessage.ConfirmA;
import sluice.signaling.session.PairingMessage.ConfirmB;
import sluice.signaling.session.PairingMessage.Refusal;
import sluice.signaling.session.PairingMessage.ShareA;
import sluice.signaling.session.PairingMessage.Start;
import sluice.signaling.wire.WireLimits;

/// The maker's side of section 3. It only answers; one run is at hand at a time; the first
/// confirmation for the run at hand is the guess.
final class MakerPairing {
  static final long MIN_RUN_INTERVAL_NANOS = 100_000_000L;

  /// What a message led to.
  sealed interface Step {}

  /// Nothing to do.
  record Ignored() implements Step {}

  /// Send this.
  record Answer(PairingMessage message) implements Step {}

  /// The code is proven: send this and move on.
  record Proven(ConfirmA message, SessionKeys keys) implements Step {}

  /// A right code for something else: send this; the code still holds.
  record TurnedAway(Refusal message, Purpose theirs) implements Step {}

  /// The one guess was wrong: send this and end.
  record Wrong(Refusal message) implements Step {}

  /// The code was used or killed elsewhere.
  record Spent() implements Step {}

  private final MeetingPlace place;
  private final Purpose purpose;
  private final Guesses guesses;
  private final RandomGenerator random;

  private @Nullable Run current;
  private long nextRunNanos;
  private @Nullable ConfirmB accepted;
  private @Nullable ConfirmA acceptedAnswer;

  private record Run(Octets id, Spake2 spake2) {}

  MakerPairing(MeetingPlace place, Purpose purpose, Guesses guesses, RandomGenerator random) {
    this.place = place;
    this.purpose = purpose;
    this.guesses = guesses;
    this.random = random;
  }

  Step onStart(Start start, long nowNanos) {
    if (accepted != null) {
      return new Ignored();
    }
    if (guesses.state() != Guesses.State.FRESH) {
      return new Spent();
    }
    if (start.lowestVersion() > WireLimits.VERSION || start.highestVersion() < WireLimits.VERSION) {
      return new Answer(
          new Refusal(start.run(), PairingMessage.REFUSED_VERSION, WireLimits.VERSION));
    }
    Run run = current;
    if (run == null || !run.id().equals(start.run())) {
      if (nowNanos < nextRunNanos) {
        return new Ignored();
      }
      nextRunNanos = nowNanos + MIN_RUN_INTERVAL_NANOS;
      run = new Run(start.run(), Spake2.begin(Spake2.Side.A, place.w(), random));
      current = run;
    }
    return new Answer(new ShareA(run.id(), WireLimits.VERSION, run.spake2().share()));
  }

  Step onConfirm(ConfirmB confirm) {
    ConfirmA answer = acceptedAnswer;
    if (answer != null) {
      // Section 3: "A repeated, identical CONFIRM_B … is answered again, identically."
      return confirm.equals(accepted) ? new Answer(answer) : new Ignored();
    }
    Run run = current;
    if (run == null || !run.id().equals(confirm.run())) {
      return new Ignored();
    }
    current = null;
    Spake2Agreement agreement = run.spake2().agree(confirm.share());
    Spake2Keys keys = agreement == null ? null : place.keys(agreement, purpose);
    if (keys != null && keys.confirmationB().equals(confirm.confirmation())) {
      return proven(confirm, keys);
    }
    Purpose theirs = agreement == null ? null : purposeOf(agreement, confirm.confirmation());
    if (theirs != null) {
      return new TurnedAway(
          new Refusal(run.id(), PairingMessage.REFUSED_OTHER_PURPOSE, purpose.wireValue()), theirs);
    }
    guesses.kill();
    return new Wrong(new Refusal(run.id(), PairingMessage.REFUSED_WRONG_CODE, 0));
  }

  private Step proven(ConfirmB confirm, Spake2Keys keys) {
    if (!guesses.use()) {
      return new Spent();
    }
    ConfirmA answer = new ConfirmA(confirm.run(), keys.confirmationA());
    accepted = confirm;
    acceptedAnswer = answer;
    return new Proven(answer, new SessionKeys(keys.ke()));
  }

  /// The secret is the same for each purpose, so looking for another one is no second guess.
  private @Nullable Purpose purposeOf(Spake2Agreement agreement, Octets confirmation) {
    for (Purpose other : Purpose.values()) {
      if (other != purpose && place.keys(agreement, other).confirmationB().equals(confirmation)) {
        return other;
      }
    }
    return null;
  }
}
