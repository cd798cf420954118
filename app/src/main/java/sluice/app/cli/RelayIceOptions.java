package sluice.app.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import sluice.app.relay.ForwardLimits;
import sluice.app.relay.IceOffers;
import sluice.app.relay.StunChoice;
import sluice.app.relay.stun.StunAddresses;
import sluice.signaling.wire.IceServer;

/// The options of `sluice relay` on the servers that help two ends to find a path.
final class RelayIceOptions {
  private static final long MAX_SECRET_BYTES = 4096;
  private static final Pattern FORWARD =
      Pattern.compile("(\\d{1,6})([KMGkmg]?)(?:/(\\d{1,6})([KMGTkmgt]?))?");

  private RelayIceOptions() {}

  static void addTo(CommandSpec spec) {
    spec.addOption(
        several(
            "--stun",
            "HOST:PORT|none",
            "Answer STUN here as well as on UDP at the relay's own port, and tell clients of it."
                + " Given twice, with two addresses of this machine and two ports, it lets clients"
                + " find out how their NAT behaves. none: nowhere."));
    spec.addOption(
        several(
            "--turn-uri",
            "URI",
            "A TURN server that clients are handed credentials for: turn:HOST[:PORT]"
                + "[?transport=udp|tcp] or turns:…. Up to four times, for one server."));
    spec.addOption(
        GlobalOptions.text(
            "--turn-secret-file",
            "FILE",
            "Holds the secret shared with it (coturn's static-auth-secret, with"
                + " use-auth-secret)."));
    spec.addOption(
        GlobalOptions.text(
            "--turn-lifetime",
            "DURATION",
            "How long its credentials hold, at most 1h; clients renew them. Default: 1h."));
    spec.addOption(
        GlobalOptions.text(
            "--forward",
            "none|RATE[/SIZE]",
            "Forward the encrypted datagrams of those whom nothing else connects, at RATE bytes a"
                + " second for each session, and SIZE in all: 2M, 500K/10G. Default: none."));
  }

  private static OptionSpec several(String name, String label, String description) {
    return OptionSpec.builder(name)
        .paramLabel(label)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .description(description)
        .build();
  }

  static StunChoice stun(ParseResult parsed) throws UsageException {
    List<String> texts = GlobalOptions.values(parsed, "--stun");
    if (texts.isEmpty()) {
      return new StunChoice.AtRelay();
    }
    if (texts.equals(List.of("none"))) {
      return new StunChoice.Nowhere();
    }
    if (texts.size() > 2) {
      throw new UsageException("--stun is given twice at most");
    }
    InetSocketAddress primary = RelayCommand.address("--stun", texts.getFirst());
    @Nullable InetSocketAddress alternate =
        texts.size() == 2 ? RelayCommand.address("--stun", texts.getLast()) : null;
    try {
      return new StunChoice.Named(new StunAddresses(primary, alternate));
    } catch (IllegalArgumentException alike) {
      throw new UsageException(
          "--stun, given twice, takes two addresses of this machine that differ in IP address and"
              + " in port");
    }
  }

  static Optional<IceOffers.Turn> turn(ParseResult parsed) throws UsageException {
    List<String> uris = GlobalOptions.values(parsed, "--turn-uri");
    Optional<String> file = GlobalOptions.value(parsed, "--turn-secret-file");
    Optional<String> lifetime = GlobalOptions.value(parsed, "--turn-lifetime");
    if (uris.isEmpty() && file.isEmpty() && lifetime.isEmpty()) {
      return Optional.empty();
    }
    if (uris.isEmpty() || file.isEmpty()) {
      throw new UsageException("--turn-uri and --turn-secret-file belong together");
    }
    for (String uri : uris) {
      if (uri.startsWith("stun:") || !IceServer.isValid(List.of(uri), null, null)) {
        throw new UsageException("'" + uri + "' is not a turn: or turns: URI");
      }
    }
    if (!IceServer.isValid(uris, null, null)) {
      throw new UsageException("--turn-uri is given four times at most");
    }
    return Optional.of(new IceOffers.Turn(uris, secret(Path.of(file.get())), lifetime(lifetime)));
  }

  static Optional<ForwardLimits> forward(ParseResult parsed) throws UsageException {
    String text = GlobalOptions.value(parsed, "--forward").orElse("none");
    if (text.equals("none")) {
      return Optional.empty();
    }
    Matcher limits = FORWARD.matcher(text);
    if (!limits.matches()) {
      throw notForward(text);
    }
    long rate = amount(limits.group(1), limits.group(2));
    @Nullable String size = limits.group(3);
    long bytes = size == null ? Long.MAX_VALUE : amount(size, limits.group(4));
    if (rate < ForwardLimits.MIN_BYTES_PER_SECOND || rate > Integer.MAX_VALUE || bytes == 0) {
      throw notForward(text);
    }
    return Optional.of(new ForwardLimits((int) rate, bytes));
  }

  private static UsageException notForward(String text) {
    return new UsageException(
        "--forward takes none, or a rate of 17K to 2G bytes a second like 2M or 500K/10G, not '"
            + text
            + "'");
  }

  private static long amount(String number, String unit) {
    long factor =
        switch (unit.toUpperCase(Locale.ROOT)) {
          case "K" -> 1_000;
          case "M" -> 1_000_000;
          case "G" -> 1_000_000_000;
          case "T" -> 1_000_000_000_000L;
          default -> 1;
        };
    return Long.parseLong(number) * factor;
  }

  private static Duration lifetime(Optional<String> text) throws UsageException {
    Duration lifetime = text.isPresent() ? TimeSpan.parse(text.get()) : IceOffers.MAX_LIFETIME;
    if (lifetime.compareTo(IceOffers.MAX_LIFETIME) > 0 || lifetime.toSeconds() == 0) {
      throw new UsageException("--turn-lifetime takes 1s to 1h");
    }
    return lifetime;
  }

  private static String secret(Path file) throws UsageException {
    try {
      String secret = Files.size(file) > MAX_SECRET_BYTES ? "" : Files.readString(file).strip();
      if (secret.isEmpty()) {
        throw new UsageException("--turn-secret-file: '" + file + "' does not hold a secret");
      }
      return secret;
    } catch (IOException unreadable) {
      throw new UsageException("--turn-secret-file: '" + file + "' cannot be read");
    }
  }
}
