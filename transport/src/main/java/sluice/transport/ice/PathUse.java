package sluice.transport.ice;

/// Which way something came.
public enum PathUse {
  /// The path that is in use here.
  SELECTED,
  /// Another one, which the other end prefers or has not left yet.
  OTHER
}
