package sluice.app.cli;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import sluice.app.Escaper;
import sluice.app.ExitCode;
import sluice.app.listen.ListenRun;
import sluice.app.peers.PeerName;
import sluice.app.session.PairOrder;
import sluice.app.session.PairSession;
import sluice.app.ui.Frontend;
import sluice.signaling.Code;
import sluice.signaling.CodeChoice;

/// `sluice pair [CODE]`
final class PairCommand implements Command {
  private static final int WORDS = 2;

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("pair");
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("[CODE]")
            .hideParamSyntax(true)
            .arity("0..1")
            .type(String.class)
            .description("The code that the other side shows. Without it a code is made.")
            .build());
    spec.addOption(
        GlobalOptions.text(
            "--as",
            "NAME",
            "What the other machine is called here: letters, digits, '.', '_' and '-'. The other"
                + " side never learns it. Without it you are asked."));
    spec.addOption(
        GlobalOptions.flag(
            "--replace",
            "Pair a machine anew that has this name already. If it is the same installation, it"
                + " keeps what is granted to it."));
    spec.addOption(
        GlobalOptions.flag(
            "--lan-only",
            "Pair on this network even where no relay is configured: the two meet again once both"
                + " name one (--relay, SLUICE_RELAY or the config file)."));
    spec.addOption(
        GlobalOptions.text(
            "--code",
            "CODE",
            "Make this code: NUMBER-SECRET, with at least two words of the list or 12 characters."
                + " It can be read in the list of processes."));
    GlobalOptions.addTo(spec);
    spec.usageMessage()
        .header("Pair two machines for good, so that they meet again without a code.")
        .description(
            "",
            "Both sides keep a secret, the relays they met at, and what the other may do here: at"
                + " first nothing. From then on: sluice send --to NAME, receive --from NAME, pipe"
                + " --to NAME, sync, and listen on the side that nobody watches.",
            "")
        .footer(
            "",
            "Examples:",
            "  sluice pair --as laptop --relay relay.example       shows a code; then type",
            "  sluice pair 4217-pelican-violin@relay.example --as nas       on the other machine",
            "  sluice peers grant laptop --write /srv/backup/laptop");
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Surroundings surroundings) throws UsageException {
    GlobalOptions options = GlobalOptions.of(parsed, surroundings);
    @Nullable String typed = parsed.matchedPositionalValue(0, null);
    Optional<Code> code = typed == null ? Optional.empty() : Optional.of(Codes.parse(typed));
    Optional<String> made = GlobalOptions.value(parsed, "--code");
    if (made.isPresent() && code.isPresent()) {
      throw new UsageException("give the other side's code, or --code to make one, not both");
    }
    CodeChoice choice =
        made.isPresent()
            ? new CodeChoice.Given(Codes.parse(made.get()).withRelay(null))
            : new CodeChoice.Words(WORDS);
    Optional<String> as = GlobalOptions.value(parsed, "--as");
    Optional<PeerName> name = as.isPresent() ? Optional.of(Peers.name(as.get())) : Optional.empty();
    PairOrder.Reach reach =
        GlobalOptions.has(parsed, "--lan-only")
            ? PairOrder.Reach.THIS_NETWORK_TOO
            : PairOrder.Reach.RELAY;
    PairOrder.Novelty novelty =
        GlobalOptions.has(parsed, "--replace")
            ? PairOrder.Novelty.REPLACING
            : PairOrder.Novelty.NEW;
    Logging.configure(options);
    try (Frontend frontend = Streams.frontend(options, surroundings)) {
      PairOrder order = new PairOrder(code, choice, name, reach, novelty, options.meeting());
      ExitCode exit = PairSession.run(order, Peers.store(surroundings), frontend);
      return exit == ExitCode.DONE ? reload(surroundings).status() : exit.status();
    }
  }

  /// A service that runs already waits for the new peer from now on.
  private static ExitCode reload(Surroundings surroundings) {
    try {
      if (ListenRun.reloadRunning(GlobalOptions.home(surroundings))) {
        return ExitCode.DONE;
      }
    } catch (IOException unreachable) {
      surroundings
          .err()
          .println("sluice: " + Escaper.escape(String.valueOf(unreachable.getMessage())));
    }
    surroundings.err().println("sluice: Paired; the running sluice listen has to be started anew.");
    return ExitCode.DONE;
  }
}
