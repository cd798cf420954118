package sluice.transport.channel;

/// The most that a [ChannelEngine] keeps, whatever either side asks for.
///
/// @param maxChannels open at a time, ours and the peer's together
/// @param maxLabelBytes of a label, and of a protocol, in UTF-8; at most 65,535
/// @param maxReceiveMessageBytes of one received message; a longer one closes its channel
/// @param maxOutboxBytes that each channel keeps until the association takes them
/// @param maxEarlyBytes received on streams that no channel was opened on yet, all together
public record ChannelLimits(
    int maxChannels,
    int maxLabelBytes,
    int maxReceiveMessageBytes,
    int maxOutboxBytes,
    int maxEarlyBytes) {

  /// What suits WebRTC.
  public static final ChannelLimits DEFAULT =
      new ChannelLimits(256, 1_024, 256 << 10, 4 << 20, 256 << 10);

  public ChannelLimits {
    if (maxChannels < 1
        || maxLabelBytes < 0
        || maxLabelBytes > 0xFFFF
        || maxReceiveMessageBytes < 1
        || maxOutboxBytes < 1
        || maxEarlyBytes < 0) {
      throw new IllegalArgumentException("limit out of range");
    }
  }
}
