package sluice.app.session;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sluice.transport.IceServer;

/// The servers to learn addresses from: those that the user named, then those that the relay offers.
final class IceServerList {
  /// More are of no use, and each is asked.
  static final int MAX_SERVERS = 16;

  private final List<IceServer> servers;

  IceServerList(List<IceServer> named) {
    servers = new ArrayList<>(named);
  }

  /// Takes what the relay offers. TURN servers are left out: this version does not use them.
  void offer(List<sluice.signaling.wire.IceServer> offered) {
    for (sluice.signaling.wire.IceServer server : offered) {
      for (String uri : server.uris()) {
        if (uri.startsWith("stun:") && servers.size() < MAX_SERVERS) {
          parse(uri).map(IceServer::of).ifPresent(servers::add);
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

  List<IceServer> servers() {
    return List.copyOf(servers);
  }
}
