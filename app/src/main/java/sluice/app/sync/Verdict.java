package sluice.app.sync;

/// What a receiver says of one directory that the sender named.
enum Verdict {
  /// It holds the same, with all that lies beneath it.
  SAME,
  /// It is there and holds something else, or cannot be compared.
  DIFFERENT,
  /// There is no such directory.
  ABSENT
}
