package sluice.transport.tcp;

import java.util.Optional;

/// What stands between us and every server.
///
/// @param host a name or an address, without brackets
public record TcpProxy(Kind kind, String host, int port, Optional<Credential> credential) {
  /// What it speaks.
  public enum Kind {
    HTTP_CONNECT,
    SOCKS5
  }

  /// What it asks for.
  public record Credential(String username, String password) {
    /// Leaves the password out.
    @Override
    public String toString() {
      return "Credential[" + username + "]";
    }
  }
}
