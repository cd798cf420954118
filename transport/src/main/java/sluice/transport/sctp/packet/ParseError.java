package sluice.transport.sctp.packet;

/// Why a packet, chunk, parameter or error cause could not be read.
public enum ParseError {
  /// Fewer bytes than the fixed part needs.
  TRUNCATED,
  /// A length field contradicts the bytes present or the shape of the type.
  LENGTH,
  /// Another type than the parser asked for.
  TYPE,
  /// The checksum is neither the CRC32c nor an acceptable zero.
  CHECKSUM,
  /// A chunk that must travel alone was bundled with others.
  BUNDLING,
  /// A parameter is missing, or stands where it must not.
  PARAMETER,
  /// More chunks, parameters, gap blocks or streams than we are willing to read.
  LIMIT
}
