package sluice.signaling.session;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import sluice.signaling.ByeReason;
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

/// One end of a rendezvous, as an engine: `docs/protocol.md`, sections 2 to 6.
///
/// After each call, poll until null. Time starts at 0 and is in nanoseconds; no thread, socket or
/// clock in here.
public final class Session implements Meeting.Host {
  /// Without any connection after this long, the relay is unreachable.
  static final long FIRST_CONTACT_NANOS = 4_500_000_000L;

  /// How long a relay that was there is waited for, before the code is proven.
  static final long RELAY_RETURN_NANOS = 30_000_000_000L;

  /// How long the proven peer may take to appear in the room.
  static final long APPEAR_NANOS = 30_000_000_000L;

  static final long BYE_NANOS = 2_000_000_000L;

  private static final long NEVER = Long.MAX_VALUE;

  private enum Phase {
    /// The code is not proven.
    MEETING,
    /// It is, and the peer's HELLO has not come.
    PROVEN,
    PAIRED,
    /// BYE waits for its acknowledgement.
    LEAVING,
    ENDED
  }

  private final SessionSetup setup;
  private final RandomGenerator random;
  private final Role role;
  private final Outbox outbox = new Outbox();
  private final RelayLink link;
  private final Meeting meeting;
  private final PeerPresence presence = new PeerPresence(outbox);

  private Phase phase = Phase.MEETING;
  private @Nullable SessionKeys keys;
  private @Nullable SealedChannel channel;
  private Presence peer = Presence.NONE;
  private boolean contacted;
  private boolean lostTold;
  private String lastLoss = "no connection";
  private long openedAtNanos;
  private long firstContactAtNanos = NEVER;
  private long patienceAtNanos = NEVER;
  private long relayReturnAtNanos = NEVER;
  private long appearAtNanos = NEVER;
  private long byeAtNanos = NEVER;
  private long nowNanos;

  /// Nothing happens before [#open].
  ///
  /// @param random a secure one outside of simulations
  public Session(SessionSetup setup, RandomGenerator random) {
    this.setup = setup;
    this.random = random;
    switch (setup) {
      case SessionSetup.Maker maker -> {
        role = Role.MAKER;
        meeting = new MakerMeeting(maker, outbox, this, random);
      }
      case SessionSetup.Joiner joiner -> {
        role = Role.JOINER;
        meeting = new JoinerMeeting(joiner, outbox, this, random);
      }
    }
    link = new RelayLink(meeting::claim, outbox, random);
  }

  /// Begins, unless it was closed before.
  public void open(long now) {
    nowNanos = now;
    if (phase == Phase.ENDED) {
      return;
    }
    openedAtNanos = now;
    firstContactAtNanos = now + FIRST_CONTACT_NANOS;
    Duration patience = setup.options().patience();
    if (patience != null) {
      patienceAtNanos = now + patience.toNanos();
    }
    link.open();
  }

  /// The connection stands.
  public void connected(long now) {
    nowNanos = now;
    if (phase != Phase.ENDED) {
      if (!contacted) {
        firstContactAtNanos = openedAtNanos + FIRST_CONTACT_NANOS + RelayLink.CLAIM_TIMEOUT_NANOS;
      }
      link.onConnected(now);
    }
  }

  /// The connection ended, or could not be made.
  ///
  /// @param detail for a log
  public void disconnected(String detail, long now) {
    nowNanos = now;
    if (phase != Phase.ENDED) {
      link.onLost(0, now);
      onRelayLost(detail);
    }
  }

