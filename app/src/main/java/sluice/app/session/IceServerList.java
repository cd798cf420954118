package sluice.app.session;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sluice.signaling.wire.IceServer;

/// The servers to learn addresses from: those that the user named, then those that the relay offers.
final class IceServerList {
  /// More are of no use, and each is asked.
  static final int MAX_SERVERS = 16;

  private final List<URI> uris;

  IceServerList(List<URI> named) {
    uris = new ArrayList<>(named);
  }

  /// Takes what the relay offers. TURN servers are left out: this version does not use them.
  void offer(List<IceServer> servers) {
    for (IceServer server : servers) {
      for (String uri : server.uris()) {
        if (uri.startsWith("stun:") && uris.size() < MAX_SERVERS) {
          parse(uri).ifPresent(uris::add);
        }
      }
    }
  }

  private static Optional<URI> parse(String text) {
    try {
      return Optional.of(new URI(text));
    } catch (URISyntaxException ofTheRelay) {
      return Optional.empty();
    }
  }

  List<URI> uris() {
    return List.copyOf(uris);
  }
}
