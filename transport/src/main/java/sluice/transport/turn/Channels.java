package sluice.transport.turn;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Channels of an allocation: four bytes in front of a datagram in place of 36 (RFC 8656, section 12).
final class Channels {
  /// Peers beyond this number are reached by Send indications.
  static final int MAX = 16;

  /// A channel that carried nothing for so long is not refreshed any more.
  static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(5);

  /// A binding that was asked for so long ago is gone (RFC 8656, section 12: 10 minutes), or nearly.
  static final long LIFE_NANOS = TimeUnit.MINUTES.toNanos(9);

  /// RFC 8656, section 12: a channel lasts 10 minutes, and for 5 more "the channel number MUST NOT be bound" to another
  /// peer, nor the peer to another channel.
  static final long REST_NANOS = TimeUnit.MINUTES.toNanos(15);

  static final class Channel {
    final int number;
    final InetSocketAddress peer;
    boolean bound;
    boolean asking;
    boolean refused;
    long dueNanos;
    long usedNanos;

    /// When its binding was last asked for.
    long askedNanos;

    Channel(int number, InetSocketAddress peer, long nowNanos) {
      this.number = number;
      this.peer = peer;
      this.dueNanos = nowNanos;
      this.usedNanos = nowNanos;
      this.askedNanos = nowNanos;
    }

    /// 0 while nothing may be sent by it.
    private int number(long nowNanos) {
      return bound && !refused && nowNanos - askedNanos < LIFE_NANOS ? number : 0;
    }

    private boolean idle(long nowNanos) {
      return nowNanos - usedNanos > IDLE_NANOS;
    }
  }

  private final long refreshNanos;
  private final List<Channel> channels = new ArrayList<>();
  private int next = ChannelData.FIRST_CHANNEL;

  Channels(long refreshNanos) {
    this.refreshNanos = refreshNanos;
  }

  /// The number to send to this peer by, or 0 while there is none; then one is wanted from now on.
  int use(InetSocketAddress peer, long nowNanos) {
    Channel channel = of(peer);
    if (channel == null) {
      channels.removeIf(each -> nowNanos - each.askedNanos > REST_NANOS);
      if (channels.size() < MAX) {
        channels.add(new Channel(number(), peer, nowNanos));
      }
      return 0;
    }
    channel.usedNanos = nowNanos;
    return channel.number(nowNanos);
  }

  /// The number of a channel that is there already, or 0.
  int bound(InetSocketAddress peer, long nowNanos) {
    Channel channel = of(peer);
    return channel == null ? 0 : channel.number(nowNanos);
  }

  private int number() {
    int number = next;
    next = number == ChannelData.LAST_CHANNEL ? ChannelData.FIRST_CHANNEL : number + 1;
    return of(number) == null ? number : number();
  }

  @Nullable Channel of(InetSocketAddress peer) {
    for (Channel each : channels) {
      if (each.peer.equals(peer)) {
        return each;
      }
    }
    return null;
  }

  @Nullable Channel of(int number) {
    for (Channel each : channels) {
      if (each.number == number) {
        return each;
      }
    }
    return null;
  }

  /// A channel whose binding is to be asked for now, or null.
  @Nullable Channel pollDue(long nowNanos) {
    for (Channel each : channels) {
      if (!each.asking && each.dueNanos <= nowNanos && !each.idle(nowNanos)) {
        each.asking = true;
        each.askedNanos = nowNanos;
        return each;
      }
    }
    return null;
  }

  long deadlineNanos(long nowNanos) {
    long deadline = Long.MAX_VALUE;
    for (Channel each : channels) {
      if (!each.asking && !each.idle(Math.max(nowNanos, each.dueNanos))) {
        deadline = Math.min(deadline, each.dueNanos);
      }
    }
    return deadline;
  }

  void granted(int number, long nowNanos) {
    Channel channel = of(number);
    if (channel != null) {
      channel.bound = true;
      channel.refused = false;
      channel.asking = false;
      channel.dueNanos = nowNanos + refreshNanos;
    }
  }

  /// The server said no: Send indications remain; it is asked again when it would have been asked anyway.
  void refused(int number, long nowNanos) {
    Channel channel = of(number);
    if (channel != null) {
      channel.refused = true;
      channel.asking = false;
      channel.dueNanos = nowNanos + refreshNanos;
    }
  }
}
