package sluice.app.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import sluice.app.peers.Peer;
import sluice.app.peers.PeerRequest;
import sluice.app.peers.PeerStore;
import sluice.app.session.Meeting;
import sluice.app.session.Payload;
import sluice.app.session.PeerCall;
import sluice.app.session.PeerSession;
import sluice.app.session.PeerWaiting;
import sluice.app.session.ReceiveOrder;
import sluice.app.session.ReceiveSession;
import sluice.app.session.SendOrder;
import sluice.app.session.SendSession;
import sluice.app.session.Target;
import sluice.app.session.Task;
import sluice.app.streams.StandardInput;
import sluice.app.streams.StandardOutput;
import sluice.app.streams.StreamDestination;
import sluice.app.streams.StreamSource;
import sluice.app.transfer.ConflictPolicy;
import sluice.app.ui.Frontend;

/// `sluice pipe [CODE]`
final class PipeCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("pipe");
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("[CODE]")
            .hideParamSyntax(true)
            .arity("0..1")
            .type(String.class)
            .description(
                "The code that the other side shows. Without it a code is made and shown on"
                    + " standard error.")
            .build());
    SendCommand.addCodeOptionsTo(spec);
    Peers.addTo(
        spec,
        "--to",
        "NAME",
        "Join with a paired peer, without a code: it runs pipe --from with our name there.");
    Peers.addTo(
        spec, "--from", "NAME", "Wait for a paired peer that runs pipe --to, without a code.");
    Rate.addLimitTo(spec);
    GlobalOptions.addTo(spec);
    spec.usageMessage()
        .header("Join standard input and output of two machines, both ways.")
        .description(
            "",
            "What one side reads from its standard input the other writes to its standard output,"
                + " both ways at once. Each direction ends by itself; the command ends with 0 when"
                + " both have come to their end.",
            "")
        .footer(
            "",
            "Examples:",
            "  sluice pipe                                  shows a code; then type",
            "  sluice pipe 4217-pelican-violin              on the other machine",
            "  socat UNIX-LISTEN:x,fork EXEC:'sluice pipe --code-file c'");
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Surroundings surroundings) throws UsageException {
    GlobalOptions options = GlobalOptions.of(parsed, surroundings);
    @Nullable String typed = parsed.matchedPositionalValue(0, null);
    StreamSource.Opener in = () -> new StandardInput(surroundings.in());
    StreamDestination.Opener out = () -> new StandardOutput(surroundings.payload());
    Optional<Peer> to = Peers.named(parsed, "--to", surroundings);
    Optional<Peer> from = Peers.named(parsed, "--from", surroundings);
    if (to.isPresent() || from.isPresent()) {
      if (typed != null || (to.isPresent() && from.isPresent())) {
        throw new UsageException("pipe takes one of CODE, --to and --from");
      }
      Peers.refuseWithCode(parsed, to.isPresent() ? "--to" : "--from");
      return withPeer(to, from, new Payload.Pipe(in, out), parsed, options, surroundings);
    }
    if (typed == null) {
      return make(parsed, options, surroundings, new Payload.Pipe(in, out));
    }
    ReceiveOrder order =
        new ReceiveOrder(
            Optional.of(Codes.parse(typed)),
            new Target.Pipe(in, out),
            ReceiveOrder.Consent.GIVEN,
            ConflictPolicy.FAIL,
            Set.of(),
            options.meeting().withLimit(Rate.limit(parsed)));
    Logging.configure(options);
    try (Frontend frontend = Streams.besidePayload(options, surroundings)) {
      return ReceiveSession.run(order, frontend).status();
    }
  }

  private static int withPeer(
      Optional<Peer> to,
      Optional<Peer> from,
      Payload.Pipe pipe,
      ParseResult parsed,
      GlobalOptions options,
      Surroundings surroundings)
      throws UsageException {
    PeerStore store = Peers.store(surroundings);
    Meeting meeting = options.meeting().withLimit(Rate.limit(parsed));
    Logging.configure(options);
    try (Frontend frontend = Streams.besidePayload(options, surroundings)) {
      if (to.isPresent()) {
        Task task = new Task.Pipe(pipe.in(), pipe.out(), Task.Pipe.Turn.FIRST);
        PeerRequest request = PeerRequest.of(PeerRequest.Verb.PIPE);
        PeerCall call = new PeerCall(to.get(), request, task, meeting);
        return PeerSession.call(call, store, frontend).exit().status();
      }
      Task task = new Task.Pipe(pipe.in(), pipe.out(), Task.Pipe.Turn.SECOND);
      return PeerWaiting.run(
              from.orElseThrow(), PeerRequest.Verb.PIPE, task, meeting, store, frontend)
          .status();
    }
  }

  private static int make(
      ParseResult parsed, GlobalOptions options, Surroundings surroundings, Payload.Pipe pipe)
      throws UsageException {
    SendOrder order =
        new SendOrder(
            pipe,
            Optional.empty(),
            SendCommand.code(parsed),
            GlobalOptions.value(parsed, "--code-file").map(Path::of),
            SendCommand.extras(parsed),
            options.meeting().withLimit(Rate.limit(parsed)));
    Logging.configure(options);
    try (Frontend frontend = Streams.besidePayload(options, surroundings)) {
      return SendSession.run(order, frontend).status();
    }
  }
}
