package sluice.app.cli;

import java.net.URI;
import java.net.URISyntaxException;

/// The address of a relay as people write it. A bare `HOST[:PORT]` means `wss`.
final class RelayUri {
  private RelayUri() {}

  static URI parse(String text) throws UsageException {
    String whole = text.contains("://") ? text : "wss://" + text;
    try {
      URI uri = new URI(whole);
      String scheme = uri.getScheme();
      boolean webSocket = "ws".equals(scheme) || "wss".equals(scheme);
      boolean plain =
          uri.getUserInfo() == null && uri.getQuery() == null && uri.getFragment() == null;
      if (webSocket && plain && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException malformed) {
      throw refusal(text);
    }
    throw refusal(text);
  }

  private static UsageException refusal(String text) {
    return new UsageException(
        "'" + text + "' is not a relay: write wss://HOST[:PORT], ws://HOST:PORT or HOST");
  }
}
