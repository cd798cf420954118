package sluice.transport.channel;

import java.nio.ByteBuffer;

/// DATA_CHANNEL_ACK: the channel is taken (RFC 8832, section 5.2).
///
/// ```
/// +-+-+-+-+-+-+-+-+
/// | Message Type=2|
/// +-+-+-+-+-+-+-+-+
/// ```
public record DataChannelAck() implements DcepMessage {
  static final int MESSAGE_TYPE = 0x02;

  @Override
  public ByteBuffer toBuffer() {
    return ByteBuffer.allocate(1).put((byte) MESSAGE_TYPE).flip();
  }
}
