package sluice.transport;

import java.net.URI;
import java.util.Optional;

/// A server that helps to find a path.
///
/// @param uri `stun:host[:port]` (RFC 7064), or `turn:` and `turns:host[:port][?transport=udp|tcp]` (RFC 7065)
/// @param credential what a TURN server asks for, else empty
public record IceServer(URI uri, Optional<Credential> credential) {
  /// A long-term credential (RFC 8489, section 9.2).
  public record Credential(String username, String password) {
    /// Leaves the password out.
    @Override
    public String toString() {
      return "Credential[" + username + "]";
    }
  }

  /// A server that asks for no credential.
  public static IceServer of(URI uri) {
    return new IceServer(uri, Optional.empty());
  }

  public static IceServer of(URI uri, String username, String password) {
    return new IceServer(uri, Optional.of(new Credential(username, password)));
  }
}
