package sluice.app.session;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.app.Escaper;
import sluice.app.ExitCode;
import sluice.app.compression.Packing;
import sluice.app.compression.PackingChoice;
import sluice.app.files.DestinationTree;
import sluice.app.transfer.ConflictPolicy;
import sluice.app.transfer.Hashes;
import sluice.app.transfer.ReceiveOptions;
import sluice.app.ui.Ending;
import sluice.app.ui.Frontend;
import sluice.app.ui.Questions;
import sluice.app.ui.UiEvent;
import sluice.signaling.Code;
import sluice.signaling.Purpose;
import sluice.signaling.RelayChoice;
import sluice.signaling.Rendezvous;
import sluice.signaling.RendezvousOptions;
import sluice.signaling.code.CodeCompletion;
import sluice.transport.PeerConnection;
import sluice.transport.PeerOptions;

/// `sluice receive`: joins by a code and stores what is offered.
public final class ReceiveSession {
  private final ReceiveOrder order;
  private final Frontend frontend;
  private final Teller teller;
  private final PeerConnector connector;

  private ReceiveSession(ReceiveOrder order, Frontend frontend, PeerConnector connector) {
    this.order = order;
    this.frontend = frontend;
    this.teller = new Teller(frontend.view());
    this.connector = connector;
  }

  /// Runs it on the calling thread.
  public static ExitCode run(ReceiveOrder order, Frontend frontend) {
    return run(order, frontend, PeerConnection::open);
  }

  static ExitCode run(ReceiveOrder order, Frontend frontend, PeerConnector connector) {
    return new ReceiveSession(order, frontend, connector).run();
  }

  private ExitCode run() {
    Ending unanswerable = unanswerable();
    if (unanswerable != null) {
      return fail(unanswerable);
    }
    Ending unusable = unusableTarget();
    if (unusable != null) {
      return fail(unusable);
    }
    try {
      Optional<Code> code = order.code();
      Code known = code.isPresent() ? code.get() : askForCode();
      if (known == null) {
        return fail(Endings.needsTerminal("The code", "Give it on the command line"));
      }
      Outcome outcome = receive(known);
      return outcome instanceof Outcome.Failed(Ending ending) ? fail(ending) : outcome.exit();
    } catch (InterruptedException controlC) {
      return fail(Endings.interrupted());
    }
  }

  /// Where nothing can be stored whatever comes, no code is used up.
  private @Nullable Ending unusableTarget() {
    if (!(order.target() instanceof Target.Files(Optional<String> output, var options))) {
      return null;
    }
    String obstacle = DestinationTree.of(output.orElse(null), options).obstacle();
    if (obstacle == null) {
      return null;
    }
    String sentence =
        obstacle.endsWith(".") ? obstacle.substring(0, obstacle.length() - 1) : obstacle;
    return Endings.localFile("unusable_target", sentence, "Choose another place with -o");
  }

  /// Who cannot be asked is told so before the code is used up.
  private @Nullable Ending unanswerable() {
    if (frontend.questions().isPresent()) {
      return null;
    }
    if (order.code().isEmpty()) {
      return Endings.needsTerminal(
          "The code", "Give it on the command line, or by --code-file FILE");
    }
    if (order.consent() == ReceiveOrder.Consent.REHEARSAL) {
      return null;
    }
    if (order.consent() == ReceiveOrder.Consent.ASK) {
      return Endings.needsTerminal(
          "Accepting the offer", "Add --yes to accept whatever is offered");
    }
    if (order.conflicts() == ConflictPolicy.ASK) {
      return Endings.needsTerminal(
          "--on-conflict ask", "Choose fail, skip, rename or overwrite instead");
    }
    return null;
  }

  private @Nullable Code askForCode() throws InterruptedException {
    Questions person = frontend.questions().orElseThrow();
    while (true) {
      Optional<String> typed = person.ask("Code: ", ReceiveSession::complete);
      if (typed.isEmpty()) {
        return null;
      }
      switch (Code.read(withoutTrailingDashes(typed.get()))) {
        case Code.Reading.Valid(Code code) -> {
          return code;
        }
        case Code.Reading.Invalid(var problem) ->
            teller.tell(new UiEvent.Warning(problem.sentence()));
      }
    }
  }

