package sluice.transport.ice;

import java.net.URI;
import java.util.Optional;

/// A server that tells us our address (RFC 7064: `stun:host[:port]`).
///
/// @param host a name or an address, without brackets
record StunServer(String host, int port) {
  private static final int DEFAULT_PORT = 3478;

  static Optional<StunServer> of(URI uri) {
    String rest = uri.getSchemeSpecificPart();
    if (!"stun".equalsIgnoreCase(uri.getScheme()) || rest == null || rest.isEmpty()) {
      return Optional.empty();
    }
    URI hierarchical;
    try {
      hierarchical = URI.create("stun://" + rest);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    String host = hierarchical.getHost();
    if (host == null) {
      return Optional.empty();
    }
    if (host.startsWith("[")) {
      host = host.substring(1, host.length() - 1);
    }
    return Optional.of(
        new StunServer(host, hierarchical.getPort() < 0 ? DEFAULT_PORT : hierarchical.getPort()));
  }
}
