package sluice.app.cli;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import sluice.app.peers.Peer;
import sluice.app.peers.PeerRequest;
import sluice.app.session.Payload;
import sluice.app.session.PeerCall;
import sluice.app.session.PeerSession;
import sluice.app.session.SendOrder;
import sluice.app.session.SendSession;
import sluice.app.session.Task;
import sluice.app.streams.CommandInput;
import sluice.app.streams.StandardInput;
import sluice.app.transfer.Limits;
import sluice.app.ui.Frontend;
import sluice.signaling.CodeChoice;

/// `sluice send FILE…`
final class SendCommand implements Command {
  private static final int DEFAULT_WORDS = 2;
  private static final int MAX_WORDS = 16;
  private static final String TOO_LONG =
      "--text takes 1 MiB at most; send it as a file or a stream";

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("send").aliases("tx");
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("PATH... | -")
            .hideParamSyntax(true)
            .arity("0..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description("What to send; - for standard input.")
            .build());
    spec.addOption(
        GlobalOptions.flag(
            "--exec",
            "Send what a command writes: send --exec -- CMD ARGUMENT…. If it fails, the other side"
                + " learns that the stream is not whole."));
    spec.addOption(
        GlobalOptions.text(
            "--text",
            "TEXT",
            "Send a text to be shown at the other side, at most 1 MiB; - reads it from standard"
                + " input, out of sight of the list of processes."));
    spec.addOption(
        GlobalOptions.text(
            "--name", "NAME", "Offer the stream, or the only file, under this name instead."));
    spec.addOption(
        GlobalOptions.flag(
            "--sha256", "Compute the SHA-256 of each file and show it on both sides."));
    addCodeOptionsTo(spec);
    TreeOptions.addToSend(spec);
    Peers.addTo(
        spec,
        "--to",
        "NAME[:DIR]",
        "Send to a paired peer, without a code: to its sluice listen, or to receive --from. DIR is"
            + " a folder that it grants.");
    Rate.addLimitTo(spec);
    GlobalOptions.addTo(spec);
    spec.usageMessage()
        .header("Send files and folders to whoever types the code that is shown.")
        .description(
            "",
            "Shows a code and sends the files to whoever types it: once, to one receiver. Ends with"
                + " 0 when they are stored there.",
            "")
        .footer(
            "",
            "Examples:",
            "  sluice send photo.raw notes.txt",
            "  sluice send Pictures --exclude '*.tmp'",
            "  sluice send --text 'the door code is 4711'",
            "  pg_dump shop | sluice send --name shop.sql -",
            "  sluice send --relay relay.example --code-file /run/backup.code dump.sql");
    return spec;
  }

  /// The options of whoever makes a code.
  static void addCodeOptionsTo(CommandSpec spec) {
    spec.addOption(
        GlobalOptions.text(
            "--code",
            "CODE",
            "Use this code: NUMBER-SECRET, with at least two words of the list or 12 characters."
                + " It can be read in the list of processes."));
    spec.addOption(
        OptionSpec.builder("--words")
            .paramLabel("N")
            .type(Integer.class)
            .description("How many words the code has: 2 (the default) to " + MAX_WORDS + ".")
            .build());
    spec.addOption(
        GlobalOptions.text(
            "--code-file", "FILE", "Write the code to FILE as well, readable by you alone."));
    spec.addOption(
        GlobalOptions.flag(
            "--verify",
            "Show four words on both sides and go on only when you have confirmed that they"
                + " agree."));
    spec.addOption(
        GlobalOptions.flag("--qr", "Show the command for the other side as a QR code as well."));
    spec.addOption(
        GlobalOptions.flag(
            "--clip",
            "Put the command for the other side into the clipboard: by wl-copy, xclip, xsel, pbcopy"
                + " or clip.exe, else by the terminal (OSC 52)."));
  }

  @Override
  public int run(ParseResult parsed, Surroundings surroundings) throws UsageException {
    GlobalOptions options = GlobalOptions.of(parsed, surroundings);
    SendOrder order =
        new SendOrder(
            payload(parsed, surroundings),
            GlobalOptions.value(parsed, "--name"),
            code(parsed),
            GlobalOptions.value(parsed, "--code-file").map(Path::of),
            extras(parsed),
            options.meeting().withLimit(Rate.limit(parsed)));
    Optional<Peer> peer = Peers.named(parsed, "--to", surroundings);
    if (peer.isPresent()) {
      Peers.refuseWithCode(parsed, "--to");
    }
    Logging.configure(options);
    try (Frontend frontend =
        Streams.frontend(options, surroundings).goingOnBy(Again.command(parsed))) {
      if (GlobalOptions.has(parsed, "--dry-run")) {
        return SendSession.rehearse(order, frontend).status();
      }
      if (peer.isPresent()) {
        return toPeer(peer.get(), parsed, order, surroundings, frontend);
      }
      return SendSession.run(order, frontend).status();
    }
  }

  private static int toPeer(
      Peer peer,
      ParseResult parsed,
      SendOrder order,
      Surroundings surroundings,
      Frontend frontend) {
    String folder = Peers.path(GlobalOptions.value(parsed, "--to").orElse(""));
    PeerCall call =
        new PeerCall(
            peer,
            new PeerRequest(PeerRequest.Verb.SEND, folder, List.of()),
            new Task.Send(order.payload(), order.name(), order.extras()),
            order.meeting());
    return PeerSession.call(call, Peers.store(surroundings), frontend).exit().status();
  }

  private static Payload payload(ParseResult parsed, Surroundings surroundings)
      throws UsageException {
    List<String> names = parsed.matchedPositionalValue(0, List.of());
    Optional<String> text = GlobalOptions.value(parsed, "--text");
    if (text.isPresent()) {
      return new Payload.Text(text(text.get(), names, parsed, surroundings));
    }
    if (GlobalOptions.has(parsed, "--exec")) {
      List<String> command = Streams.command(names, surroundings);
      String name = new File(command.getFirst()).getName();
      return new Payload.Stream(name, () -> CommandInput.start(command));
    }
    if (names.equals(List.of("-"))) {
      return new Payload.Stream("stdin", () -> new StandardInput(surroundings.in()));
    }
    if (names.contains("-")) {
      throw new UsageException("- (standard input) is sent alone, not beside files");
    }
    if (names.isEmpty()) {
      throw new UsageException(
          "send needs something to send: PATH…, - for standard input, or --exec");
    }
    return new Payload.Files(names, TreeOptions.source(parsed));
  }

  private static String text(
      String given, List<String> names, ParseResult parsed, Surroundings surroundings)
      throws UsageException {
    if (!names.isEmpty()
        || GlobalOptions.has(parsed, "--exec")
        || parsed.hasMatchedOption("--name")) {
      throw new UsageException("--text is sent alone: without PATH, --exec and --name");
    }
    String text = given.equals("-") ? read(surroundings) : given;
    if (text.isEmpty()) {
      throw new UsageException("--text needs a text");
    }
    if (text.getBytes(StandardCharsets.UTF_8).length > Limits.TEXT_BYTES) {
      throw new UsageException(TOO_LONG);
    }
    return text;
  }

  private static String read(Surroundings surroundings) throws UsageException {
    try {
      byte[] bytes = surroundings.in().readNBytes(Limits.TEXT_BYTES + 1);
      if (bytes.length > Limits.TEXT_BYTES) {
        throw new UsageException(TOO_LONG);
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException noText) {
      throw new UsageException(
          "--text: standard input is not UTF-8; send it as a file or a stream");
    } catch (IOException unreadable) {
      throw new UsageException("standard input cannot be read: " + unreadable.getMessage());
    }
  }

  static CodeChoice code(ParseResult parsed) throws UsageException {
    Optional<String> given = GlobalOptions.value(parsed, "--code");
    int words = parsed.matchedOptionValue("--words", DEFAULT_WORDS);
    if (given.isPresent()) {
      if (parsed.hasMatchedOption("--words")) {
        throw new UsageException("--code and --words exclude each other");
      }
      return new CodeChoice.Given(Codes.parse(given.get()).withRelay(null));
    }
    if (words < DEFAULT_WORDS || words > MAX_WORDS) {
      throw new UsageException("--words takes 2 to " + MAX_WORDS + ", not " + words);
    }
    return new CodeChoice.Words(words);
  }

  static Set<SendOrder.Extra> extras(ParseResult parsed) throws UsageException {
    Set<SendOrder.Extra> extras = EnumSet.noneOf(SendOrder.Extra.class);
    if (GlobalOptions.has(parsed, "--sha256")) {
      extras.add(SendOrder.Extra.SHA256);
    }
    if (GlobalOptions.has(parsed, "--verify")) {
      extras.add(SendOrder.Extra.VERIFY);
    }
    if (GlobalOptions.has(parsed, "--clip")) {
      extras.add(SendOrder.Extra.CLIP);
    }
    if (GlobalOptions.has(parsed, "--qr")) {
      if (GlobalOptions.has(parsed, "--json")) {
        throw new UsageException("--json and --qr exclude each other");
      }
      extras.add(SendOrder.Extra.QR);
    }
    return extras;
  }
}
