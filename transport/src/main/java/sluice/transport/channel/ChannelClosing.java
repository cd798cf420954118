package sluice.transport.channel;

import java.util.ArrayList;
import java.util.List;
import sluice.transport.channel.Channel.State;
import sluice.transport.channel.ChannelEvent.Cause;
import sluice.transport.sctp.Association;

/// Closes channels by resetting their streams, each end its own direction (RFC 8831, section 6.7).
final class ChannelClosing {
  private final StreamTable streams;
  private final ChannelInbox inbox;
  private final ChannelOutbox outbox;
  private final ChannelEngine engine;
  private final List<Integer> resetsWanted = new ArrayList<>();

  ChannelClosing(
      StreamTable streams, ChannelInbox inbox, ChannelOutbox outbox, ChannelEngine engine) {
    this.streams = streams;
    this.inbox = inbox;
    this.outbox = outbox;
    this.engine = engine;
  }

  /// Resets our direction of a closing channel whose outbox is empty, once. A reset that an earlier
  /// channel of the stream left under way comes first.
  void begin(Channel channel) {
    if (channel.resetRequested) {
      return;
    }
    if (streams.isResetting(channel.streamId)) {
      engine.markDirty(channel);
      return;
    }
    channel.resetRequested = true;
    refuse(channel.streamId);
  }

  /// Resets our direction of a stream that carries no channel of ours.
  void refuse(int streamId) {
    if (!streams.isResetting(streamId)) {
      streams.beginReset(streamId);
      resetsWanted.add(streamId);
    }
  }

  /// Asks the association for all resets that are wanted.
  void resetStreams(Association sctp, long nowNanos) {
    if (!resetsWanted.isEmpty()) {
      List<Integer> resets = List.copyOf(resetsWanted);
      resetsWanted.clear();
      sctp.resetStreams(resets, nowNanos);
    }
  }

  void forget() {
    resetsWanted.clear();
  }

  /// The peer closes the channel, or joins in closing it: our direction is to be reset as well
  /// (RFC 8831, section 6.7). What still waited in the outbox has no reader any more.
  void onIncomingReset(int streamId) {
    inbox.forgetEarly(streamId);
    Channel channel = streams.channel(streamId);
    if (channel == null || channel.incomingReset) {
      return;
    }
    channel.incomingReset = true;
    if (channel.isSending()) {
      channel.state = State.CLOSING;
      channel.cause = Cause.BY_PEER;
      outbox.discard(channel);
    }
    engine.markDirty(channel);
    engine.finishIfDone(channel);
  }

  void onOutgoingReset(int streamId) {
    streams.endReset(streamId);
    Channel channel = streams.channel(streamId);
    if (channel == null) {
      return;
    }
    if (channel.resetRequested) {
      channel.outgoingReset = true;
      engine.finishIfDone(channel);
    } else {
      engine.markDirty(channel);
    }
  }

  /// Without resets a stream cannot be used again: it stays marked as being reset.
  void onResetRefused(int streamId) {
    Channel channel = streams.channel(streamId);
    if (channel != null && channel.resetRequested) {
      channel.outgoingReset = true;
      channel.incomingReset = true;
      engine.finishIfDone(channel);
    }
  }
}
