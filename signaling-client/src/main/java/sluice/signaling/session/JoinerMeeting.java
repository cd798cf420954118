package sluice.signaling.session;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import sluice.signaling.RendezvousEvent;
import sluice.signaling.SignalingFailure;
import sluice.signaling.wire.ClientMessage.Claim;
import sluice.signaling.wire.ClientMessage.Join;
import sluice.signaling.wire.Nameplate;
import sluice.signaling.wire.Presence;
import sluice.signaling.wire.RefusalReason;
import sluice.signaling.wire.Token;
import sluice.signaling.wire.WireLimits;

/// The joiner drives: it repeats its last unanswered message until the maker answers.
final class JoinerMeeting implements Meeting {
  static final long REPEAT_NANOS = 2_000_000_000L;
  static final long ANSWER_LIMIT_NANOS = 30_000_000_000L;

  private static final long NEVER = Long.MAX_VALUE;

  private final SessionSetup.Joiner setup;
  private final Outbox outbox;
  private final Host host;
  private final RandomGenerator random;
  private final Token token;

  private @Nullable JoinerPairing pairing;
  private boolean seatedBefore;
  private boolean inRoom;
  private boolean proven;
  private boolean peerHere;
  private long repeatAtNanos = NEVER;
  private long silenceAtNanos = NEVER;
  private long answerAtNanos = NEVER;

  JoinerMeeting(SessionSetup.Joiner setup, Outbox outbox, Host host, RandomGenerator random) {
    this.setup = setup;
    this.outbox = outbox;
    this.host = host;
    this.random = random;
    this.token = Token.random(random);
  }

  @Override
  public Claim claim() {
    return new Join(WireLimits.VERSION, token, setup.nameplate());
  }

  @Override
  public void onSeated(Nameplate granted, Presence peer, long nowNanos) {
    if (!granted.equals(setup.nameplate())) {
      host.fail(new SignalingFailure.Tampered("the relay granted another nameplate"));
      return;
    }
    if (!seatedBefore) {
      seatedBefore = true;
      outbox.tell(
          peer == Presence.HERE ? new RendezvousEvent.PeerJoined() : new RendezvousEvent.Waiting());
    }
    onPeer(peer, nowNanos);
  }

  @Override
  public void onPeer(Presence peer, long nowNanos) {
    if (proven) {
      return;
    }
    switch (peer) {
      case HERE -> {
        peerHere = true;
        begin(nowNanos);
      }
      case AWAY, SILENT, NONE -> peerNotHere();
      case LEFT -> {
        peerNotHere();
        nameplateEnded(nowNanos);
      }
    }
  }

  private void peerNotHere() {
    peerHere = false;
    repeatAtNanos = NEVER;
    silenceAtNanos = NEVER;
  }

  private void begin(long nowNanos) {
    if (pairing == null) {
      if (!setup.options().guesses().takeJoinerRun()) {
        host.fail(new SignalingFailure.CodeSpent());
        return;
      }
      pairing =
          new JoinerPairing(
              MeetingPlace.of(setup.nameplate(), setup.secret()),
              setup.options().purpose(),
              setup.options().guesses(),
              random);
    }
    if (!pairing.confirmed()) {
      silenceAtNanos = nowNanos + ANSWER_LIMIT_NANOS;
    }
    repeat(pairing, nowNanos);
  }

  private void repeat(JoinerPairing run, long nowNanos) {
    host.say(run.unanswered());
    repeatAtNanos = nowNanos + REPEAT_NANOS;
  }

  /// The nameplate is no more. Who confirmed goes on in the room: the answer may be waiting there.
  private void nameplateEnded(long nowNanos) {
    JoinerPairing run = pairing;
    if (run != null && run.confirmed()) {
      if (!inRoom) {
        inRoom = true;
        host.moveTo(run.keys().room(), nowNanos);
      }
    } else {
      host.fail(new SignalingFailure.PeerLeft());
    }
  }

