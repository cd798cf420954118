package sluice.signaling.session;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import sluice.signaling.ByeReason;
import sluice.signaling.Departure;
import sluice.signaling.RendezvousEvent;
import sluice.signaling.SignalingFailure;
import sluice.signaling.pake.Octets;
import sluice.signaling.wire.ClientMessage;
import sluice.signaling.wire.Decoded;
import sluice.signaling.wire.Payload;
import sluice.signaling.wire.Presence;
import sluice.signaling.wire.RefusalReason;
import sluice.signaling.wire.RelayMessage;
import sluice.signaling.wire.RelayMessage.Refused;
import sluice.signaling.wire.Role;
import sluice.signaling.wire.RoomName;
import sluice.signaling.wire.Token;
import sluice.signaling.wire.WireLimits;
import sluice.signaling.wire.WireReader;

/// One end of a rendezvous, as an engine: `docs/protocol.md`, sections 2 to 6. It is a [Meeting]
/// until the code is proven and a [Room] afterwards, over one [RelayLink].
///
/// After each call, poll until null. Time starts at 0 and is in nanoseconds; no thread, socket or
/// clock in here.
public final class Session {
  private static final long NEVER = Long.MAX_VALUE;

  private final SessionSetup setup;
  private final RandomGenerator random;
  private final Role role;
  private final Outbox outbox = new Outbox();
  private final RelayLink link;
  private final Meeting meeting;
  private final WaitLimits limits;
  private final IceLease lease = new IceLease();

  private @Nullable Room room;
  private boolean ended;
  private @Nullable Departure lossTold;
  private long nowNanos;

  /// Nothing happens before [#open].
  ///
  /// @param random a secure one outside of simulations
  public Session(SessionSetup setup, RandomGenerator random) {
    this.setup = setup;
    this.random = random;
    Host host = new Host();
    switch (setup) {
      case SessionSetup.Maker maker -> {
        role = Role.MAKER;
        meeting = new MakerMeeting(maker, outbox, host, random);
      }
      case SessionSetup.Joiner joiner -> {
        role = Role.JOINER;
        meeting = new JoinerMeeting(joiner, outbox, host, random);
      }
      case SessionSetup.Answerer answerer -> {
        role = Role.MAKER;
        meeting = new MakerMeeting(answerer, outbox, host, random);
      }
      case SessionSetup.Caller caller -> {
        role = Role.JOINER;
        meeting = new JoinerMeeting(caller, outbox, host, random);
      }
    }
    link = new RelayLink(meeting::claim, outbox, random);
    limits = new WaitLimits(setup, meeting);
  }

  /// Begins, unless it was closed before.
  public void open(long now) {
    nowNanos = now;
    if (!ended) {
      limits.onOpen(now);
      link.open();
    }
  }

  /// The connection stands.
  public void connected(long now) {
    nowNanos = now;
    if (!ended) {
      limits.onConnected();
      link.onConnected(now);
    }
  }

  /// The connection ended, or could not be made.
  ///
  /// @param detail for a log
  public void disconnected(String detail, Departure how, long now) {
    nowNanos = now;
    if (!ended) {
      link.onLost(0, now);
      onRelayLost(detail, how);
    }
  }

  /// The owner needs the room soon: does not wait for the end of a long pause between two attempts.
  public void hurry(long now) {
    nowNanos = now;
    if (!ended) {
      link.hurry(now);
    }
  }

  /// One WebSocket text message of the relay.
  public void receive(String text, long now) {
    nowNanos = now;
    if (ended) {
      return;
    }
    switch (WireReader.relayMessage(text)) {
      case Decoded.Valid<RelayMessage>(RelayMessage message) -> onMessage(message);
      case Decoded.UnknownType<RelayMessage> unknown -> {}
      case Decoded.Malformed<RelayMessage> malformed ->
          dropRelay(0, "the relay sent what is no message: " + malformed.reason());
    }
    pump();
  }

