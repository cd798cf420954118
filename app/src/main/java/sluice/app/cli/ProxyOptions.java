package sluice.app.cli;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import sluice.app.relay.Cidr;
import sluice.signaling.ProxyServer;
import sluice.signaling.RelayAccess;
import sluice.signaling.RelayAccess.ProxyRule;

/// Which proxy stands before relays and TURN servers: `--proxy`, else what the environment says, in the
/// variables that other programs know (`HTTPS_PROXY` for wss, `ALL_PROXY`, `NO_PROXY`; the lower case
/// ones go first).
///
/// @param access how relays are reached
/// @param forTurn the proxy for TURN over TCP and TLS
record ProxyOptions(RelayAccess access, Optional<sluice.transport.ProxyServer> forTurn) {
  private static final Pattern URL =
      Pattern.compile(
          "(?:([A-Za-z0-9+.-]+)://)?(?:([^/@]*)@)?(\\[[0-9A-Fa-f:.]+]|[^\\[\\]@:/?\\s]+)"
              + "(?::(\\d{1,5}))?/?");

  private static final int SOCKS_PORT = 1080;
  private static final int HTTP_PORT = 80;
  private static final int MAX_PORT = 65_535;

  static void addTo(CommandSpec spec) {
    spec.addOption(
        GlobalOptions.text(
            "--proxy",
            "URL",
            "Reach the relay, and TURN servers over TCP and TLS, through this proxy:"
                + " http://[USER:PASSWORD@]HOST:PORT or socks5://…; never past it.",
            "Default: $HTTPS_PROXY, $ALL_PROXY, but for $NO_PROXY. Data that goes directly to the"
                + " other side is not proxied: see --via."));
  }

  static ProxyOptions of(ParseResult parsed, Surroundings surroundings) throws UsageException {
    Optional<String> demanded = GlobalOptions.value(parsed, "--proxy");
    if (demanded.isPresent()) {
      ProxyServer server = server("--proxy", demanded.get());
      return new ProxyOptions(
          new RelayAccess(new ProxyRule.Always(server), Optional.empty()),
          Optional.of(forTransport(server)));
    }
    Optional<ProxyServer> forTls = ofEnvironment(surroundings, "https_proxy");
    Optional<ProxyServer> forAll = ofEnvironment(surroundings, "all_proxy");
    if (forTls.isEmpty() && forAll.isEmpty()) {
      return new ProxyOptions(RelayAccess.DIRECT, Optional.empty());
    }
    List<String> exceptions =
        List.of(variable(surroundings, "no_proxy").orElse("").split("[,\\s]+"));
    ProxyRule rule =
        new ProxyRule.PerRelay(
            relay ->
                isExcepted(exceptions, relay)
                    ? Optional.empty()
                    : "wss".equalsIgnoreCase(relay.getScheme()) ? forTls.or(() -> forAll) : forAll);
    return new ProxyOptions(
        new RelayAccess(rule, Optional.empty()),
        exceptions.contains("*")
            ? Optional.empty()
            : forTls.or(() -> forAll).map(ProxyOptions::forTransport));
  }

  private static Optional<ProxyServer> ofEnvironment(Surroundings surroundings, String name)
      throws UsageException {
    Optional<String> text = variable(surroundings, name);
    return text.isPresent()
        ? Optional.of(server("$" + name.toUpperCase(Locale.ROOT), text.get()))
        : Optional.empty();
  }

  private static Optional<String> variable(Surroundings surroundings, String name) {
    return GlobalOptions.variable(surroundings, name)
        .or(() -> GlobalOptions.variable(surroundings, name.toUpperCase(Locale.ROOT)));
  }

  /// What stands in `NO_PROXY`: `*`, a domain with all below it, an address, a range of addresses; each
  /// perhaps with a port. This machine itself is always excepted.
  static boolean isExcepted(List<String> exceptions, URI relay) {
    String host = bare(relay.getHost().toLowerCase(Locale.ROOT));
    InetAddress address = literal(host);
    if (host.equals("localhost") || (address != null && address.isLoopbackAddress())) {
      return true;
    }
    for (String exception : exceptions) {
      String domain = exception.toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", "");
      String port = relay.getPort() < 0 ? "" : ":" + relay.getPort();
      boolean names =
          !domain.isEmpty()
              && (domain.equals("*")
                  || host.equals(bare(domain))
                  || (host + port).equals(domain)
                  || host.endsWith("." + domain));
      boolean holds =
          address != null
              && Cidr.parse(bare(domain)).map(range -> range.contains(address)).orElse(false);
      if (names || holds) {
        return true;
      }
    }
    return false;
  }

  private static ProxyServer server(String source, String text) throws UsageException {
    Matcher parts = URL.matcher(text);
    if (!parts.matches()) {
      throw notAProxy(source);
    }
    ProxyServer.Kind kind =
        switch (Optional.ofNullable(parts.group(1)).orElse("http").toLowerCase(Locale.ROOT)) {
          case "http" -> ProxyServer.Kind.HTTP_CONNECT;
          case "socks5", "socks5h" -> ProxyServer.Kind.SOCKS5;
          default -> throw notAProxy(source);
        };
    int port =
        parts.group(4) != null
            ? Integer.parseInt(parts.group(4))
            : kind == ProxyServer.Kind.SOCKS5 ? SOCKS_PORT : HTTP_PORT;
    if (port < 1 || port > MAX_PORT) {
      throw notAProxy(source);
    }
    return new ProxyServer(
        kind,
        bare(parts.group(3)),
        port,
        Optional.ofNullable(parts.group(2)).map(ProxyOptions::credential));
  }

  private static ProxyServer.Credential credential(String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? new ProxyServer.Credential(Percent.decode(text), "")
        : new ProxyServer.Credential(
            Percent.decode(text.substring(0, colon)), Percent.decode(text.substring(colon + 1)));
  }

  /// Without the text: there may be a password in it.
  private static UsageException notAProxy(String source) {
    return new UsageException(
        source + " is not a proxy: write http://[USER:PASSWORD@]HOST:PORT or socks5://…");
  }

  private static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static @Nullable InetAddress literal(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException name) {
      return null;
    }
  }

  private static sluice.transport.ProxyServer forTransport(ProxyServer server) {
    sluice.transport.ProxyServer.Kind kind =
        switch (server.kind()) {
          case HTTP_CONNECT -> sluice.transport.ProxyServer.Kind.HTTP_CONNECT;
          case SOCKS5 -> sluice.transport.ProxyServer.Kind.SOCKS5;
        };
    return new sluice.transport.ProxyServer(
        kind,
        server.host(),
        server.port(),
        server
            .credential()
            .map(
                credential ->
                    new sluice.transport.ProxyServer.Credential(
                        credential.username(), credential.password())));
  }
}
