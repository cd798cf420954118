package sluice.app.session;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sluice.transport.IceServer;

/// The servers that help to find a path: those that the user named, then those that the relay offers.
final class IceServerList {
  /// More are of no use, and each is asked.
  static final int MAX_SERVERS = 16;

  private final List<IceServer> named;
  private final List<IceServer> offered = new ArrayList<>();

  IceServerList(List<IceServer> named) {
    this.named = List.copyOf(named);
  }

  /// Takes what the relay offers, instead of what it offered before: credentials are renewed so.
  void offer(List<sluice.signaling.wire.IceServer> fresh) {
    offered.clear();
    for (sluice.signaling.wire.IceServer server : fresh) {
      for (String uri : server.uris()) {
        parse(uri).map(parsed -> server(parsed, server)).ifPresent(offered::add);
      }
    }
  }

  private static IceServer server(URI uri, sluice.signaling.wire.IceServer offered) {
    String username = offered.username();
    String credential = offered.credential();
    return username == null || credential == null || "stun".equals(uri.getScheme())
        ? IceServer.of(uri)
        : IceServer.of(uri, username, credential);
  }

  private static Optional<URI> parse(String text) {
    try {
      return Optional.of(new URI(text));
    } catch (URISyntaxException ofTheRelay) {
      return Optional.empty();
    }
  }

  List<IceServer> servers() {
    return Stream.concat(named.stream(), offered.stream()).limit(MAX_SERVERS).toList();
  }
}
