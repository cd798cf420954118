package sluice.transport.turn;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a TURN server is and how to reach it (RFC 7065).
///
/// @param host a name or an address, without brackets
public record TurnUri(String host, int port, Protocol protocol) {
  private static final int PORT = 3478;
  private static final int TLS_PORT = 5349;
  private static final int MAX_PORT = 65_535;

  /// What carries TURN.
  public enum Protocol {
    UDP,
    TCP,
    TLS
  }

  /// Empty for other schemes, for what is malformed, and for DTLS (`turns:` with `transport=udp`), which is not spoken here.
  public static Optional<TurnUri> of(URI uri) {
    String rest = uri.getSchemeSpecificPart();
    boolean secure = "turns".equalsIgnoreCase(uri.getScheme());
    if (rest == null || !(secure || "turn".equalsIgnoreCase(uri.getScheme()))) {
      return Optional.empty();
    }
    URI hierarchical;
    try {
      hierarchical = URI.create("turn://" + rest);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    String host = hierarchical.getHost();
    int port = hierarchical.getPort() < 0 ? (secure ? TLS_PORT : PORT) : hierarchical.getPort();
    Protocol protocol = protocol(secure, hierarchical.getQuery());
    if (host == null
        || port < 1
        || port > MAX_PORT
        || protocol == null
        || !hierarchical.getPath().isEmpty()) {
      return Optional.empty();
    }
    boolean bracketed = host.startsWith("[");
    return Optional.of(
        new TurnUri(bracketed ? host.substring(1, host.length() - 1) : host, port, protocol));
  }

  private static @Nullable Protocol protocol(boolean secure, @Nullable String query) {
    if (query == null) {
      return secure ? Protocol.TLS : Protocol.UDP;
    }
    return switch (query) {
      case "transport=udp" -> secure ? null : Protocol.UDP;
      case "transport=tcp" -> secure ? Protocol.TLS : Protocol.TCP;
      default -> null;
    };
  }
}
