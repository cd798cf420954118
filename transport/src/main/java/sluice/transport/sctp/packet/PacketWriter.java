package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;

/// Builds one packet after the other, in place and without allocating.
///
/// Between [#begin] and [#finish] chunks are written with [#write], or into [#buffer] by the
/// static writers of [DataChunk] and [SackChunk]. A writer is reused; it is not thread-safe.
public final class PacketWriter {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final PacketChecksum checksum = new PacketChecksum();
  private ByteBuffer to = NOTHING;
  private int start;

  /// Begins a packet at the buffer's position. It may take what remains up to the limit.
  public void begin(ByteBuffer buffer, int sourcePort, int destinationPort, int verificationTag) {
    to = buffer;
    start = buffer.position();
    CommonHeader.write(buffer, sourcePort, destinationPort, verificationTag);
  }

  /// The buffer given to [#begin], its position after what is written.
  public ByteBuffer buffer() {
    return to;
  }

  /// Bytes written so far, the common header counted.
  public int sizeBytes() {
    return to.position() - start;
  }

  /// Whether no chunk has been written yet.
  public boolean isEmpty() {
    return sizeBytes() == CommonHeader.BYTES;
  }

  /// Whether a chunk of this length still has room, with its padding.
  public boolean hasRoomFor(int chunkLengthBytes) {
    return ChunkHeader.paddedBytes(chunkLengthBytes) <= to.remaining();
  }

  /// Adds a chunk with its padding.
  public void write(Chunk chunk) {
    chunk.writeTo(to);
  }

  /// Takes the begun packet back: the buffer's position is where it was.
  public void discard() {
    to.position(start);
  }

  /// Ends the packet: writes its checksum, unless the rule lets it be zero. The buffer's position
  /// stays after the packet.
  ///
  /// @return the packet's size in bytes
  public int finish(ChecksumRule rule) {
    if (isEmpty()) {
      throw new IllegalStateException("a packet needs a chunk");
    }
    int firstType = ChunkHeader.type(to, start + CommonHeader.BYTES);
    if (rule == ChecksumRule.CRC32C || PacketReader.needsCrc(firstType)) {
      int end = to.position();
      int limit = to.limit();
      checksum.seal(to.position(start).limit(end));
      to.limit(limit).position(end);
    }
    return sizeBytes();
  }
}
