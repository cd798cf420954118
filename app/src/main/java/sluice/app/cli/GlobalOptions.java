package sluice.app.cli;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import sluice.app.session.Meeting;
import sluice.app.ui.Frontend;
import sluice.signaling.RelayAccess;
import sluice.transport.PeerOptions;

/// The options that every command takes, before or after its name, resolved with the environment and
/// the config file: the command line wins over the environment, and that over the file.
///
/// @param relay the relay to use; nothing for the one inside the sender
/// @param access how a relay is reached
/// @param peer how the connection is to be
/// @param patience how long the peer is waited for; nothing where none was named
record GlobalOptions(
    Optional<URI> relay,
    RelayAccess access,
    PeerOptions peer,
    Frontend.Format format,
    LogDetail logDetail,
    Optional<Path> logFile,
    Optional<Duration> patience) {

  /// How much is logged.
  enum LogDetail {
    NONE,
    VERBOSE
  }

  static final String RELAY_VARIABLE = "SLUICE_RELAY";
  static final String HOME_VARIABLE = "SLUICE_HOME";

  /// Adds the options to a command that talks to a peer.
  static void addTo(CommandSpec spec) {
    spec.addOption(
        text(
            "--relay",
            "URL",
            "The relay to meet at: wss://HOST[:PORT][/PATH], ws://… or just HOST.",
            "Default: $SLUICE_RELAY, then `relay` in the config file; without any, the sender runs"
                + " one inside itself, for this network only."));
    RouteOptions.addTo(spec);
    ProxyOptions.addTo(spec);
    TrustOptions.addTo(spec);
    spec.addOption(
        text(
            "--timeout",
            "DURATION",
            "How long to wait for the other side to come: 90s, 10m, 1h30m.",
            "Default: for ever on a terminal, else 1h."));
    TransportOptions.addTo(spec);
    addOutputTo(spec);
  }

  /// Adds the options on what is shown.
  static void addOutputTo(CommandSpec spec) {
    spec.addOption(flag("--json", "One JSON object a line instead of text."));
    spec.addOption(flag("--quiet", "Show the code, questions and errors only.", "-q"));
    spec.addOption(
        flag(
            "--verbose",
            "A line for each file, and what happens inside, on standard error.",
            "-v"));
    spec.addOption(text("--log-file", "FILE", "Write what happens inside to FILE."));
    addHelpTo(spec);
  }

  static void addHelpTo(CommandSpec spec) {
    spec.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .arity("0")
            .type(boolean.class)
            .description("Show this help.")
            .build());
  }

  /// Reads them from the command's result, or from that of the program before it.
  static GlobalOptions of(ParseResult parsed, Surroundings surroundings) throws UsageException {
    ConfigFile config = ConfigFile.read(home(surroundings));
    Optional<String> relay =
        value(parsed, "--relay").or(() -> variable(surroundings, RELAY_VARIABLE)).or(config::relay);
    ProxyOptions proxies = ProxyOptions.of(parsed, surroundings);
    Optional<SSLContext> trust = TrustOptions.of(parsed);
    PeerOptions routed = RouteOptions.of(parsed, config, TransportOptions.of(parsed));
    PeerOptions peer = trust.map(routed::withTurnTls).orElse(routed);
    Optional<String> timeout = value(parsed, "--timeout");
    return new GlobalOptions(
        relay.isPresent() ? Optional.of(RelayUri.parse(relay.get())) : Optional.empty(),
        new RelayAccess(proxies.access().proxy(), trust),
        proxies.forTurn().map(peer::withProxy).orElse(peer),
        format(parsed),
        has(parsed, "--verbose") ? LogDetail.VERBOSE : LogDetail.NONE,
        value(parsed, "--log-file").map(Path::of),
        timeout.isPresent() ? Optional.of(TimeSpan.parse(timeout.get())) : Optional.empty());
  }

  /// Reads those of a command that meets nobody.
  static GlobalOptions ofOutput(ParseResult parsed) throws UsageException {
    return new GlobalOptions(
        Optional.empty(),
        RelayAccess.DIRECT,
        PeerOptions.defaults(),
        format(parsed),
        has(parsed, "--verbose") ? LogDetail.VERBOSE : LogDetail.NONE,
        value(parsed, "--log-file").map(Path::of),
        Optional.empty());
  }

  /// How the two ends are to meet. Without a terminal the peer is waited for an hour at most.
  Meeting meeting() {
    return new Meeting(relay, access, peer, patience);
  }

  /// The folder of settings: `SLUICE_HOME`, by default `~/.config/sluice`.
  static Path home(Surroundings surroundings) {
    return variable(surroundings, HOME_VARIABLE)
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home", "."), ".config", "sluice"));
  }

  private static Frontend.Format format(ParseResult parsed) throws UsageException {
    boolean json = has(parsed, "--json");
    boolean quiet = has(parsed, "--quiet");
    if (json && quiet) {
      throw new UsageException("--json and --quiet exclude each other");
    }
    if (quiet && has(parsed, "--verbose")) {
      throw new UsageException("--quiet and --verbose exclude each other");
    }
    if (json) {
      return Frontend.Format.JSON;
    }
    Frontend.Format people =
        has(parsed, "--verbose") ? Frontend.Format.DETAILED : Frontend.Format.PEOPLE;
    return quiet ? Frontend.Format.QUIET : people;
  }

  static Optional<String> variable(Surroundings surroundings, String name) {
    return Optional.ofNullable(surroundings.environment().apply(name)).filter(v -> !v.isBlank());
  }

  static OptionSpec text(String name, String label, String... description) {
    return OptionSpec.builder(name)
        .paramLabel(label)
        .type(String.class)
        .description(description)
        .build();
  }

  static OptionSpec flag(String name, String description, String... shorter) {
    String[] names = new String[shorter.length + 1];
    System.arraycopy(shorter, 0, names, 0, shorter.length);
    names[shorter.length] = name;
    return OptionSpec.builder(names)
        .arity("0")
        .type(boolean.class)
        .description(description)
        .build();
  }

  static boolean has(ParseResult parsed, String option) {
    return parsed.matchedOptionValue(option, Boolean.FALSE);
  }

  static Optional<String> value(ParseResult parsed, String option) {
    @Nullable String value = parsed.matchedOptionValue(option, null);
    return Optional.ofNullable(value);
  }

  static List<String> values(ParseResult parsed, String option) {
    return parsed.matchedOptionValue(option, List.of());
  }
}
