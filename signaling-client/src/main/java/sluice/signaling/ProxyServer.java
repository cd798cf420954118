package sluice.signaling;

import java.util.Optional;

/// A proxy that connections to relays go through. It is told the relay's name and looks it up itself.
///
/// @param host a name or an address, without brackets
/// @param credential what it asks for, if anything
public record ProxyServer(Kind kind, String host, int port, Optional<Credential> credential) {
  /// What it speaks.
  public enum Kind {
    /// HTTP CONNECT (RFC 9110, section 9.3.6).
    HTTP_CONNECT,
    /// SOCKS version 5 (RFC 1928).
    SOCKS5
  }

  /// Basic authentication (RFC 7617), or SOCKS' own (RFC 1929).
  public record Credential(String username, String password) {
    /// Leaves the password out.
    @Override
    public String toString() {
      return "Credential[" + username + "]";
    }
  }

  /// Without the credential: for people.
  public String text() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
