package sluice.signaling.session;

import java.net.URI;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import sluice.signaling.Guesses;
import sluice.signaling.RendezvousEvent;
import sluice.signaling.RendezvousOptions;
import sluice.signaling.SignalingFailure;
import sluice.signaling.wire.ClientMessage.Claim;
import sluice.signaling.wire.Nameplate;
import sluice.signaling.wire.Presence;
import sluice.signaling.wire.RefusalReason;
import sluice.signaling.wire.RoomName;
import sluice.signaling.wire.WireLimits;

/// The joiner drives: it repeats its last unanswered message until the maker answers.
final class JoinerMeeting implements Meeting {
  static final long REPEAT_NANOS = 2_000_000_000L;
  static final long ANSWER_LIMIT_NANOS = 30_000_000_000L;

  private static final long NEVER = Long.MAX_VALUE;

  private final URI relay;
  private final RendezvousOptions options;
  private final JoinerPlace place;
  private final Outbox outbox;
  private final Host host;
  private final RandomGenerator random;

  private @Nullable JoinerPairing pairing;
  private boolean seatedBefore;
  private boolean inRoom;
  private boolean proven;
  private boolean peerHere;
  private long repeatAtNanos = NEVER;
  private long silenceAtNanos = NEVER;
  private long answerAtNanos = NEVER;

  JoinerMeeting(SessionSetup.Joiner setup, Outbox outbox, Host host, RandomGenerator random) {
    this(setup, new JoinerPlace.AtNameplate(setup, random), outbox, host, random);
  }

  JoinerMeeting(SessionSetup.Caller setup, Outbox outbox, Host host, RandomGenerator random) {
    this(setup, new JoinerPlace.InLobby(setup, random), outbox, host, random);
  }

  private JoinerMeeting(
      SessionSetup setup, JoinerPlace place, Outbox outbox, Host host, RandomGenerator random) {
    this.relay = setup.relay();
    this.options = setup.options();
    this.place = place;
    this.outbox = outbox;
    this.host = host;
    this.random = random;
  }

  @Override
  public Claim claim() {
    return place.claim();
  }

  @Override
  public void onSeated(Nameplate granted, Presence peer, long nowNanos) {
    if (!(place instanceof JoinerPlace.AtNameplate code) || !granted.equals(code.nameplate())) {
      host.fail(new SignalingFailure.Tampered("the relay granted another nameplate"));
      return;
    }
    seated(peer, nowNanos);
  }

  @Override
  public void onSeatedInRoom(Presence peer, long nowNanos) {
    if (!inRoom && place instanceof JoinerPlace.InLobby lobby) {
      lobby.onSeated();
      seated(peer, nowNanos);
    } else {
      onPeer(peer, nowNanos);
    }
  }

  private void seated(Presence peer, long nowNanos) {
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
        placeEnded(nowNanos);
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
      // Section 10.2: "A secret of 256 bits needs no count of guesses".
      Guesses guesses = place.countsGuesses() ? options.guesses() : new Guesses();
      if (!guesses.takeJoinerRun()) {
        host.fail(new SignalingFailure.CodeSpent());
        return;
      }
      pairing = new JoinerPairing(place.meetingPlace(), options.purpose(), guesses, random);
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

  /// The maker is not there any more. Who confirmed goes on in the room: the answer may be waiting
  /// there. In a lobby another answer may come.
  private void placeEnded(long nowNanos) {
    JoinerPairing run = pairing;
    if (run != null && run.confirmed()) {
      if (!inRoom) {
        inRoom = true;
        host.moveTo(run.keys().room(), nowNanos);
      }
    } else if (place.outlivesMaker()) {
      pairing = null;
    } else {
      host.fail(new SignalingFailure.PeerLeft());
    }
  }

  @Override
  public boolean moveTo(RoomName lobby, long nowNanos) {
    boolean meeting = pairing != null && (pairing.confirmed() || peerHere);
    if (meeting || !(place instanceof JoinerPlace.InLobby waiting)) {
      return false;
    }
    if (waiting.moveTo(lobby)) {
      pairing = null;
      peerNotHere();
      host.claimAgain(nowNanos);
    }
    return true;
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
      switch (place) {
        case JoinerPlace.AtNameplate code ->
            host.fail(new SignalingFailure.Occupied(code.nameplate()));
        case JoinerPlace.InLobby lobby -> lobby.onOccupied(nowNanos);
      }
      return true;
    }
    if (reason != RefusalReason.UNKNOWN
        || !(place instanceof JoinerPlace.AtNameplate(var nameplate, _, _))) {
      return false;
    }
    if (!seatedBefore) {
      host.fail(new SignalingFailure.UnknownNameplate(nameplate));
      return true;
    }
    if (pairing != null && pairing.confirmed()) {
      placeEnded(nowNanos);
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

  /// In a lobby the relay is waited for as the peer is.
  @Override
  public boolean outlastsRelay() {
    return place.outlivesMaker() && !proven && (pairing == null || !pairing.confirmed());
  }

  @Override
  public boolean waitsForSomebody() {
    return pairing == null || !pairing.confirmed();
  }

  @Override
  public SignalingFailure relayGone() {
    if (pairing != null && pairing.confirmed() && !proven) {
      options.guesses().kill();
      return new SignalingFailure.NotAnswered();
    }
    return new SignalingFailure.RelayUnreachable(relay, "it did not come back");
  }

  @Override
  public long deadlineNanos() {
    long claims = place instanceof JoinerPlace.InLobby lobby ? lobby.claimAtNanos() : NEVER;
    return Math.min(Math.min(repeatAtNanos, claims), Math.min(silenceAtNanos, answerAtNanos));
  }

  @Override
  public void onTimeout(long nowNanos) {
    if (answerAtNanos <= nowNanos) {
      options.guesses().kill();
      host.fail(new SignalingFailure.NotAnswered());
    } else if (silenceAtNanos <= nowNanos) {
      host.fail(new SignalingFailure.PeerSilent());
    } else if (repeatAtNanos <= nowNanos && pairing != null && peerHere) {
      repeat(pairing, nowNanos);
    } else if (place instanceof JoinerPlace.InLobby lobby && lobby.isClaimDue(nowNanos)) {
      host.claimAgain(nowNanos);
    }
  }
}
