package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import java.util.List;

/// The offsets that INIT and INIT ACK have in common.
final class InitLayout {
  static final int FIXED_BYTES = 20;
  static final int INITIATE_TAG_OFFSET = 4;
  static final int A_RWND_OFFSET = 8;
  static final int OUTBOUND_STREAMS_OFFSET = 12;
  static final int INBOUND_STREAMS_OFFSET = 14;
  static final int INITIAL_TSN_OFFSET = 16;

  private InitLayout() {}

  static long unsignedInt(ByteBuffer chunk, int offset) {
    return chunk.getInt(chunk.position() + offset) & 0xFFFF_FFFFL;
  }

  static int unsignedShort(ByteBuffer chunk, int offset) {
    return chunk.getShort(chunk.position() + offset) & 0xFFFF;
  }

  static int signedInt(ByteBuffer chunk, int offset) {
    return chunk.getInt(chunk.position() + offset);
  }

  /// The length of a chunk that ends with these parameters: only the last one's padding is outside.
  static int lengthBytes(List<? extends Parameter> parameters) {
    return FIXED_BYTES + Parameter.lengthBytes(parameters);
  }
}
