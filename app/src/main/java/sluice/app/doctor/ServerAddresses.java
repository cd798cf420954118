package sluice.app.doctor;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import sluice.transport.IceServer;
import sluice.transport.probe.NatProbe;

/// The STUN servers to ask, looked up, by address family.
final class ServerAddresses {
  private static final int STUN_PORT = 3478;
  private static final int WSS_PORT = 443;
  private static final int WS_PORT = 80;

  private final Map<Facts.Version, Map<InetSocketAddress, Server>> found = new LinkedHashMap<>();
  private final List<String> unresolved = new ArrayList<>();

  /// One of them.
  record Server(String name, Facts.Origin origin) {}

  /// @param named `stun:` servers among these are asked; TURN servers answer STUN too where they speak UDP
  /// @param relay answers STUN on its own port
  ServerAddresses(List<IceServer> named, Optional<URI> relay) {
    for (IceServer server : named) {
      asksUdp(server.uri())
          .ifPresent(uri -> add(TurnNames.of(server.uri()), uri, Facts.Origin.NAMED));
    }
    relay.ifPresent(
        uri -> add(stunName(uri), uri.getPort() < 0 ? withPort(uri) : uri, Facts.Origin.RELAY));
  }

  /// What a relay is called as a STUN server.
  static String stunName(URI relay) {
    return "stun:" + relay.getRawAuthority();
  }

  private static URI withPort(URI relay) {
    int port = "wss".equals(relay.getScheme()) ? WSS_PORT : WS_PORT;
    return URI.create("stun://" + relay.getRawAuthority() + ":" + port);
  }

  /// The server's URI with an authority, where it is spoken to by UDP.
  private static Optional<URI> asksUdp(URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    String rest = String.valueOf(uri.getSchemeSpecificPart());
    boolean byUdp =
        scheme.equals("stun") || (scheme.equals("turn") && !rest.contains("transport=tcp"));
    if (!byUdp) {
      return Optional.empty();
    }
    String authority = rest.substring(rest.lastIndexOf('@') + 1).split("\\?", 2)[0];
    try {
      return Optional.of(URI.create("stun://" + authority));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private void add(String name, URI uri, Facts.Origin origin) {
    String host = uri.getHost();
    if (host == null) {
      unresolved.add(name);
      return;
    }
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    int port = uri.getPort() < 0 ? STUN_PORT : uri.getPort();
    try {
      for (InetAddress address : Arrays.asList(InetAddress.getAllByName(bare))) {
        Map<InetSocketAddress, Server> family =
            found.computeIfAbsent(
                address instanceof Inet4Address ? Facts.Version.IPV4 : Facts.Version.IPV6,
                _ -> new LinkedHashMap<>());
        if (family.size() < NatProbe.MAX_SERVERS) {
          family.putIfAbsent(new InetSocketAddress(address, port), new Server(name, origin));
        }
      }
    } catch (UnknownHostException unknown) {
      unresolved.add(bare);
    }
  }

  /// The servers of one family, by address.
  Map<InetSocketAddress, Server> of(Facts.Version version) {
    return found.getOrDefault(version, Map.of());
  }

  /// Names that have no address.
  List<String> unresolved() {
    return unresolved;
  }
}