  @Override
  public void onRelayLost(long nowNanos) {
    peerNotHere();
  }

  @Override
  public boolean onRefused(RefusalReason reason, long nowNanos) {
    if (inRoom) {
      return false;
    }
    if (reason == RefusalReason.OCCUPIED) {
      host.fail(new SignalingFailure.Occupied(setup.nameplate()));
      return true;
    }
    if (reason != RefusalReason.UNKNOWN) {
      return false;
    }
    if (!seatedBefore) {
      host.fail(new SignalingFailure.UnknownNameplate(setup.nameplate()));
      return true;
    }
    if (pairing != null && pairing.confirmed()) {
      nameplateEnded(nowNanos);
      return true;
    }
    // After a restart of the relay the maker brings its nameplate back: the session tries again.
    return false;
  }

  @Override
  public void onMessage(PairingMessage message, long nowNanos) {
    JoinerPairing run = pairing;
    if (run == null || proven) {
      return;
    }
    JoinerPairing.Step step =
        switch (message) {
          case PairingMessage.ShareA share -> run.onShare(share);
          case PairingMessage.ConfirmA proof -> run.onProof(proof);
          case PairingMessage.Refusal refusal -> run.onRefusal(refusal);
          case PairingMessage.Start echo -> new JoinerPairing.Ignored();
          case PairingMessage.ConfirmB echo -> new JoinerPairing.Ignored();
        };
    act(step, run, nowNanos);
  }

  private void act(JoinerPairing.Step step, JoinerPairing run, long nowNanos) {
    switch (step) {
      case JoinerPairing.Ignored ignored -> {}
      case JoinerPairing.Confirm confirm -> {
        silenceAtNanos = NEVER;
        answerAtNanos = nowNanos + ANSWER_LIMIT_NANOS;
        repeat(run, nowNanos);
      }
      case JoinerPairing.Proven done -> {
        proven = true;
        repeatAtNanos = NEVER;
        answerAtNanos = NEVER;
        host.proven(run.keys(), peerHere ? Presence.HERE : Presence.NONE, nowNanos);
      }
      case JoinerPairing.RefusedCode wrong -> host.fail(new SignalingFailure.WrongCode());
      case JoinerPairing.RefusedPurpose other ->
          host.fail(new SignalingFailure.OtherPurpose(other.theirs()));
      case JoinerPairing.RefusedVersion version ->
          host.fail(new SignalingFailure.NoCommonVersion(WireLimits.VERSION, version.theirs()));
      case JoinerPairing.BadShare bad ->
          host.fail(new SignalingFailure.Tampered("the share received is no point of the curve"));
      case JoinerPairing.BadProof bad -> host.fail(new SignalingFailure.NotAnswered());
      case JoinerPairing.Spent spent -> host.fail(new SignalingFailure.CodeSpent());
    }
  }

  @Override
  public boolean outlastsRelay() {
    return false;
  }

  @Override
  public boolean waitsForSomebody() {
    return pairing == null || !pairing.confirmed();
  }

  @Override
  public SignalingFailure relayGone() {
    if (pairing != null && pairing.confirmed() && !proven) {
      setup.options().guesses().kill();
      return new SignalingFailure.NotAnswered();
    }
    return new SignalingFailure.RelayUnreachable(setup.relay(), "it did not come back");
  }

  @Override
  public long deadlineNanos() {
    return Math.min(repeatAtNanos, Math.min(silenceAtNanos, answerAtNanos));
  }

  @Override
  public void onTimeout(long nowNanos) {
    if (answerAtNanos <= nowNanos) {
      setup.options().guesses().kill();
      host.fail(new SignalingFailure.NotAnswered());
    } else if (silenceAtNanos <= nowNanos) {
      host.fail(new SignalingFailure.PeerSilent());
    } else if (repeatAtNanos <= nowNanos && pairing != null && peerHere) {
      repeat(pairing, nowNanos);
    }
  }
}
