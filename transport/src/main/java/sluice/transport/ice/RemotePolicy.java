package sluice.transport.ice;

/// Which candidates of the other end are used.
public enum RemotePolicy {
  ANY,
  /// No relayed ones, and nothing that comes from their addresses.
  DIRECT
}