  private void onMessage(RelayMessage message) {
    switch (message) {
      case RelayMessage.SeatedAtNameplate seated -> {
        if (!(link.claim() instanceof ClientMessage.Enter)) {
          onSeated();
          meeting.onSeated(seated.nameplate(), seated.peer(), nowNanos);
        }
      }
      case RelayMessage.SeatedInRoom seated -> {
        if (link.claim() instanceof ClientMessage.Enter enter
            && enter.room().equals(seated.room())) {
          onSeated();
          onSeatedInRoom(seated.peer());
        }
      }
      case RelayMessage.PeerChanged changed -> {
        // While a claim is under way, this speaks of the seat given up.
        if (link.seated()) {
          onPeer(changed.state());
        }
      }
      case RelayMessage.Delivery delivery -> onPayload(delivery.payload().bytes());
      case RelayMessage.Ice ice -> {
        lease.onOffer(ice.lifetimeSeconds(), nowNanos);
        outbox.tell(new RendezvousEvent.IceServersOffered(ice.servers(), ice.lifetimeSeconds()));
      }
      case RelayMessage.Forwarding forwarding -> {
        if (room != null && link.seated()) {
          outbox.tell(new RendezvousEvent.ForwardingOffered(forwarding.bytesPerSecond()));
        }
      }
      case RelayMessage.Watching watching -> {}
      case RelayMessage.Called called -> {}
      case Refused refused -> onRefused(refused);
    }
  }

  private void onSeated() {
    link.onSeated(nowNanos);
    limits.onSeated(nowNanos);
    if (lossTold != null) {
      lossTold = null;
      outbox.tell(new RendezvousEvent.RelayBack());
    }
  }

  private void onSeatedInRoom(Presence peer) {
    if (room == null) {
      meeting.onSeatedInRoom(peer, nowNanos);
    } else {
      room.onSeated(peer, nowNanos);
    }
  }

  /// The hour has turned: who waits in a lobby for a paired peer goes on to this one. Does nothing once
  /// somebody is met.
  ///
  /// @return whether it is the lobby now
  public boolean moveTo(RoomName lobby, long now) {
    nowNanos = now;
    return !ended && room == null && meeting.moveTo(lobby, now);
  }

  private void onPeer(Presence state) {
    if (room == null) {
      meeting.onPeer(state, nowNanos);
    } else {
      room.onPeer(state, nowNanos);
    }
  }

  private void onRelayLost(String detail, Departure how) {
    limits.onLost(detail);
    lease.onRelayLost();
    meeting.onRelayLost(nowNanos);
    if (room != null) {
      room.onRelayLost();
    }
    if (!limits.contacted() || ended) {
      return;
    }
    boolean paired = room != null && room.paired();
    if (!paired && !meeting.outlastsRelay()) {
      limits.limitReturn(nowNanos);
    }
    if (lossTold == null || (lossTold == Departure.SILENT && how == Departure.CLOSED)) {
      lossTold = how;
      outbox.tell(new RendezvousEvent.RelayLost(detail, how));
    }
  }

  private void dropRelay(long atLeastNanos, String detail) {
    link.drop(atLeastNanos, nowNanos);
    // Whatever it did, it answers: the relay is there, and with it what it knows of the peer.
    onRelayLost(detail, Departure.CLOSED);
  }

  private void onRefused(Refused refused) {
    if (room == null && meeting.onRefused(refused.reason(), nowNanos)) {
      limits.onAnswered();
      return;
    }
    if (refused.reason() == RefusalReason.TAKEN && link.claim() instanceof ClientMessage.Enter) {
      // The nameplate left behind is somebody else's by now.
      return;
    }
    Duration retryAfter = Duration.ofMillis(refused.retryAfterMillis());
    if (limits.isWaitable(refused.reason(), room != null)) {
      dropRelay(retryAfter.toNanos(), "the relay refused: " + refused.reason().wireName());
    } else {
      end(
          new RendezvousEvent.Failed(
              new SignalingFailure.RelayRefused(
                  setup.relay(), refused.reason(), retryAfter, refused.message())));
    }
  }

  private void onPayload(byte[] payload) {
    byte kind = payload.length == 0 ? 0 : payload[0];
    if (kind == SealedChannel.FRAME || kind == SealedChannel.ACK) {
      // Section 5.2: "Frames before the confirmation are ignored."
      if (room != null && kind == SealedChannel.FRAME) {
        room.onFrame(payload, nowNanos);
      } else if (room != null) {
        room.onAck(payload, nowNanos);
      }
      return;
    }
    PairingMessage message = PairingMessage.parse(payload);
    if (message == null) {
      return;
    }
    if (message.speaker() == role) {
      // Section 3: "A kind that only oneself may send is an echo: the session ends, tampered."
      end(
          new RendezvousEvent.Failed(
              new SignalingFailure.Tampered("our own pairing message came back")));
      return;
    }
    meeting.onMessage(message, nowNanos);
    if (room != null && message instanceof PairingMessage.ConfirmB) {
      room.onProofRepeated();
    }
  }