  /// Every word brings its dash along, since nobody can know which is the last: a dash at the end does
  /// not count.
  static List<String> complete(String typed) {
    return CodeCompletion.complete(typed).stream().map(offer -> offer + "-").toList();
  }

  static String withoutTrailingDashes(String typed) {
    int end = typed.length();
    while (end > 0 && typed.charAt(end - 1) == '-') {
      end--;
    }
    return typed.substring(0, end);
  }

  private Outcome receive(Code code) throws InterruptedException {
    SessionQueue queue = new SessionQueue();
    Stops.ofProcess().deliverTo(queue);
    Sources back = order.target() instanceof Target.Pipe(var in, _) ? Sources.pipe(in) : null;
    PackingChoice packing = new PackingChoice();
    try (Destinations destinations =
            Destinations.open(order.target(), queue, text -> take(text, queue));
        Packing packer = new Packing(packing);
        Sources.Reader reader = back == null ? null : back.open(queue, packer)) {
      Prompter prompter = new Prompter(frontend.questions(), queue);
      TransferSide side =
          reader == null
              ? files(destinations, queue, prompter)
              : pipe(reader, destinations, queue, packing);
      SessionParts parts =
          new SessionParts(
              queue,
              teller,
              prompter,
              connector,
              side,
              Endings.Side.RECEIVER,
              SessionParts.Verification.NONE,
              CodeSink.NONE,
              order.meeting().peer());
      Rendezvous rendezvous =
          Rendezvous.join(code, relay(), options(), event -> queue.post(new Post.Signaling(event)));
      return new TransferSession(parts, rendezvous).run();
    }
  }

  private RendezvousOptions options() {
    return RendezvousOptions.of(order.target() instanceof Target.Pipe ? Purpose.PIPE : Purpose.SEND)
        .withPatience(SendSession.patience(order.meeting(), frontend))
        .withAccess(order.meeting().access());
  }

  private TransferSide files(Destinations destinations, SessionQueue queue, Prompter prompter) {
    Hashes hashes =
        order.extras().contains(ReceiveOrder.Extra.SHA256) ? Hashes.SHA256 : Hashes.RANGES;
    SyncView syncing = new SyncView(frontend.view());
    ReceiveSide receiving =
        new ReceiveSide(
            new ReceiveOptions(order.conflicts(), hashes, order.meeting().limit()),
            order.consent(),
            new Channels(queue, PeerOptions.defaults().sendBufferBytes()),
            destinations.disk(),
            destinations.sync() == null ? teller : new Teller(syncing),
            prompter);
    return destinations.around(receiving, queue, teller, syncing);
  }

  private PipeSide pipe(
      Sources.Reader reader, Destinations destinations, SessionQueue queue, PackingChoice packing) {
    Teller sayings = new Teller(new WarningsOnly(frontend.view()));
    Channels channels = new Channels(queue, PeerOptions.defaults().sendBufferBytes());
    SendSide sending =
        new SendSide(
            Hashes.RANGES, channels, reader.disk(), sayings, order.meeting().link(packing));
    ReceiveSide receiving = pipeEnd(destinations, queue, sayings, order.meeting());
    return new PipeSide(sending, channels, receiving, teller);
  }

  /// The receiving half of a pipe: nobody is asked.
  static ReceiveSide pipeEnd(
      Destinations destinations, SessionQueue queue, Teller sayings, Meeting meeting) {
    return new ReceiveSide(
        new ReceiveOptions(ConflictPolicy.FAIL, Hashes.RANGES, meeting.limit()),
        ReceiveOrder.Consent.GIVEN,
        new Channels(queue, PeerOptions.defaults().sendBufferBytes()),
        destinations.disk(),
        sayings,
        new Prompter(Optional.empty(), queue));
  }

  /// On the thread that the text came on.
  private void take(String text, SessionQueue queue) {
    queue.post(new Post.Show(new UiEvent.Text(text)));
    if (order.extras().contains(ReceiveOrder.Extra.CLIP)) {
      queue.post(new Post.Note(frontend.clipboard().copy(Escaper.escapeLines(text))));
    }
  }

  private RelayChoice relay() {
    Optional<URI> relay = order.meeting().relay();
    return relay.isPresent() ? new RelayChoice.At(relay.get()) : new RelayChoice.ThisNetwork(0);
  }

  private ExitCode fail(Ending ending) {
    teller.tell(new UiEvent.Failed(frontend.complete(ending)));
    return ending.exit();
  }
}
