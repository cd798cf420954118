package sluice.app.relay;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/// Who comes, and from which page.
final class Visitors {
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");

  private final List<Cidr> trustedProxies;
  private final Optional<String> ownOrigin;

  Visitors(RelayOptions options) {
    this.trustedProxies = options.trustedProxies();
    this.ownOrigin = options.publicUrl().map(Visitors::origin);
  }

  /// "A relay MUST refuse an `Origin` other than its own" (`docs/protocol.md`, section 2.1). Programs
  /// send none. What is our own is told by `--public-url` alone: the `Host` header is whatever a
  /// rebound name made of it.
  boolean comesFromForeignPage(Request request) {
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    return origin != null
        && !ownOrigin.map(own -> own.equals(origin.toLowerCase(Locale.ROOT))).orElse(false);
  }

  /// Who comes.
  Visitor visitor(Request request) {
    InetAddress connected = connected(request);
    boolean kept =
        isTrusted(connected)
            ? "https".equalsIgnoreCase(request.getHeaders().get(HttpHeader.X_FORWARDED_PROTO))
            : request.isSecure() || connected.isLoopbackAddress();
    return new Visitor(
        source(request),
        kept ? Visitor.Secrecy.KEPT : Visitor.Secrecy.NONE,
        Optional.ofNullable(Request.getServerName(request)).flatMap(Visitors::named));
  }

  /// A name or address that may be handed on; none of this machine, which means another one there.
  private static Optional<String> named(String host) {
    String bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    InetAddress address = literal(bare);
    if (address != null) {
      return address.isLoopbackAddress() || address.isAnyLocalAddress() || bare.contains("%")
          ? Optional.empty()
          : Optional.of(bare.contains(":") ? "[" + bare + "]" : bare);
    }
    return HOST.matcher(bare).matches() && !bare.equalsIgnoreCase("localhost")
        ? Optional.of(bare)
        : Optional.empty();
  }

  /// The address that limits are counted by: that of the connection, or what a trusted proxy says.
  SourceAddress source(Request request) {
    InetAddress address = connected(request);
    return SourceAddress.of(isTrusted(address) ? forwarded(request, address) : address);
  }

  private static InetAddress connected(Request request) {
    SocketAddress remote = request.getConnectionMetaData().getRemoteSocketAddress();
    return remote instanceof InetSocketAddress internet
        ? internet.getAddress()
        : InetAddress.getLoopbackAddress();
  }

  /// The last address that no trusted proxy added: everything before it may be made up.
  private InetAddress forwarded(Request request, InetAddress proxy) {
    List<String> hops = request.getHeaders().getCSV(HttpHeader.X_FORWARDED_FOR, false).reversed();
    for (String hop : hops) {
      InetAddress address = literal(hop.strip());
      if (address == null) {
        return proxy;
      }
      if (!isTrusted(address)) {
        return address;
      }
    }
    return proxy;
  }

  private boolean isTrusted(InetAddress address) {
    return trustedProxies.stream().anyMatch(range -> range.contains(address));
  }

  private static @Nullable InetAddress literal(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  private static String origin(URI publicUrl) {
    String scheme = "ws".equals(publicUrl.getScheme()) ? "http" : "https";
    String port = publicUrl.getPort() < 0 ? "" : ":" + publicUrl.getPort();
    return (scheme + "://" + publicUrl.getHost() + port).toLowerCase(Locale.ROOT);
  }
}
