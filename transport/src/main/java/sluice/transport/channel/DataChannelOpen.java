package sluice.transport.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Optional;
import sluice.transport.sctp.SendOptions.Ordering;

/// DATA_CHANNEL_OPEN: opens a channel on the stream that it arrives on (RFC 8832, section 5.1).
///
/// ```
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// | Message Type=3|  Channel Type |           Priority            |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                     Reliability Parameter                     |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |         Label Length          |        Protocol Length        |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// \                        Label (UTF-8)                          \
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// \                       Protocol (UTF-8)                        \
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
///
/// The channel type's highest bit means unordered; the rest is 0 for reliable, 1 for a limit of
/// retransmissions, 2 for a lifetime in milliseconds.
///
/// @param priority of RFC 8831, section 6.4: 256 is normal
public record DataChannelOpen(ChannelSettings settings, int priority) implements DcepMessage {
  static final int MESSAGE_TYPE = 0x03;

  /// Normal priority.
  public static final int PRIORITY_NORMAL = 256;

  private static final int FIXED_BYTES = 12;
  private static final int UNORDERED_BIT = 0x80;
  private static final int TYPE_RELIABLE = 0x00;
  private static final int TYPE_MAX_RETRANSMITS = 0x01;
  private static final int TYPE_MAX_LIFETIME = 0x02;

  /// Reads the message. Empty if it is malformed. Bytes of label or protocol that are not UTF-8
  /// become replacement characters.
  static Optional<DataChannelOpen> parse(ByteBuffer message) {
    ByteBuffer in = message.slice();
    if (in.remaining() < FIXED_BYTES || (in.get() & 0xFF) != MESSAGE_TYPE) {
      return Optional.empty();
    }
    int channelType = in.get() & 0xFF;
    int priority = in.getShort() & 0xFFFF;
    long parameter = in.getInt() & 0xFFFF_FFFFL;
    int labelBytes = in.getShort() & 0xFFFF;
    int protocolBytes = in.getShort() & 0xFFFF;
    if (in.remaining() != labelBytes + protocolBytes) {
      return Optional.empty();
    }
    String label = UTF_8.decode(in.slice(FIXED_BYTES, labelBytes)).toString();
    String protocol = UTF_8.decode(in.slice(FIXED_BYTES + labelBytes, protocolBytes)).toString();
    Ordering ordering = (channelType & UNORDERED_BIT) == 0 ? Ordering.ORDERED : Ordering.UNORDERED;
    return reliability(channelType & ~UNORDERED_BIT, parameter)
        .map(reliability -> new ChannelSettings(label, protocol, ordering, reliability))
        .map(settings -> new DataChannelOpen(settings, priority));
  }

  private static Optional<Reliability> reliability(int type, long parameter) {
    return switch (type) {
      case TYPE_RELIABLE -> Optional.of(new Reliability.Reliable());
      case TYPE_MAX_RETRANSMITS -> Optional.of(new Reliability.MaxRetransmits(parameter));
      case TYPE_MAX_LIFETIME -> Optional.of(new Reliability.MaxLifetime(parameter));
      default -> Optional.empty();
    };
  }

  @Override
  public ByteBuffer toBuffer() {
    byte[] label = settings.label().getBytes(UTF_8);
    byte[] protocol = settings.protocol().getBytes(UTF_8);
    int orderingBit = settings.ordering() == Ordering.UNORDERED ? UNORDERED_BIT : 0;
    ByteBuffer out = ByteBuffer.allocate(FIXED_BYTES + label.length + protocol.length);
    out.put((byte) MESSAGE_TYPE);
    switch (settings.reliability()) {
      case Reliability.Reliable() -> putType(out, TYPE_RELIABLE | orderingBit, 0);
      case Reliability.MaxRetransmits(long count) ->
          putType(out, TYPE_MAX_RETRANSMITS | orderingBit, count);
      case Reliability.MaxLifetime(long millis) ->
          putType(out, TYPE_MAX_LIFETIME | orderingBit, millis);
    }
    return out.putShort((short) label.length)
        .putShort((short) protocol.length)
        .put(label)
        .put(protocol)
        .flip();
  }

  private void putType(ByteBuffer out, int channelType, long parameter) {
    out.put((byte) channelType).putShort((short) priority).putInt((int) parameter);
  }
}
