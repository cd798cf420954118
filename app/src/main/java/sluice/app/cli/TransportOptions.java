package sluice.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import sluice.transport.PeerOptions;

/// The options on how data travels: `--mtu` and `--congestion`.
final class TransportOptions {
  private static final String MTU = "--mtu";
  private static final String CONGESTION = "--congestion";

  private TransportOptions() {}

  static void addTo(CommandSpec spec) {
    spec.addOption(
        GlobalOptions.text(
            MTU,
            "N",
            "No IP packet with our data is larger than N bytes, headers included: "
                + PeerOptions.MIN_MTU_BYTES
                + " to "
                + PeerOptions.MAX_MTU_BYTES
                + ". Default: what the path turns out to carry."));
    spec.addOption(
        GlobalOptions.text(
            CONGESTION,
            "bbr|cubic",
            "How this side finds the speed at which it may send. bbr (the default) goes on through"
                + " random loss; cubic yields at each loss, as most TCPs do."));
  }

  static PeerOptions of(ParseResult parsed) throws UsageException {
    PeerOptions options = PeerOptions.defaults();
    Optional<String> mtu = GlobalOptions.value(parsed, MTU);
    if (mtu.isPresent()) {
      options = options.withMtu(mtu(mtu.get()));
    }
    Optional<String> congestion = GlobalOptions.value(parsed, CONGESTION);
    if (congestion.isPresent()) {
      options = options.withCongestion(congestion(congestion.get()));
    }
    return options;
  }

  /// The same again, for a process of our own.
  static List<String> arguments(ParseResult parsed) {
    List<String> arguments = new ArrayList<>();
    for (String option : List.of(MTU, CONGESTION)) {
      GlobalOptions.value(parsed, option)
          .ifPresent(value -> arguments.addAll(List.of(option, value)));
    }
    return arguments;
  }

  private static int mtu(String text) throws UsageException {
    int bytes = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    if (bytes < PeerOptions.MIN_MTU_BYTES || bytes > PeerOptions.MAX_MTU_BYTES) {
      throw new UsageException(
          "--mtu takes "
              + PeerOptions.MIN_MTU_BYTES
              + " to "
              + PeerOptions.MAX_MTU_BYTES
              + ", not '"
              + text
              + "'");
    }
    return bytes;
  }

  private static PeerOptions.Congestion congestion(String text) throws UsageException {
    return switch (text) {
      case "bbr" -> PeerOptions.Congestion.BBR;
      case "cubic" -> PeerOptions.Congestion.CUBIC;
      default -> throw new UsageException("--congestion takes bbr or cubic, not '" + text + "'");
    };
  }
}
