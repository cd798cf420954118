package sluice.signaling.session;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.signaling.ByeReason;
import sluice.signaling.RendezvousEvent;
import sluice.signaling.SignalingFailure;
import sluice.signaling.pake.Octets;
import sluice.signaling.wire.Payload;
import sluice.signaling.wire.Presence;
import sluice.signaling.wire.Role;
import sluice.signaling.wire.WireLimits;

/// The part of a session after the code is proven: HELLO, messages, BYE, and whether the peer is
/// there. Sections 5 and 6.
final class Room {
  /// How long the proven peer may take to appear.
  static final long APPEAR_NANOS = 30_000_000_000L;

  static final long BYE_NANOS = 2_000_000_000L;

  private static final long NEVER = Long.MAX_VALUE;

  /// What a room asks of its session.
  interface Host {
    /// It cannot go on.
    void fail(SignalingFailure failure);

    /// Leave is taken.
    void close();
  }

  private enum Phase {
    /// The peer's HELLO has not come.
    PROVEN,
    PAIRED,
    /// BYE waits for its acknowledgement.
    LEAVING
  }

  private final SessionKeys keys;
  private final SealedChannel channel;
  private final PeerPresence presence;
  private final Outbox outbox;
  private final Host host;

  private Phase phase = Phase.PROVEN;
  private Presence peer = Presence.NONE;
  private long appearAtNanos;
  private long byeAtNanos = NEVER;

  Room(Role self, SessionKeys keys, Set<String> features, Outbox outbox, Host host, long nowNanos) {
    this.keys = keys;
    this.channel = new SealedChannel(self, keys);
    this.presence = new PeerPresence(outbox);
    this.outbox = outbox;
    this.host = host;
    this.appearAtNanos = nowNanos + APPEAR_NANOS;
    channel.enqueue(new SealedMessage.Hello(WireLimits.VERSION, features), nowNanos);
  }

  boolean paired() {
    return phase != Phase.PROVEN;
  }

  boolean leaving() {
    return phase == Phase.LEAVING;
  }

  byte[] resumeSecret() {
    return keys.resumeSecret();
  }

  byte[] pairingSecret(Octets maker, Octets joiner) {
    return keys.pairingSecret(maker, joiner);
  }

  /// The own seat is held (again).
  void onSeated(Presence other, long nowNanos) {
    if (phase == Phase.PROVEN) {
      appearAtNanos = nowNanos + APPEAR_NANOS;
    }
    onPeer(other, nowNanos);
  }

  void onPeer(Presence state, long nowNanos) {
    peer = state;
    if (phase != Phase.PROVEN) {
      presence.on(state, nowNanos);
    } else if (state == Presence.LEFT) {
      host.fail(new SignalingFailure.PeerLeft());
      return;
    }
    if (state == Presence.HERE) {
      channel.onReachable(nowNanos);
    } else {
      channel.onUnreachable();
    }
  }

  void onRelayLost() {
    peer = Presence.NONE;
    presence.onRelayLost();
    channel.onUnreachable();
    appearAtNanos = NEVER;
    if (phase == Phase.LEAVING) {
      host.close();
    }
  }

  /// The joiner asked for the maker's proof again; until it came, it ignored what was sealed.
  void onProofRepeated() {
    channel.repeat();
  }

  void onFrame(byte[] frame, long nowNanos) {
    act(channel.onFrame(frame, nowNanos), nowNanos);
  }

  void onAck(byte[] ack, long nowNanos) {
    act(channel.onAck(ack, nowNanos), nowNanos);
    if (phase == Phase.LEAVING && channel.allAcknowledged()) {
      host.close();
    }
  }

  private void act(SealedChannel.Step step, long nowNanos) {
    switch (step) {
      case SealedChannel.Ignored ignored -> {}
      case SealedChannel.Delivered(SealedMessage.Hello hello) -> onHello(hello, nowNanos);
      case SealedChannel.Delivered(SealedMessage.Data(Octets message)) ->
          outbox.tell(
              new RendezvousEvent.MessageReceived(
                  ByteBuffer.wrap(message.toArray()).asReadOnlyBuffer()));
      case SealedChannel.Delivered(SealedMessage.Bye(ByeReason reason, String text)) -> {
        presence.onBye();
        outbox.tell(new RendezvousEvent.ByeReceived(reason, text));
      }
      case SealedChannel.Forged forged -> host.fail(new SignalingFailure.Tampered(forged.detail()));
      case SealedChannel.Malformed bad -> host.fail(new SignalingFailure.Malformed(bad.detail()));
    }
  }

  private void onHello(SealedMessage.Hello hello, long nowNanos) {
    phase = Phase.PAIRED;
    appearAtNanos = NEVER;
    List<String> words = keys.verificationWords();
    outbox.tell(new RendezvousEvent.Paired(words, WireLimits.VERSION, hello.features()));
    // What it sent arrived: it was there a moment ago, whatever the relay has not said yet.
    presence.on(peer == Presence.NONE ? Presence.HERE : peer, nowNanos);
  }

  /// Takes a message of the application.
  ///
  /// @return false when too much waits already, or leave is being taken
  boolean send(ByteBuffer message, long nowNanos) {
    if (phase == Phase.PROVEN) {
      throw new IllegalStateException("not paired");
    }
    if (phase == Phase.LEAVING || !channel.hasRoomFor(message.remaining())) {
      return false;
    }
    byte[] bytes = new byte[message.remaining()];
    message.get(bytes);
    channel.enqueue(new SealedMessage.Data(Octets.of(bytes)), nowNanos);
    return true;
  }

  /// Sends BYE where somebody may hear it.
  ///
  /// @return false where nobody will: close at once
  boolean takeLeave(ByeReason reason, String text, long nowNanos) {
    if (phase != Phase.PAIRED || peer != Presence.HERE) {
      return false;
    }
    phase = Phase.LEAVING;
    byeAtNanos = nowNanos + BYE_NANOS;
    channel.enqueue(new SealedMessage.Bye(reason, text), nowNanos);
    return true;
  }

  long deadlineNanos() {
    return Math.min(
        Math.min(appearAtNanos, byeAtNanos),
        Math.min(presence.deadlineNanos(), channel.deadlineNanos()));
  }

  void onTimeout(long nowNanos) {
    if (byeAtNanos <= nowNanos) {
      host.close();
    } else if (appearAtNanos <= nowNanos) {
      host.fail(
          peer == Presence.HERE
              ? new SignalingFailure.NotDelivered()
              : new SignalingFailure.PeerLeft());
    } else {
      presence.onTimeout(nowNanos);
      if (!channel.onTimeout(nowNanos)) {
        host.fail(new SignalingFailure.NotDelivered());
      }
    }
  }

  /// The next payload for the peer, or null.
  @Nullable Payload poll(long nowNanos) {
    return channel.poll(nowNanos);
  }
}
