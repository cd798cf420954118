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

/// The joiner's side of section 3: one run, driven by repeating the last unanswered message.
final class JoinerPairing {
  /// What a message led to.
  sealed interface Step {}

  /// Nothing to do.
  record Ignored() implements Step {}

  /// The confirmation is ready: from now on it is the message to repeat.
  record Confirm() implements Step {}

  /// The answer is valid.
  record Proven() implements Step {}

  /// The other side says that the code is wrong.
  record RefusedCode() implements Step {}

  /// The other side says that the code is for something else.
  record RefusedPurpose(Purpose theirs) implements Step {}

  /// The other side speaks no version of ours.
  record RefusedVersion(int theirs) implements Step {}

  /// The share is no share. Nothing was confirmed.
  record BadShare() implements Step {}

  /// A proof that proves nothing.
  record BadProof() implements Step {}

  /// The code was confirmed before.
  record Spent() implements Step {}

  private final MeetingPlace place;
  private final Purpose purpose;
  private final Guesses guesses;
  private final Octets run;
  private final Spake2 spake2;

  private PairingMessage unanswered;
  private @Nullable Spake2Keys keys;

  JoinerPairing(MeetingPlace place, Purpose purpose, Guesses guesses, RandomGenerator random) {
    this.place = place;
    this.purpose = purpose;
    this.guesses = guesses;
    this.run = Octets.random(PairingMessage.RUN_BYTES, random);
    this.spake2 = Spake2.begin(Spake2.Side.B, place.w(), random);
    this.unanswered = new Start(run, WireLimits.VERSION, WireLimits.VERSION);
  }

  /// What to send, and to send again, byte for byte.
  PairingMessage unanswered() {
    return unanswered;
  }

  /// Whether the one guess is on its way.
  boolean confirmed() {
    return keys != null;
  }

  /// The keys, to be used for the room's name alone until the answer is valid.
  SessionKeys keys() {
    if (keys == null) {
      throw new IllegalStateException("no share yet");
    }
    return new SessionKeys(keys.ke());
  }

  Step onShare(ShareA message) {
    if (confirmed() || !message.run().equals(run)) {
      return new Ignored();
    }
    if (message.version() != WireLimits.VERSION) {
      return new RefusedVersion(message.version());
    }
    Spake2Agreement agreement = spake2.agree(message.share());
    if (agreement == null) {
      return new BadShare();
    }
    if (!guesses.confirm()) {
      return new Spent();
    }
    Spake2Keys agreed = place.keys(agreement, purpose);
    keys = agreed;
    unanswered = new ConfirmB(run, spake2.share(), agreed.confirmationB());
    return new Confirm();
  }

  Step onProof(ConfirmA message) {
    Spake2Keys agreed = keys;
    if (agreed == null || !message.run().equals(run)) {
      return new Ignored();
    }
    if (!message.confirmation().equals(agreed.confirmationA())) {
      guesses.kill();
      return new BadProof();
    }
    guesses.answered();
    return new Proven();
  }

  Step onRefusal(Refusal message) {
    if (!message.run().equals(run)) {
      return new Ignored();
    }
    if (message.reason() == PairingMessage.REFUSED_VERSION) {
      return confirmed() ? new Ignored() : new RefusedVersion(message.detail());
    }
    if (!confirmed()) {
      return new Ignored();
    }
    Purpose theirs = purposeOf(message);
    guesses.kill();
    return theirs == null ? new RefusedCode() : new RefusedPurpose(theirs);
  }

  private @Nullable Purpose purposeOf(Refusal message) {
    if (message.reason() == PairingMessage.REFUSED_OTHER_PURPOSE) {
      for (Purpose other : Purpose.values()) {
        if (other.wireValue() == message.detail() && other != purpose) {
          return other;
        }
      }
    }
    return null;
  }
}
