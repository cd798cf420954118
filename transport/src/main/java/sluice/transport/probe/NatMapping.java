package sluice.transport.probe;

/// How a NAT picks the public port of an inside endpoint (RFC 4787, section 4.1).
public enum NatMapping {
  /// No translation: the server sees our own address and port.
  NONE,
  /// One public port, whoever is talked to.
  ENDPOINT_INDEPENDENT,
  /// One for each address talked to.
  ADDRESS_DEPENDENT,
  /// One for each address and port talked to.
  ADDRESS_AND_PORT_DEPENDENT,
  /// Not the same for all; two servers without a second port each cannot tell what it depends on.
  DEPENDENT,
  /// Nobody could tell.
  UNKNOWN
}