  /// One WebSocket text message of the relay.
  public void receive(String text, long now) {
    nowNanos = now;
    if (phase == Phase.ENDED) {
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
        if (phase == Phase.MEETING && !(link.claim() instanceof ClientMessage.Enter)) {
          onSeated(seated.peer());
          meeting.onSeated(seated.nameplate(), seated.peer(), nowNanos);
        }
      }
      case RelayMessage.SeatedInRoom seated -> {
        if (link.claim() instanceof ClientMessage.Enter enter
            && enter.room().equals(seated.room())) {
          onSeated(seated.peer());
          onPeer(seated.peer());
        }
      }
      case RelayMessage.PeerChanged changed -> {
        // While a claim is under way, this speaks of the seat given up.
        if (link.seated()) {
          onPeer(changed.state());
        }
      }
      case RelayMessage.Delivery delivery -> onPayload(delivery.payload().bytes());
      case RelayMessage.Ice ice ->
          outbox.tell(new RendezvousEvent.IceServersOffered(ice.servers(), ice.lifetimeSeconds()));
      case Refused refused -> onRefused(refused);
    }
  }

  private void onSeated(Presence other) {
    link.onSeated(nowNanos);
    peer = other;
    contacted = true;
    firstContactAtNanos = NEVER;
    relayReturnAtNanos = NEVER;
    if (phase == Phase.PROVEN) {
      appearAtNanos = nowNanos + APPEAR_NANOS;
    }
    if (lostTold) {
      lostTold = false;
      outbox.tell(new RendezvousEvent.RelayBack());
    }
  }

  private void onPeer(Presence state) {
    peer = state;
    switch (phase) {
      case MEETING -> meeting.onPeer(state, nowNanos);
      case PROVEN -> {
        if (state == Presence.LEFT) {
          fail(new SignalingFailure.PeerLeft());
        }
      }
      case PAIRED, LEAVING -> presence.on(state, nowNanos);
      case ENDED -> {}
    }
    SealedChannel sealed = channel;
    if (sealed != null) {
      if (state == Presence.HERE) {
        sealed.onReachable(nowNanos);
      } else {
        sealed.onUnreachable();
      }
    }
  }

  private void onRelayLost(String detail) {
    lastLoss = detail;
    peer = Presence.NONE;
    meeting.onRelayLost(nowNanos);
    presence.onRelayLost();
    if (channel != null) {
      channel.onUnreachable();
    }
    appearAtNanos = NEVER;
    if (!contacted) {
      return;
    }
    if (phase == Phase.LEAVING) {
      end(new RendezvousEvent.Closed());
      return;
    }
    if (phase != Phase.PAIRED && !meeting.outlastsRelay() && relayReturnAtNanos == NEVER) {
      relayReturnAtNanos = nowNanos + RELAY_RETURN_NANOS;
    }
    if (!lostTold) {
      lostTold = true;
      outbox.tell(new RendezvousEvent.RelayLost(detail));
    }
  }

  private void dropRelay(long atLeastNanos, String detail) {
    link.drop(atLeastNanos, nowNanos);
    onRelayLost(detail);
  }

  private void onRefused(Refused refused) {
    if (phase == Phase.MEETING && meeting.onRefused(refused.reason(), nowNanos)) {
      return;
    }
    if (refused.reason() == RefusalReason.TAKEN && link.claim() instanceof ClientMessage.Enter) {
      // The nameplate left behind is somebody else's by now.
      return;
    }
    boolean waitable =
        switch (refused.reason()) {
          case VERSION, MALFORMED, TOO_LARGE -> false;
          case EXPIRED -> phase != Phase.MEETING;
          case UNKNOWN, OCCUPIED, TAKEN, SLOW_DOWN, FULL, REPLACED, SHUTDOWN -> contacted;
        };
    if (waitable) {
      dropRelay(
          Duration.ofMillis(refused.retryAfterMillis()).toNanos(),
          "the relay refused: " + refused.reason().wireName());
    } else {
      fail(
          new SignalingFailure.RelayRefused(
              setup.relay(),
              refused.reason(),
              Duration.ofMillis(refused.retryAfterMillis()),
              refused.message()));
    }
  }

  private void onPayload(byte[] payload) {
    byte kind = payload.length == 0 ? 0 : payload[0];
    if (kind == SealedChannel.FRAME || kind == SealedChannel.ACK) {
      onSealed(kind, payload);
      return;
    }
    PairingMessage message = PairingMessage.parse(payload);
    if (message == null) {
      return;
    }
    if (message.speaker() == role) {
      // Section 3: "A kind that only oneself may send is an echo: the session ends, tampered."
      fail(new SignalingFailure.Tampered("our own pairing message came back"));
      return;
    }
    meeting.onMessage(message, nowNanos);
    if (channel != null && message instanceof PairingMessage.ConfirmB) {
      // Until its answer came, the joiner ignored what was sealed.
      channel.repeat();
    }
  }

  private void onSealed(byte kind, byte[] payload) {
    SealedChannel sealed = channel;
    if (sealed == null) {
      // Section 5.2: "Frames before the confirmation are ignored."
      return;
    }
    SealedChannel.Step step =
        kind == SealedChannel.FRAME
            ? sealed.onFrame(payload, nowNanos)
            : sealed.onAck(payload, nowNanos);
    switch (step) {
      case SealedChannel.Ignored ignored -> {}
      case SealedChannel.Delivered delivered -> onSealedMessage(delivered.message());
      case SealedChannel.Forged forged -> fail(new SignalingFailure.Tampered(forged.detail()));
      case SealedChannel.Malformed bad -> fail(new SignalingFailure.Malformed(bad.detail()));
    }
    if (phase == Phase.LEAVING && sealed.allAcknowledged()) {
      end(new RendezvousEvent.Closed());
    }
  }

  private void onSealedMessage(SealedMessage message) {
    switch (message) {
      case SealedMessage.Hello hello -> onHello(hello);
      case SealedMessage.Data data ->
          outbox.tell(
              new RendezvousEvent.MessageReceived(
                  ByteBuffer.wrap(data.message().toArray()).asReadOnlyBuffer()));
      case SealedMessage.Bye bye -> {
        presence.onBye();
        outbox.tell(new RendezvousEvent.ByeReceived(bye.reason(), bye.text()));
      }
    }
  }

  private void onHello(SealedMessage.Hello hello) {
    if (phase != Phase.PROVEN) {
      return;
    }
    phase = Phase.PAIRED;
    appearAtNanos = NEVER;
    relayReturnAtNanos = NEVER;
    outbox.tell(
        new RendezvousEvent.Paired(
            provenKeys().verificationWords(), WireLimits.VERSION, hello.features()));
    presence.on(peer == Presence.NONE ? Presence.HERE : peer, nowNanos);
  }

  // What the meeting asks.

  @Override
  public void say(PairingMessage message) {
    link.send(new ClientMessage.Send(message.payload()));
  }

  @Override
  public void moveTo(RoomName room, long now) {
    peer = Presence.NONE;
    link.move(new ClientMessage.Enter(WireLimits.VERSION, Token.random(random), room, role), now);
  }

  @Override
  public void proven(SessionKeys proven, long now) {
    phase = Phase.PROVEN;
    patienceAtNanos = NEVER;
    keys = proven;
    appearAtNanos = now + APPEAR_NANOS;
    SealedChannel sealed = new SealedChannel(role, proven);
    channel = sealed;
    sealed.enqueue(new SealedMessage.Hello(WireLimits.VERSION, setup.options().features()), now);
    if (!(link.claim() instanceof ClientMessage.Enter)) {
      moveTo(proven.room(), now);
    } else if (link.seated() && peer == Presence.HERE) {
      sealed.onReachable(now);
    }
  }

  @Override
  public void fail(SignalingFailure failure) {
    end(new RendezvousEvent.Failed(failure));
  }

  private void end(RendezvousEvent last) {
    if (phase != Phase.ENDED) {
      phase = Phase.ENDED;
      link.close();
      outbox.tell(last);
    }
  }

  // What the owner asks.

  /// Sends to the paired peer.
  ///
  /// @return false when too much waits already, or all is over
  /// @throws IllegalStateException before the pairing
  public boolean send(ByteBuffer message, long now) {
    nowNanos = now;
    if (message.remaining() > SealedMessage.MAX_DATA_BYTES) {
      throw new IllegalArgumentException("longer than " + SealedMessage.MAX_DATA_BYTES);
    }
    if (phase == Phase.LEAVING || phase == Phase.ENDED) {
      return false;
    }
    SealedChannel sealed = channel;
    if (phase != Phase.PAIRED || sealed == null) {
      throw new IllegalStateException("not paired");
    }
    if (!sealed.hasRoomFor(message.remaining())) {
      return false;
    }
    byte[] bytes = new byte[message.remaining()];
    message.get(bytes);
    sealed.enqueue(new SealedMessage.Data(Octets.of(bytes)), now);
    pump();
    return true;
  }

  /// Asks the relay for its ICE servers, where the seat in the room is held.
  public void askIceServers(long now) {
    nowNanos = now;
    link.send(new ClientMessage.AskIce());
  }

  /// Takes leave of a paired peer, or just ends.
  public void bye(ByeReason reason, String text, long now) {
    nowNanos = now;
    SealedChannel sealed = channel;
    if (phase == Phase.PAIRED && sealed != null && link.seated() && !presence.gone()) {
      phase = Phase.LEAVING;
      byeAtNanos = now + BYE_NANOS;
      sealed.enqueue(new SealedMessage.Bye(reason, text), now);
      pump();
    } else if (phase != Phase.LEAVING) {
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
    return phase == Phase.ENDED;
  }

  /// The secret for a later session, 32 bytes.
  ///
  /// @throws IllegalStateException before the pairing
  public byte[] resumeSecret() {
    return provenKeys().resumeSecret();
  }

  private SessionKeys provenKeys() {
    if (keys == null) {
      throw new IllegalStateException("not paired");
    }
    return keys;
  }

  // Time and output.

  /// When [#onTimeout] wants to be called; [Long#MAX_VALUE] for never.
  public long deadlineNanos() {
    if (phase == Phase.ENDED) {
      return NEVER;
    }
    long own = Math.min(Math.min(firstContactAtNanos, patienceAtNanos), byeAtNanos);
    long peers = Math.min(Math.min(relayReturnAtNanos, appearAtNanos), presence.deadlineNanos());
    long parts = Math.min(link.deadlineNanos(), meeting.deadlineNanos());
    long sealed = channel == null ? NEVER : channel.deadlineNanos();
    return Math.min(Math.min(own, peers), Math.min(parts, sealed));
  }

  /// Time has come to `now`.
  public void onTimeout(long now) {
    nowNanos = now;
    if (phase == Phase.ENDED || limitReached()) {
      return;
    }
    if (link.onTimeout(now)) {
      dropRelay(0, "the relay did not answer a claim");
    }
    meeting.onTimeout(now);
    presence.onTimeout(now);
    if (channel != null && !channel.onTimeout(now)) {
      fail(new SignalingFailure.NotDelivered());
    }
    pump();
  }

  private boolean limitReached() {
    if (byeAtNanos <= nowNanos) {
      end(new RendezvousEvent.Closed());
    } else if (firstContactAtNanos <= nowNanos) {
      fail(new SignalingFailure.RelayUnreachable(setup.relay(), lastLoss));
    } else if (relayReturnAtNanos <= nowNanos) {
      fail(meeting.relayGone());
    } else if (appearAtNanos <= nowNanos) {
      fail(
          peer == Presence.HERE
              ? new SignalingFailure.NotDelivered()
              : new SignalingFailure.PeerLeft());
    } else if (patienceAtNanos <= nowNanos) {
      return outOfPatience();
    } else {
      return false;
    }
    return true;
  }

  private boolean outOfPatience() {
    patienceAtNanos = NEVER;
    Duration patience = setup.options().patience();
    if (patience == null || !meeting.waitsForSomebody()) {
      return false;
    }
    fail(new SignalingFailure.NobodyCame(patience));
    return true;
  }

  /// The next thing to do, or null.
  public @Nullable SessionOutput poll() {
    return outbox.poll();
  }

  private void pump() {
    SealedChannel sealed = channel;
    if (sealed == null || phase == Phase.ENDED || !link.seated()) {
      return;
    }
    Payload payload;
    while ((payload = sealed.poll(nowNanos)) != null) {
      link.send(new ClientMessage.Send(payload));
    }
  }
}
