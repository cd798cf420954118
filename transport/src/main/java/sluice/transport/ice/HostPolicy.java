package sluice.transport.ice;

/// Which addresses of this machine take part.
public enum HostPolicy {
  /// Those of all interfaces; loopback where there is no other, or the other end shows a loopback candidate.
  ALL,
  /// Loopback only.
  LOOPBACK,
  /// None: only relayed candidates are told, and nothing is sent but through relays.
  NONE
}
