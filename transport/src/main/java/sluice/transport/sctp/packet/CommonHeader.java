package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;

/// The header that begins each SCTP packet (RFC 9260, section 3.1).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |      Source Port Number       |    Destination Port Number    |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                       Verification Tag                        |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                           Checksum                            |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
///
/// The checksum is no component: [PacketReader] checks it and [PacketWriter] makes it.
public record CommonHeader(int sourcePort, int destinationPort, int verificationTag) {
  /// Bytes before the first chunk.
  public static final int BYTES = 12;

  private static final int DESTINATION_PORT_OFFSET = 2;
  private static final int VERIFICATION_TAG_OFFSET = 4;

  /// Source port of the packet at `offset`.
  public static int sourcePort(ByteBuffer buffer, int offset) {
    return buffer.getShort(offset) & 0xFFFF;
  }

  /// Destination port of the packet at `offset`.
  public static int destinationPort(ByteBuffer buffer, int offset) {
    return buffer.getShort(offset + DESTINATION_PORT_OFFSET) & 0xFFFF;
  }

  /// Verification tag of the packet at `offset`.
  public static int verificationTag(ByteBuffer buffer, int offset) {
    return buffer.getInt(offset + VERIFICATION_TAG_OFFSET);
  }

  /// Writes the header with a checksum of zero.
  public static void write(
      ByteBuffer to, int sourcePort, int destinationPort, int verificationTag) {
    to.putShort((short) sourcePort)
        .putShort((short) destinationPort)
        .putInt(verificationTag)
        .putInt(0);
  }
}
