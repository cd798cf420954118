package sluice.app.transfer;

/// A stretch of a source file that the receiver has already.
///
/// @param offset where it lies in the source
/// @param at where it lies at the receiver: in its part file the same, in its old file anywhere
public record Match(long offset, long length, long at) {
  long end() {
    return offset + length;
  }
}
