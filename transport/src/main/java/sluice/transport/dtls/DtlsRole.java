package sluice.transport.dtls;

/// Which side of the handshake this end is. SDP's `a=setup` decides: `active` is the client,
/// `passive` the server (RFC 8842, section 5).
public enum DtlsRole {
  CLIENT,
  SERVER
}
