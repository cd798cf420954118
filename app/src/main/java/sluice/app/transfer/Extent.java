package sluice.app.transfer;

/// A part of a file that holds data.
///
/// @param from its first byte
/// @param to behind its last byte
public record Extent(long from, long to) {
  /// Behind the last byte of a stream.
  public static final long ENDLESS = Long.MAX_VALUE;
}
