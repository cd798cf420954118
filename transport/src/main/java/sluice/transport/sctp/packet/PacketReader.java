package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Walks over the chunks of one packet after the other, in place and without allocating.
///
/// ```java
/// if (reader.open(datagram, rule) == null) {
///   while (reader.next()) {
///     switch (reader.type()) { … }
///   }
/// }
/// ```
///
/// After [#next] answered true, the accessors of [DataChunk] and [SackChunk] are safe at
/// [#offset]; [#chunk] makes a record of any type. A reader is reused; it is not thread-safe.
public final class PacketReader {
  /// Chunks that we are willing to read from one packet: more than 65,535 bytes of the smallest
  /// DATA chunks.
  public static final int MAX_CHUNKS = 4_096;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final PacketChecksum checksum = new PacketChecksum();
  private ByteBuffer packet = NOTHING;
  private int start;
  private int end;
  private int offset;
  private int nextOffset;
  private int chunksRead;

  /// Begins with the packet from the buffer's position to its limit. Position and limit stay.
  ///
  /// @return what is wrong with the packet as a whole, or null. It is to be dropped silently then
  public @Nullable ParseError open(ByteBuffer datagram, ChecksumRule rule) {
    packet = datagram;
    start = datagram.position();
    end = start;
    nextOffset = start;
    chunksRead = 0;
    if (datagram.remaining() < CommonHeader.BYTES + ChunkHeader.BYTES) {
      return ParseError.TRUNCATED;
    }
    int firstChunk = start + CommonHeader.BYTES;
    if (!isChecksumRight(datagram, ChunkHeader.type(datagram, firstChunk), rule)) {
      return ParseError.CHECKSUM;
    }
    @Nullable ParseError error = checkChunks(datagram, firstChunk);
    if (error == null) {
      end = datagram.limit();
      nextOffset = firstChunk;
    }
    return error;
  }

  /// RFC 9653, section 5: a zero checksum is no option for packets with an INIT or COOKIE ECHO.
  private boolean isChecksumRight(ByteBuffer datagram, int firstType, ChecksumRule rule) {
    int field = PacketChecksum.field(datagram);
    if (field == 0 && rule == ChecksumRule.ZERO_ACCEPTABLE && !needsCrc(firstType)) {
      return true;
    }
    return field == checksum.compute(datagram);
  }

  static boolean needsCrc(int firstChunkType) {
    return firstChunkType == InitChunk.TYPE || firstChunkType == CookieEchoChunk.TYPE;
  }

  private static @Nullable ParseError checkChunks(ByteBuffer datagram, int firstChunk) {
    int chunks = 0;
    boolean lone = false;
    int at = firstChunk;
    while (isWhole(datagram, at, datagram.limit())) {
      if (++chunks > MAX_CHUNKS) {
        return ParseError.LIMIT;
      }
      lone |= isLone(ChunkHeader.type(datagram, at));
      at += ChunkHeader.paddedBytes(ChunkHeader.lengthBytes(datagram, at));
    }
    // "An endpoint MUST NOT bundle INIT, INIT ACK, or SHUTDOWN COMPLETE chunks with any other
    // chunks" (RFC 9260, section 6.10).
    if (lone && chunks > 1) {
      return ParseError.BUNDLING;
    }
    return chunks == 0 ? ParseError.LENGTH : null;
  }

  private static boolean isLone(int type) {
    return type == InitChunk.TYPE
        || type == InitAckChunk.TYPE
        || type == ShutdownCompleteChunk.TYPE;
  }

  private static boolean isWhole(ByteBuffer buffer, int at, int end) {
    if (end - at < ChunkHeader.BYTES) {
      return false;
    }
    int lengthBytes = ChunkHeader.lengthBytes(buffer, at);
    return lengthBytes >= ChunkHeader.BYTES && lengthBytes <= end - at;
  }

  /// Steps to the next chunk. "If a receiver detects a partial chunk, it MUST drop the chunk"
  /// (RFC 9260, section 6.10): so ends the packet at one that exceeds it, and so are DATA and SACK
  /// chunks passed over whose length contradicts their content.
  ///
  /// @return false when there is none
  public boolean next() {
    while (isWhole(packet, nextOffset, end)) {
      offset = nextOffset;
      nextOffset = offset + ChunkHeader.paddedBytes(lengthBytes());
      chunksRead++;
      if (isReadableInPlace()) {
        return true;
      }
    }
    return false;
  }

  private boolean isReadableInPlace() {
    return switch (type()) {
      case DataChunk.TYPE -> lengthBytes() >= DataChunk.HEADER_BYTES;
      case SackChunk.TYPE ->
          lengthBytes() >= SackChunk.FIXED_BYTES && SackChunk.checkCounts(packet, offset) == null;
      default -> true;
    };
  }

  /// The buffer given to [#open].
  public ByteBuffer buffer() {
    return packet;
  }

  /// Source port of the open packet.
  public int sourcePort() {
    return CommonHeader.sourcePort(packet, start);
  }

  /// Destination port of the open packet.
  public int destinationPort() {
    return CommonHeader.destinationPort(packet, start);
  }

  /// Verification tag of the open packet.
  public int verificationTag() {
    return CommonHeader.verificationTag(packet, start);
  }

  /// Where the current chunk begins in [#buffer].
  public int offset() {
    return offset;
  }

  /// Type of the current chunk.
  public int type() {
    return ChunkHeader.type(packet, offset);
  }

  /// Flags of the current chunk.
  public int flags() {
    return ChunkHeader.flags(packet, offset);
  }

  /// Length of the current chunk, without padding.
  public int lengthBytes() {
    return ChunkHeader.lengthBytes(packet, offset);
  }

  /// Whether the current chunk is the packet's first.
  public boolean isFirst() {
    return chunksRead == 1;
  }

  /// The current chunk as a record, whose buffers are views of the packet.
  public Parsed<? extends Chunk> chunk() {
    return Chunk.parse(packet.slice(offset, lengthBytes()));
  }
}
