package sluice.signaling.session;

import java.net.URI;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import sluice.signaling.Code;
import sluice.signaling.RendezvousEvent;
import sluice.signaling.RendezvousOptions;
import sluice.signaling.SignalingFailure;
import sluice.signaling.code.Secret;
import sluice.signaling.wire.ClientMessage.Allocate;
import sluice.signaling.wire.ClientMessage.Claim;
import sluice.signaling.wire.ClientMessage.Enter;
import sluice.signaling.wire.Nameplate;
import sluice.signaling.wire.Presence;
import sluice.signaling.wire.RefusalReason;
import sluice.signaling.wire.Role;
import sluice.signaling.wire.RoomName;
import sluice.signaling.wire.Token;
import sluice.signaling.wire.WireLimits;

/// The maker waits under its nameplate, or in a lobby, and answers who comes.
final class MakerMeeting implements Meeting {
  private final URI relay;
  private final RendezvousOptions options;
  private final @Nullable Secret secret;
  private final @Nullable RoomName lobby;
  private final Outbox outbox;
  private final Host host;
  private final RandomGenerator random;
  private final Token token;

  private @Nullable Nameplate nameplate;
  private @Nullable MakerPairing pairing;
  private boolean peerSeen;
  private boolean proven;

  MakerMeeting(SessionSetup.Maker setup, Outbox outbox, Host host, RandomGenerator random) {
    this.relay = setup.relay();
    this.options = setup.options();
    this.secret = setup.secret();
    this.lobby = null;
    this.outbox = outbox;
    this.host = host;
    this.random = random;
    this.token = Token.random(random);
    this.nameplate = setup.nameplate();
  }

  MakerMeeting(SessionSetup.Answerer setup, Outbox outbox, Host host, RandomGenerator random) {
    this.relay = setup.relay();
    this.options = setup.options();
    this.secret = null;
    this.lobby = setup.lobby().room();
    this.outbox = outbox;
    this.host = host;
    this.random = random;
    this.token = Token.random(random);
    this.pairing = pairingAt(MeetingPlace.of(lobby, setup.pairing(), Role.MAKER));
  }

  private MakerPairing pairingAt(MeetingPlace place) {
    return new MakerPairing(place, options.purpose(), options.guesses(), random);
  }

  @Override
  public Claim claim() {
    return lobby == null
        ? new Allocate(WireLimits.VERSION, token, nameplate)
        : new Enter(WireLimits.VERSION, token, lobby, Role.MAKER);
  }

  @Override
  public void onSeated(Nameplate granted, Presence peer, long nowNanos) {
    if (secret == null || (nameplate != null && !nameplate.equals(granted))) {
      host.fail(new SignalingFailure.Tampered("the relay granted another nameplate"));
      return;
    }
    nameplate = granted;
    if (pairing == null) {
      pairing = pairingAt(MeetingPlace.of(granted, secret));
      outbox.tell(new RendezvousEvent.CodeAllocated(new Code(granted, secret, null)));
      if (peer == Presence.NONE) {
        outbox.tell(new RendezvousEvent.Waiting());
      }
    }
    onPeer(peer == Presence.NONE ? Presence.LEFT : peer, nowNanos);
  }

  @Override
  public void onSeatedInRoom(Presence peer, long nowNanos) {
    onPeer(peer == Presence.NONE ? Presence.LEFT : peer, nowNanos);
  }

  /// Who was called answers where it was called.
  @Override
  public boolean moveTo(RoomName next, long nowNanos) {
    return false;
  }

  @Override
  public void onPeer(Presence peer, long nowNanos) {
    if (proven) {
      return;
    }
    switch (peer) {
      case HERE -> {
        if (!peerSeen) {
          peerSeen = true;
          outbox.tell(new RendezvousEvent.PeerJoined());
        }
      }
      case LEFT, NONE -> {
        if (peerSeen) {
          peerSeen = false;
          outbox.tell(new RendezvousEvent.PeerVanished());
        }
      }
      case AWAY, SILENT -> {}
    }
  }

  @Override
  public void onRelayLost(long nowNanos) {}

  @Override
  public boolean onRefused(RefusalReason reason, long nowNanos) {
    Nameplate wanted = nameplate;
    if (reason == RefusalReason.TAKEN && wanted != null && !proven) {
      host.fail(new SignalingFailure.NameplateTaken(wanted));
      return true;
    }
    if (reason == RefusalReason.OCCUPIED && lobby != null && !proven) {
      host.fail(new SignalingFailure.LobbyTaken());
      return true;
    }
    return false;
  }

  @Override
  public void onMessage(PairingMessage message, long nowNanos) {
    MakerPairing run = pairing;
    if (run == null) {
      return;
    }
    MakerPairing.Step step =
        switch (message) {
          case PairingMessage.Start start -> run.onStart(start, nowNanos);
          case PairingMessage.ConfirmB confirm -> run.onConfirm(confirm);
          case PairingMessage.ShareA echo -> new MakerPairing.Ignored();
          case PairingMessage.ConfirmA echo -> new MakerPairing.Ignored();
          case PairingMessage.Refusal echo -> new MakerPairing.Ignored();
        };
    act(step, nowNanos);
  }

  private void act(MakerPairing.Step step, long nowNanos) {
    switch (step) {
      case MakerPairing.Ignored ignored -> {}
      case MakerPairing.Answer answer -> host.say(answer.message());
      case MakerPairing.Proven done -> {
        proven = true;
        host.say(done.message());
        host.proven(done.keys(), Presence.NONE, nowNanos);
      }
      case MakerPairing.TurnedAway away -> {
        host.say(away.message());
        outbox.tell(new RendezvousEvent.OtherPurposeTried(away.theirs()));
      }
      case MakerPairing.Wrong wrong -> {
        host.say(wrong.message());
        host.fail(new SignalingFailure.WrongCode());
      }
      case MakerPairing.Spent spent -> host.fail(new SignalingFailure.CodeSpent());
    }
  }

  @Override
  public boolean outlastsRelay() {
    return lobby == null && pairing != null && !proven;
  }

  @Override
  public boolean waitsForSomebody() {
    return !proven;
  }

  @Override
  public SignalingFailure relayGone() {
    return new SignalingFailure.RelayUnreachable(relay, "it did not come back");
  }

  @Override
  public long deadlineNanos() {
    return Long.MAX_VALUE;
  }

  @Override
  public void onTimeout(long nowNanos) {}
}
