package sluice.app.transfer;

/// A stretch of a file that its content has cut off (`docs/file-transfer.md`, "Pieces").
///
/// @param offset of its first byte in the file
/// @param sha256 of its bytes
public record Piece(long offset, int length, byte[] sha256) {
  long end() {
    return offset + length;
  }
}
