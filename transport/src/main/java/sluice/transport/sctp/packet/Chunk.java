package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;

/// A chunk of an SCTP packet (RFC 9260, section 3.2).
///
/// Every record's `parse(ByteBuffer)` reads the one chunk that begins at the buffer's position and
/// leaves the position alone; bytes after the chunk's own length are ignored. `writeTo(ByteBuffer)`
/// writes the chunk with its padding at the position, in network byte order.
public sealed interface Chunk
    permits AbortChunk,
        CookieAckChunk,
        CookieEchoChunk,
        DataChunk,
        ErrorChunk,
        ForwardTsnChunk,
        HeartbeatAckChunk,
        HeartbeatChunk,
        IDataChunk,
        IForwardTsnChunk,
        InitAckChunk,
        InitChunk,
        PadChunk,
        ReConfigChunk,
        SackChunk,
        ShutdownAckChunk,
        ShutdownChunk,
        ShutdownCompleteChunk,
        UnknownChunk {

  /// Length in bytes with the header and without padding.
  int lengthBytes();

  /// Writes the chunk and its padding.
  ///
  /// @throws java.nio.BufferOverflowException when the buffer has no room: the caller measures
  /// first
  void writeTo(ByteBuffer to);

  /// The bytes that [#writeTo] writes.
  default int paddedBytes() {
    return ChunkHeader.paddedBytes(lengthBytes());
  }

  /// Reads the chunk at the buffer's position, whatever its type.
  static Parsed<? extends Chunk> parse(ByteBuffer chunk) {
    if (chunk.remaining() < ChunkHeader.BYTES) {
      return Parsed.malformed(ParseError.TRUNCATED);
    }
    return switch (ChunkHeader.type(chunk, chunk.position())) {
      case DataChunk.TYPE -> DataChunk.parse(chunk);
      case InitChunk.TYPE -> InitChunk.parse(chunk);
      case InitAckChunk.TYPE -> InitAckChunk.parse(chunk);
      case SackChunk.TYPE -> SackChunk.parse(chunk);
      case HeartbeatChunk.TYPE -> HeartbeatChunk.parse(chunk);
      case HeartbeatAckChunk.TYPE -> HeartbeatAckChunk.parse(chunk);
      case AbortChunk.TYPE -> AbortChunk.parse(chunk);
      case ShutdownChunk.TYPE -> ShutdownChunk.parse(chunk);
      case ShutdownAckChunk.TYPE -> ShutdownAckChunk.parse(chunk);
      case ErrorChunk.TYPE -> ErrorChunk.parse(chunk);
      case CookieEchoChunk.TYPE -> CookieEchoChunk.parse(chunk);
      case CookieAckChunk.TYPE -> CookieAckChunk.parse(chunk);
      case ShutdownCompleteChunk.TYPE -> ShutdownCompleteChunk.parse(chunk);
      case IDataChunk.TYPE -> IDataChunk.parse(chunk);
      case ReConfigChunk.TYPE -> ReConfigChunk.parse(chunk);
      case PadChunk.TYPE -> PadChunk.parse(chunk);
      case ForwardTsnChunk.TYPE -> ForwardTsnChunk.parse(chunk);
      case IForwardTsnChunk.TYPE -> IForwardTsnChunk.parse(chunk);
      default -> UnknownChunk.parse(chunk);
    };
  }
}