  /// What the parts ask of the whole.
  private final class Host implements Meeting.Host, Room.Host {
    @Override
    public void say(PairingMessage message) {
      link.send(new ClientMessage.Send(message.payload()));
    }

    @Override
    public void moveTo(RoomName name, long now) {
      link.move(new ClientMessage.Enter(WireLimits.VERSION, Token.random(random), name, role), now);
    }

    @Override
    public void proven(SessionKeys keys, Presence peer, long now) {
      limits.onProven();
      Room entered = new Room(role, keys, setup.options().features(), outbox, this, now);
      room = entered;
      if (!(link.claim() instanceof ClientMessage.Enter enter
          && enter.room().equals(keys.room()))) {
        moveTo(keys.room(), now);
      } else if (link.seated()) {
        entered.onSeated(peer, now);
      }
    }

    @Override
    public void claimAgain(long now) {
      link.claimAgain(now);
    }

    @Override
    public void fail(SignalingFailure failure) {
      end(new RendezvousEvent.Failed(failure));
    }

    @Override
    public void close() {
      end(new RendezvousEvent.Closed());
    }
  }

  private void end(RendezvousEvent last) {
    if (!ended) {
      ended = true;
      link.close();
      outbox.tell(last);
    }
  }

  /// Sends to the paired peer.
  ///
  /// @return false when too much waits already, or all is over
  /// @throws IllegalStateException before the pairing
  public boolean send(ByteBuffer message, long now) {
    nowNanos = now;
    if (message.remaining() > SealedMessage.MAX_DATA_BYTES) {
      throw new IllegalArgumentException("longer than " + SealedMessage.MAX_DATA_BYTES);
    }
    if (ended) {
      return false;
    }
    boolean taken = provenRoom().send(message, now);
    pump();
    return taken;
  }

  /// Takes leave of a paired peer, or just ends.
  public void bye(ByeReason reason, String text, long now) {
    nowNanos = now;
    if (room != null && room.leaving()) {
      return;
    }
    if (room != null && room.takeLeave(reason, text, now)) {
      pump();
    } else {
      close(now);
    }
  }

  /// Ends without a word to the peer.
  public void close(long now) {
    nowNanos = now;
    end(new RendezvousEvent.Closed());
  }

  /// Whether nothing will happen any more.
  public boolean ended() {
    return ended;
  }

  /// The secret for a later session, 32 bytes.
  ///
  /// @throws IllegalStateException before the pairing
  public byte[] resumeSecret() {
    return provenRoom().resumeSecret();
  }

  /// The secret of a pairing for good, 32 bytes, the same at both ends: section 9.
  ///
  /// @param own this installation
  /// @param theirs the other end's
  /// @throws IllegalStateException before the pairing
  public byte[] pairingSecret(Octets own, Octets theirs) {
    return switch (role) {
      case MAKER -> provenRoom().pairingSecret(own, theirs);
      case JOINER -> provenRoom().pairingSecret(theirs, own);
    };
  }

  private Room provenRoom() {
    if (room == null) {
      throw new IllegalStateException("not paired");
    }
    return room;
  }

  /// When [#onTimeout] wants to be called; [Long#MAX_VALUE] for never.
  public long deadlineNanos() {
    if (ended) {
      return NEVER;
    }
    long parts = Math.min(link.deadlineNanos(), meeting.deadlineNanos());
    long inRoom = room == null ? NEVER : room.deadlineNanos();
    long waits = Math.min(limits.deadlineNanos(), lease.deadlineNanos());
    return Math.min(Math.min(waits, parts), inRoom);
  }

  /// Time has come to `now`.
  public void onTimeout(long now) {
    nowNanos = now;
    SignalingFailure failure = limits.reached(now);
    if (failure != null) {
      end(new RendezvousEvent.Failed(failure));
    }
    if (ended) {
      return;
    }
    if (link.onTimeout(now)) {
      dropRelay(0, "the relay did not answer a claim");
    }
    if (lease.onTimeout(now)) {
      link.send(new ClientMessage.AskIce());
    }
    meeting.onTimeout(now);
    if (room != null) {
      room.onTimeout(now);
    }
    pump();
  }

  /// The next thing to do, or null.
  public @Nullable SessionOutput poll() {
    return outbox.poll();
  }

  private void pump() {
    if (room == null || ended || !link.seated()) {
      return;
    }
    Payload payload;
    while ((payload = room.poll(nowNanos)) != null) {
      link.send(new ClientMessage.Send(payload));
    }
  }
}
