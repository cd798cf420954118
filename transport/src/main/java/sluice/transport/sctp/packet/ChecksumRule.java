package sluice.transport.sctp.packet;

/// What the checksum of a packet is or must be.
public enum ChecksumRule {
  /// CRC32c (RFC 9260, section 6.8).
  CRC32C,
  /// Zero in its place, where both ends agreed to it by Zero Checksum Acceptable. Packets with an
  /// INIT or a COOKIE ECHO keep their CRC32c all the same (RFC 9653, section 5).
  ZERO_ACCEPTABLE
}
