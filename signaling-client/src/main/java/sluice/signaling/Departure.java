package sluice.signaling;

/// How a connection to a relay ended.
public enum Departure {
  /// It was closed, or refused: whoever held the other end is there no more.
  CLOSED,
  /// Nothing came any more: a network that is down, or a machine that sleeps. It may wake.
  SILENT
}
