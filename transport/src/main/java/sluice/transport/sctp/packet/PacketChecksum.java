package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// CRC32c of SCTP packets (RFC 9260, section 6.8 and appendix A).
///
/// Not thread-safe: each reader and each writer has its own, so that nothing is allocated for a
/// packet.
public final class PacketChecksum {
  private static final int OFFSET = 8;

  private final byte[] zeros = new byte[Integer.BYTES];
  private final CRC32C crc = new CRC32C();

  /// The checksum that the packet from the buffer's position to its limit ought to have, in the
  /// order in which [ByteBuffer#getInt] reads it. The position stays.
  public int compute(ByteBuffer packet) {
    int position = packet.position();
    int limit = packet.limit();
    crc.reset();
    crc.update(packet.limit(position + OFFSET));
    crc.update(zeros, 0, zeros.length);
    crc.update(packet.limit(limit).position(position + CommonHeader.BYTES));
    packet.position(position);
    // The CRC travels with its least significant byte first (appendix A).
    return Integer.reverseBytes((int) crc.getValue());
  }

  /// The checksum that stands in the packet at the buffer's position.
  public static int field(ByteBuffer packet) {
    return packet.getInt(packet.position() + OFFSET);
  }

  /// Writes the right CRC32c into the packet from the buffer's position to its limit.
  public void seal(ByteBuffer packet) {
    packet.putInt(packet.position() + OFFSET, compute(packet));
  }
}
