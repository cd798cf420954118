package sluice.transport.channel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which channel each stream carries, and which outgoing streams are being reset.
final class StreamTable {
  /// INIT counts streams in 16 bits: of 65,535 the last one is this.
  private static final int MAX_STREAM_ID = 65_534;

  private final BitSet resetting = new BitSet();
  private @Nullable Channel[] channels = new Channel[16];
  private int usableStreams = MAX_STREAM_ID + 1;
  private int size;

  /// The association allows so many streams in each direction.
  void limit(int streams) {
    usableStreams = Math.min(streams, MAX_STREAM_ID + 1);
  }

  int size() {
    return size;
  }

  @Nullable Channel channel(int streamId) {
    return streamId < channels.length ? channels[streamId] : null;
  }

  /// Lets the stream carry the channel, in place of another if there is one.
  void put(int streamId, Channel channel) {
    if (streamId >= channels.length) {
      channels = Arrays.copyOf(channels, Math.max(streamId + 1, 2 * channels.length));
    }
    if (channels[streamId] == null) {
      size++;
    }
    channels[streamId] = channel;
    channel.streamId = streamId;
  }

  /// Frees the channel's stream, if it is still the one that the stream carries.
  void remove(Channel channel) {
    if (channel.streamId >= 0 && channel(channel.streamId) == channel) {
      channels[channel.streamId] = null;
      size--;
    }
  }

  /// The lowest free stream of this parity, or [Channel#NO_STREAM]. A stream is free only when both
  /// its directions have been reset (RFC 8831, section 6.7).
  int firstFree(StreamParity parity) {
    for (int id = parity.first(); id < usableStreams; id += 2) {
      if (channel(id) == null && !resetting.get(id)) {
        return id;
      }
    }
    return Channel.NO_STREAM;
  }

  boolean isUsable(int streamId) {
    return streamId < usableStreams;
  }

  boolean isResetting(int streamId) {
    return resetting.get(streamId);
  }

  /// Counts as being reset until [#endReset].
  void beginReset(int streamId) {
    resetting.set(streamId);
  }

  void endReset(int streamId) {
    resetting.clear(streamId);
  }

  List<Channel> all() {
    List<Channel> all = new ArrayList<>(size);
    for (Channel channel : channels) {
      if (channel != null) {
        all.add(channel);
      }
    }
    return all;
  }

  void clear() {
    Arrays.fill(channels, null);
    resetting.clear();
    size = 0;
  }
}
