package sluice.transport.probe;

/// From whom a NAT or firewall lets datagrams in to a port that has been used (RFC 4787, section 5).
public enum NatFiltering {
  /// From anybody.
  ENDPOINT_INDEPENDENT,
  /// From addresses that were talked to.
  ADDRESS_DEPENDENT,
  /// From addresses and ports that were talked to.
  ADDRESS_AND_PORT_DEPENDENT,
  /// Nobody could tell: that takes a server with two addresses.
  UNKNOWN
}
