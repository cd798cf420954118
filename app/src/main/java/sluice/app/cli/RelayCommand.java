package sluice.app.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import sluice.app.relay.Cidr;
import sluice.app.relay.RelayLimits;
import sluice.app.relay.RelayOptions;
import sluice.app.relay.RelayRun;
import sluice.app.ui.Frontend;

/// `sluice relay`
final class RelayCommand implements Command {
  private static final String DEFAULT_LISTEN = "127.0.0.1:8443";
  private static final int MAX_PORT = 65_535;

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("relay");
    spec.addOption(
        GlobalOptions.text(
            "--listen",
            "HOST:PORT",
            "Where to listen; 0.0.0.0 or [::] for every address. Default: "
                + DEFAULT_LISTEN
                + "."));
    spec.addOption(
        GlobalOptions.text(
            "--public-url", "URL", "How clients name this relay, where a proxy stands before it."));
    spec.addOption(
        GlobalOptions.text("--tls-cert", "FILE", "Certificate chain in PEM, to serve wss itself."));
    spec.addOption(
        GlobalOptions.text(
            "--tls-key", "FILE", "Its private key in PEM (PKCS #8, not encrypted)."));
    spec.addOption(
        OptionSpec.builder("--trusted-proxy")
            .paramLabel("CIDR")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description("Believe X-Forwarded-For from these addresses. May be repeated.")
            .build());
    RelayIceOptions.addTo(spec);
    GlobalOptions.addOutputTo(spec);
    spec.usageMessage()
        .header("Run a relay, where senders and receivers meet.")
        .description(
            "",
            "Runs the rendezvous point where senders and receivers meet. It learns numbers, sizes,"
                + " times and addresses, never names or contents, and keeps nothing on disk.",
            "")
        .footer(
            "",
            "Example, on a machine that both sides can reach:",
            "  sluice relay --listen 0.0.0.0:443 --tls-cert fullchain.pem --tls-key privkey.pem",
            "and then on both: SLUICE_RELAY=wss://relay.example");
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Surroundings surroundings) throws UsageException {
    GlobalOptions options = GlobalOptions.ofOutput(parsed);
    Optional<String> publicUrl = GlobalOptions.value(parsed, "--public-url");
    Optional<URI> url =
        publicUrl.isPresent() ? Optional.of(RelayUri.parse(publicUrl.get())) : Optional.empty();
    RelayOptions relay =
        new RelayOptions(
            address(GlobalOptions.value(parsed, "--listen").orElse(DEFAULT_LISTEN)),
            url,
            certificate(parsed),
            proxies(GlobalOptions.values(parsed, "--trusted-proxy")),
            RelayLimits.standalone(),
            RelayIceOptions.stun(parsed),
            RelayIceOptions.turn(parsed),
            RelayIceOptions.forward(parsed));
    Logging.configure(options);
    try (Frontend frontend = Streams.frontend(options, surroundings)) {
      return RelayRun.run(relay, frontend).status();
    }
  }

  private static InetSocketAddress address(String text) throws UsageException {
    return address("--listen", text);
  }

  static InetSocketAddress address(String option, String text) throws UsageException {
    int colon = text.lastIndexOf(':');
    if (colon <= 0) {
      throw notAnAddress(option, text);
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      if (port < 0 || port > MAX_PORT) {
        throw notAnAddress(option, text);
      }
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (NumberFormatException notANumber) {
      throw notAnAddress(option, text);
    } catch (UnknownHostException unknown) {
      throw new UsageException(option + ": there is no host '" + host + "'");
    }
  }

  private static UsageException notAnAddress(String option, String text) {
    return new UsageException(option + " takes HOST:PORT, not '" + text + "'");
  }

  private static Optional<RelayOptions.Certificate> certificate(ParseResult parsed)
      throws UsageException {
    Optional<String> chain = GlobalOptions.value(parsed, "--tls-cert");
    Optional<String> key = GlobalOptions.value(parsed, "--tls-key");
    if (chain.isPresent() != key.isPresent()) {
      throw new UsageException("--tls-cert and --tls-key belong together");
    }
    return chain.flatMap(c -> key.map(k -> new RelayOptions.Certificate(Path.of(c), Path.of(k))));
  }

  private static List<Cidr> proxies(List<String> texts) throws UsageException {
    List<Cidr> proxies = new ArrayList<>();
    for (String text : texts) {
      proxies.add(
          Cidr.parse(text)
              .orElseThrow(
                  () ->
                      new UsageException(
                          "--trusted-proxy takes an address or a range like 192.0.2.0/24, not '"
                              + text
                              + "'")));
    }
    return proxies;
  }
}
