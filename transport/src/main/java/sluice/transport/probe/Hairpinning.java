package sluice.transport.probe;

/// Whether a NAT sends back what an inside endpoint sends to its public address (RFC 4787, section 6).
public enum Hairpinning {
  SUPPORTED,
  UNSUPPORTED,
  UNKNOWN
}
