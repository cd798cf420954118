package sluice.transport.channel;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import sluice.transport.sctp.SendOptions;

/// One data channel of a [ChannelEngine], which alone changes it.
public final class Channel {

  /// Where a channel is in its life.
  public enum State {
    /// Ours; not yet acknowledged by the peer. Messages may be sent.
    OPENING,
    /// Known to both ends.
    OPEN,
    /// One of the ends closes it; what was sent before is still delivered.
    CLOSING,
    /// Gone.
    CLOSED
  }

  /// A message that the association has not taken yet.
  record Outgoing(int payloadProtocolId, ByteBuffer message) {}

  /// A received message that waits while the channel is paused.
  record Held(MessageKind kind, ByteBuffer payload) {}

  static final int NO_STREAM = -1;

  final Deque<Outgoing> outbox = new ArrayDeque<>();
  final Deque<Held> held = new ArrayDeque<>();
  final ChannelSettings settings;
  final SendOptions sendOptions;
  State state;
  ChannelEvent.Cause cause = ChannelEvent.Cause.BY_PEER;
  int streamId = NO_STREAM;
  long outboxBytes;
  long lowThresholdBytes;
  boolean paused;
  boolean acknowledged;
  boolean dirty;
  boolean incomingReset;
  boolean outgoingReset;
  boolean resetRequested;
  boolean delivering;
  boolean outboxFull;
  boolean lowThresholdChanged;
  @Nullable PartialMessage partial;

  Channel(ChannelSettings settings, State state) {
    this.settings = settings;
    this.state = state;
    this.sendOptions = settings.sendOptions();
  }

  /// What the ends agreed on.
  public ChannelSettings settings() {
    return settings;
  }

  /// Where it is in its life.
  public State state() {
    return state;
  }

  /// The stream that carries it, or -1 while none is known.
  public int streamId() {
    return streamId;
  }

  boolean isSending() {
    return state == State.OPENING || state == State.OPEN;
  }

  boolean isEnding() {
    return state == State.CLOSING || state == State.CLOSED;
  }

  /// Both directions are reset and nothing waits for the application.
  boolean isFinished() {
    return incomingReset && outgoingReset && held.isEmpty();
  }

  /// Until the peer has shown that it knows the channel, messages are sent ordered: none may overtake
  /// the DATA_CHANNEL_OPEN (RFC 8832, section 6).
  SendOptions currentSendOptions() {
    return acknowledged ? sendOptions : settings.sendOptions(SendOptions.Ordering.ORDERED);
  }
}
