package sluice.app.cli;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import sluice.app.peers.Peer;
import sluice.app.peers.PeerRequest;
import sluice.app.session.PeerWaiting;
import sluice.app.session.ReceiveOrder;
import sluice.app.session.ReceiveSession;
import sluice.app.session.Target;
import sluice.app.session.Task;
import sluice.app.streams.CommandOutput;
import sluice.app.streams.StandardOutput;
import sluice.app.transfer.ConflictPolicy;
import sluice.app.ui.Frontend;
import sluice.signaling.Code;

/// `sluice receive [CODE]`
final class ReceiveCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("receive").aliases("rx", "recv");
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("[CODE]")
            .hideParamSyntax(true)
            .arity("0..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description(
                "The code that the sender shows. Three letters of each word are enough. Without it"
                    + " you are asked for it, with the Tab key completing words.")
            .build());
    spec.addOption(
        GlobalOptions.text(
            "--code-file", "FILE", "Read the code from FILE, where send --code-file wrote it."));
    spec.addOption(
        OptionSpec.builder("-o", "--output")
            .paramLabel("DIR|FILE|-")
            .type(String.class)
            .description(
                "Where to store: a folder (made if its name ends with /), or the name for a single"
                    + " file; - writes a stream or a single file to standard output, and accepts by"
                    + " itself. Default: this folder.")
            .build());
    spec.addOption(
        GlobalOptions.flag(
            "--exec",
            "Let a command read the stream or the single file: receive CODE --exec -- CMD"
                + " ARGUMENT…. It is killed if the stream breaks off, and never sees its end"
                + " then."));
    spec.addOption(
        GlobalOptions.flag(
            "--yes", "Accept the offer without being asked. Never overwrites.", "-y"));
    spec.addOption(
        GlobalOptions.text(
            "--on-conflict",
            "HOW",
            "Where a target exists: ask, fail, skip, rename or overwrite. Default: ask on a"
                + " terminal, else fail."));
    spec.addOption(
        GlobalOptions.flag(
            "--sha256", "Ask for the SHA-256 of each file and show it on both sides."));
    TreeOptions.addComparison(spec);
    Peers.addTo(
        spec,
        "--from",
        "NAME",
        "Receive what a paired peer sends with send --to, without a code. It may come before or"
            + " after.");
    TreeOptions.addToReceive(spec);
    spec.addOption(
        GlobalOptions.flag(
            "--dry-run",
            "Show what is offered and what exists already, and leave without an answer: the code"
                + " still holds."));
    spec.addOption(
        GlobalOptions.flag(
            "--clip",
            "Put a text that comes into the clipboard as well: by wl-copy, xclip, xsel, pbcopy or"
                + " clip.exe, else by the terminal (OSC 52)."));
    Rate.addLimitTo(spec);
    GlobalOptions.addTo(spec);
    spec.usageMessage()
        .header("Receive what the sender of a code offers.")
        .description(
            "",
            "Receives what the sender of this code offers. Nothing is stored before you accept, and"
                + " a file appears under its name only when it is whole.",
            "")
        .footer(
            "",
            "Examples:",
            "  sluice receive 4217-pelican-violin",
            "  sluice receive 4217-pel-vio@relay.example -o Downloads/ --yes --on-conflict rename");
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Surroundings surroundings) throws UsageException {
    GlobalOptions options = GlobalOptions.of(parsed, surroundings);
    Optional<Code> code = code(parsed);
    Target target = target(parsed, surroundings);
    Optional<ConflictPolicy> conflicts = conflicts(parsed);
    ReceiveOrder.Consent consent = consent(parsed, target);
    Optional<Peer> peer = Peers.named(parsed, "--from", surroundings);
    if (peer.isPresent() && code.isPresent()) {
      throw new UsageException("--from needs no code");
    }
    Logging.configure(options);
    try (Frontend frontend =
        frontend(target, options, surroundings).goingOnBy(Again.command(parsed))) {
      ConflictPolicy usual =
          frontend.questions().isPresent() ? ConflictPolicy.ASK : ConflictPolicy.FAIL;
      ReceiveOrder order =
          new ReceiveOrder(
              code,
              target,
              consent,
              consent == ReceiveOrder.Consent.REHEARSAL
                  ? ConflictPolicy.ASK
                  : conflicts.orElse(usual),
              extras(parsed),
              options.meeting().withLimit(Rate.limit(parsed)));
      if (peer.isPresent()) {
        return PeerWaiting.run(
                peer.get(),
                PeerRequest.Verb.SEND,
                new Task.Receive(
                    order.target(), order.consent(), order.conflicts(), order.extras()),
                order.meeting(),
                Peers.store(surroundings),
                frontend)
            .status();
      }
      return ReceiveSession.run(order, frontend).status();
    }
  }

  private static ReceiveOrder.Consent consent(ParseResult parsed, Target target) {
    if (GlobalOptions.has(parsed, "--dry-run")) {
      return ReceiveOrder.Consent.REHEARSAL;
    }
    return target instanceof Target.Reader || GlobalOptions.has(parsed, "--yes")
        ? ReceiveOrder.Consent.GIVEN
        : ReceiveOrder.Consent.ASK;
  }

  private static Set<ReceiveOrder.Extra> extras(ParseResult parsed) {
    Set<ReceiveOrder.Extra> extras = EnumSet.noneOf(ReceiveOrder.Extra.class);
    if (GlobalOptions.has(parsed, "--sha256")) {
      extras.add(ReceiveOrder.Extra.SHA256);
    }
    if (GlobalOptions.has(parsed, "--clip")) {
      extras.add(ReceiveOrder.Extra.CLIP);
    }
    return extras;
  }

  private static Optional<Code> code(ParseResult parsed) throws UsageException {
    Optional<String> file = GlobalOptions.value(parsed, "--code-file");
    List<String> words = parsed.matchedPositionalValue(0, List.of());
    boolean isExec = GlobalOptions.has(parsed, "--exec");
    if (!isExec && words.size() > 1) {
      throw new UsageException("receive takes one code, not also '" + words.get(1) + "'");
    }
    @Nullable String typed =
        words.isEmpty() || (isExec && file.isPresent()) ? null : words.getFirst();
    if (typed != null && file.isPresent()) {
      throw new UsageException("give the code or --code-file, not both");
    }
    if (file.isPresent()) {
      return Optional.of(Codes.fromFile(Path.of(file.get())));
    }
    return typed == null ? Optional.empty() : Optional.of(Codes.parse(typed));
  }

  /// Where the payload goes to standard output, all else goes to standard error.
  private static Frontend frontend(
      Target target, GlobalOptions options, Surroundings surroundings) {
    return switch (target) {
      case Target.Files _, Target.Sync _ -> Streams.frontend(options, surroundings);
      case Target.Reader _, Target.Pipe _ -> Streams.besidePayload(options, surroundings);
    };
  }

  private static Target target(ParseResult parsed, Surroundings surroundings)
      throws UsageException {
    Optional<String> output = GlobalOptions.value(parsed, "--output");
    if (GlobalOptions.has(parsed, "--exec")) {
      if (output.isPresent()) {
        throw new UsageException("--exec and -o exclude each other");
      }
      List<String> command = Streams.command(command(parsed), surroundings);
      return new Target.Reader("the command", () -> CommandOutput.start(command));
    }
    if (output.equals(Optional.of("-"))) {
      return new Target.Reader("standard output", () -> new StandardOutput(surroundings.payload()));
    }
    return new Target.Files(
        output, TreeOptions.destination(parsed, !GlobalOptions.has(parsed, "--yes")));
  }

  /// All that stands behind the code, or behind `--` where the code comes from a file.
  private static List<String> command(ParseResult parsed) {
    List<String> words = parsed.matchedPositionalValue(0, List.of());
    boolean hasCode = GlobalOptions.value(parsed, "--code-file").isEmpty();
    return words.subList(Math.min(words.size(), hasCode ? 1 : 0), words.size());
  }

  private static Optional<ConflictPolicy> conflicts(ParseResult parsed) throws UsageException {
    Optional<String> how = GlobalOptions.value(parsed, "--on-conflict");
    if (how.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        switch (how.get()) {
          case "ask" -> ConflictPolicy.ASK;
          case "fail" -> ConflictPolicy.FAIL;
          case "skip" -> ConflictPolicy.SKIP;
          case "rename" -> ConflictPolicy.RENAME;
          case "overwrite" -> ConflictPolicy.OVERWRITE;
          default ->
              throw new UsageException(
                  "--on-conflict takes ask, fail, skip, rename or overwrite, not '"
                      + how.get()
                      + "'");
        });
  }
}
