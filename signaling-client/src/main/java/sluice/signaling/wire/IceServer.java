package sluice.signaling.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One ICE server that a relay hands out.
///
/// @param uris `stun:`, `turn:` or `turns:` URIs, 1 to [WireLimits#MAX_ICE_URIS]
/// @param username for TURN
/// @param credential for TURN, secret
public record IceServer(List<String> uris, @Nullable String username, @Nullable String credential) {
  public IceServer {
    uris = List.copyOf(uris);
    if (!isValid(uris, username, credential)) {
      throw new IllegalArgumentException("not an ICE server");
    }
  }

  /// Whether these make an ICE server within the limits.
  public static boolean isValid(
      List<String> uris, @Nullable String username, @Nullable String credential) {
    return !uris.isEmpty()
        && uris.size() <= WireLimits.MAX_ICE_URIS
        && uris.stream().allMatch(IceServer::isIceUri)
        && isShortName(username)
        && isShort(credential);
  }

  private static boolean isIceUri(String uri) {
    return uri.length() <= WireLimits.MAX_ICE_URI_LENGTH
        && (uri.startsWith("stun:") || uri.startsWith("turn:") || uri.startsWith("turns:"))
        && uri.chars().allMatch(c -> c > ' ' && c < 127);
  }

  private static boolean isShortName(@Nullable String name) {
    return name == null
        || name.getBytes(StandardCharsets.UTF_8).length <= WireLimits.MAX_ICE_USERNAME_BYTES;
  }

  private static boolean isShort(@Nullable String text) {
    return text == null || text.length() <= WireLimits.MAX_ICE_CREDENTIAL_LENGTH;
  }

  @Override
  public String toString() {
    return "ICE server " + uris;
  }
}
