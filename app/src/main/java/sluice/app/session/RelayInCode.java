package sluice.app.session;

import java.net.URI;
import sluice.signaling.Code;

/// What a receiver types so that it comes to the sender's relay, whatever its own configuration says.
final class RelayInCode {
  private RelayInCode() {}

  /// `CODE@HOST[:PORT]` where the relay is reached by wss at its root, else `CODE --relay URL`.
  static String arguments(Code code, URI relay) {
    String path = relay.getPath();
    boolean atRoot = path == null || path.isEmpty() || path.equals("/");
    if ("wss".equalsIgnoreCase(relay.getScheme()) && atRoot) {
      String port = relay.getPort() < 0 ? "" : ":" + relay.getPort();
      return code.withRelay(relay.getHost() + port).text();
    }
    return code.withRelay(null).text() + " --relay " + relay;
  }
}
