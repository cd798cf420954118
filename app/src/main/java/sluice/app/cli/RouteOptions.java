package sluice.app.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import sluice.transport.IceServer;
import sluice.transport.PeerOptions;

/// The options on which way data takes: `--ice-server`, `--via` and `--reconnect`.
final class RouteOptions {
  /// RFC 7064 and RFC 7065, with the credentials that people write into it.
  private static final Pattern SERVER =
      Pattern.compile(
          "(stun|turn|turns):(?:([^@]*)@)?(\\[[0-9A-Fa-f:.]+]|[^\\[\\]@:/?\\s]+)(:\\d{1,5})?"
              + "(\\?transport=(?:udp|tcp))?",
          Pattern.CASE_INSENSITIVE);

  private RouteOptions() {}

  static void addTo(CommandSpec spec) {
    spec.addOption(
        OptionSpec.builder("--ice-server")
            .paramLabel("URI")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description(
                "A server that helps to find a way: stun:HOST[:PORT], or"
                    + " turn:USER:PASSWORD@HOST[:PORT][?transport=udp|tcp], or turns:… for TLS."
                    + " May be repeated.")
            .build());
    spec.addOption(
        GlobalOptions.text(
            "--via",
            "any|direct|relay",
            "The ways that data may take. direct: never through a TURN server or the relay. relay:"
                + " only so, and the other side learns no address of this machine. Default: any."));
    spec.addOption(
        GlobalOptions.text(
            "--reconnect",
            "DURATION",
            "How long a lost connection is waited for, 10s to 24h. Default: 2m."));
  }

  static PeerOptions of(ParseResult parsed, ConfigFile config, PeerOptions options)
      throws UsageException {
    List<String> texts = new ArrayList<>(GlobalOptions.values(parsed, "--ice-server"));
    if (texts.isEmpty()) {
      texts.addAll(config.iceServers());
    }
    List<IceServer> servers = new ArrayList<>();
    for (String text : texts) {
      servers.add(server(text));
    }
    PeerOptions routed =
        options
            .withIceServers(servers)
            .withVia(via(GlobalOptions.value(parsed, "--via").orElse("any")));
    Optional<String> reconnect = GlobalOptions.value(parsed, "--reconnect");
    if (reconnect.isEmpty()) {
      return routed;
    }
    var patience = TimeSpan.parse(reconnect.get());
    if (patience.toSeconds() < 10 || patience.toHours() > 24) {
      throw new UsageException("--reconnect takes 10s to 24h");
    }
    return routed.withLostTimeout(patience);
  }

  private static PeerOptions.Via via(String text) throws UsageException {
    return switch (text) {
      case "any" -> PeerOptions.Via.ANY;
      case "direct" -> PeerOptions.Via.DIRECT;
      case "relay" -> PeerOptions.Via.RELAY;
      default -> throw new UsageException("--via takes any, direct or relay, not '" + text + "'");
    };
  }

  /// The password is never repeated: what is wrong is told without it.
  private static IceServer server(String text) throws UsageException {
    Matcher parts = SERVER.matcher(text);
    if (!parts.matches()) {
      throw notAServer(text);
    }
    String scheme = parts.group(1).toLowerCase(Locale.ROOT);
    String credential = parts.group(2);
    String port = parts.group(4) == null ? "" : parts.group(4);
    String transport = parts.group(5) == null ? "" : parts.group(5);
    URI uri = uri(scheme + ":" + parts.group(3) + port + transport);
    if (scheme.equals("stun")) {
      if (credential != null || !transport.isEmpty()) {
        throw notAServer(text);
      }
      return IceServer.of(uri);
    }
    int colon = credential == null ? -1 : credential.indexOf(':');
    if (credential == null || colon < 1) {
      throw new UsageException(
          "--ice-server: a TURN server wants credentials: " + scheme + ":USER:PASSWORD@HOST");
    }
    return IceServer.of(
        uri,
        Percent.decode(credential.substring(0, colon)),
        Percent.decode(credential.substring(colon + 1)));
  }

  private static UsageException notAServer(String text) {
    String shown = text.contains("@") ? "…" + text.substring(text.lastIndexOf('@')) : text;
    return new UsageException(
        "'"
            + shown
            + "' is not a stun:HOST[:PORT], turn:USER:PASSWORD@HOST[:PORT][?transport=udp|tcp] or"
            + " turns: URI");
  }

  private static URI uri(String text) throws UsageException {
    try {
      return new URI(text);
    } catch (URISyntaxException malformed) {
      throw notAServer(text);
    }
  }
}
