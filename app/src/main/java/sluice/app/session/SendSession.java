package sluice.app.session;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.app.Escaper;
import sluice.app.ExitCode;
import sluice.app.compression.Packing;
import sluice.app.compression.PackingChoice;
import sluice.app.files.SourceTree;
import sluice.app.files.UnusableSourceException;
import sluice.app.relay.RelayOptions;
import sluice.app.relay.RelayServer;
import sluice.app.relay.RelayStartException;
import sluice.app.transfer.Hashes;
import sluice.app.transfer.ManifestEntry;
import sluice.app.ui.Ending;
import sluice.app.ui.Frontend;
import sluice.app.ui.Quantity;
import sluice.app.ui.Questions;
import sluice.app.ui.UiEvent;
import sluice.signaling.Code;
import sluice.signaling.CodeChoice;
import sluice.signaling.Guesses;
import sluice.signaling.Purpose;
import sluice.signaling.RelayChoice;
import sluice.signaling.Rendezvous;
import sluice.signaling.RendezvousOptions;
import sluice.transport.PeerConnection;
import sluice.transport.PeerOptions;

/// `sluice send`: offers files under a code until one receiver has them.
public final class SendSession {
  /// How long a script waits for the other side; a person at a terminal waits for ever.
  static final Duration PATIENCE_OF_SCRIPTS = Duration.ofHours(1);

  private static final CodeChoice FRESH = new CodeChoice.Words(2);

  private final SendOrder order;
  private final Frontend frontend;
  private final Teller teller;
  private final PeerConnector connector;
  private final Optional<CodeFile> codeFile;
  private final long beganNanos = System.nanoTime();
  private Guesses guesses = new Guesses();
  private @Nullable Code told;

  private SendSession(SendOrder order, Frontend frontend, PeerConnector connector) {
    this.order = order;
    this.frontend = frontend;
    this.teller = new Teller(frontend.view());
    this.connector = connector;
    this.codeFile = order.codeFile().map(CodeFile::new);
  }

  /// Runs it on the calling thread.
  public static ExitCode run(SendOrder order, Frontend frontend) {
    return run(order, frontend, PeerConnection::open);
  }

  /// Shows what would be sent.
  public static ExitCode rehearse(SendOrder order, Frontend frontend) {
    SendSession session = new SendSession(order, frontend, PeerConnection::open);
    try {
      return switch (Sources.of(order)) {
        case Sources.OfFiles(SourceTree tree) -> session.list(tree);
        case Sources.OfStream(ManifestEntry entry, _) -> session.list(entry);
        case Sources other -> throw new IllegalStateException("never rehearsed: " + other);
      };
    } catch (UnusableSourceException unusable) {
      return session.fail(TransferEndings.unusableSource(unusable));
    } catch (IOException unreadable) {
      return session.fail(
          Endings.localFile(
              "unreadable",
              "Not all of it can be read: "
                  + Escaper.escape(String.valueOf(unreadable.getMessage())),
              "Try again"));
    }
  }

  private ExitCode list(SourceTree tree) throws IOException {
    List<UiEvent.OfferedFile> files = new ArrayList<>();
    int[] problems = {0};
    tree.list(
        listed -> files.add(TransferMeter.shown(listed.path(), listed.sizeBytes(), listed.mode())),
        problem -> {
          problems[0]++;
          teller.tell(new UiEvent.Warning(problem.sentence()));
        });
    long bytes = files.stream().mapToLong(UiEvent.OfferedFile::bytes).sum();
    teller.tell(
        new UiEvent.Offer(files, files.size(), List.of(), bytes, UiEvent.Direction.REHEARSING));
    return problems[0] == 0 ? ExitCode.DONE : ExitCode.INCOMPLETE_SOURCES;
  }

  /// A stream or a text.
  private ExitCode list(ManifestEntry entry) {
    long bytes = entry.sizeBytes();
    UiEvent.OfferedFile file = new UiEvent.OfferedFile(TransferMeter.text(entry.name()), bytes);
    teller.tell(
        new UiEvent.Offer(List.of(file), 1, List.of(), bytes, UiEvent.Direction.REHEARSING));
    return ExitCode.DONE;
  }

  static ExitCode run(SendOrder order, Frontend frontend, PeerConnector connector) {
    return new SendSession(order, frontend, connector).run();
  }

  private ExitCode run() {
    if (isVerifying() && frontend.questions().isEmpty()) {
      return fail(Endings.needsTerminal("--verify", "Run it on a terminal, or leave --verify out"));
    }
    try {
      return meet(Sources.of(order));
    } catch (UnusableSourceException unusable) {
      return fail(TransferEndings.unusableSource(unusable));
    }
  }

  private ExitCode meet(Sources sources) {
    Optional<URI> relay = order.meeting().relay();
    if (relay.isPresent()) {
      return offer(sources, new RelayChoice.At(relay.get()));
    }
    try (RelayServer embedded = RelayServer.start(RelayOptions.embedded())) {
      return offer(sources, new RelayChoice.ThisNetwork(embedded.address().getPort()));
    } catch (RelayStartException refused) {
      return fail(
          Endings.localFile(
              "cannot_listen",
              Escaper.escape(String.valueOf(refused.getMessage())),
              "Name a relay with --relay"));
    }
  }

  /// Offers until somebody has the files, or nobody is to have them any more. Who leaves before accepting
  /// leaves the code as it was. A guess that went wrong kills a code, not the will to send: a person is
  /// offered a fresh one.
  private ExitCode offer(Sources sources, RelayChoice relay) {
    CodeChoice choice = order.code();
    try {
      while (true) {
        switch (attempt(sources, relay, choice)) {
          case Outcome.Done done -> {
            return done.exit();
          }
          case Outcome.Unanswered(Ending ending) -> {
            Ending stopped = stopped();
            if (stopped != null || !guesses.handBack()) {
              return fail(stopped == null ? ending : stopped);
            }
            teller.warn(ending.happened() + ". Nothing was accepted, and the code still holds.");
            choice = told == null ? choice : new CodeChoice.Given(told);
          }
          case Outcome.Failed(Ending ending) -> {
            fail(ending);
            if (!isCodeDead(ending)) {
              return ending.exit();
            }
            Ending stopped = stopped();
            if (stopped != null) {
              return stopped.exit();
            }
            codeFile.ifPresent(CodeFile::remove);
            if (!wantsFreshCode()) {
              return ending.exit();
            }
            choice = order.code() instanceof CodeChoice.Words fresh ? fresh : FRESH;
            guesses = new Guesses();
          }
        }
      }
    } catch (InterruptedException controlC) {
      return fail(Endings.interrupted());
    } finally {
      codeFile.ifPresent(CodeFile::remove);
    }
  }

  /// What came too late for the session that has just ended.
  private static @Nullable Ending stopped() {
    return Stops.ofProcess().forget().map(Endings::stopped).orElse(null);
  }

  private Outcome attempt(Sources sources, RelayChoice relay, CodeChoice choice) {
    SessionQueue queue = new SessionQueue();
    Stops.ofProcess().deliverTo(queue);
    Channels channels = new Channels(queue, PeerOptions.defaults().sendBufferBytes());
    Teller sayings = isPipe() ? new Teller(new WarningsOnly(frontend.view())) : teller;
    SyncView syncing = new SyncView(frontend.view());
    PackingChoice packing = new PackingChoice();
    try (Packing packer = new Packing(packing);
        Sources.Reader reader = sources.open(queue, packer);
        Destinations back = wayBack(queue)) {
      Teller inner = order.payload() instanceof Payload.Sync ? new Teller(syncing) : sayings;
      LinkUse link = order.meeting().link(packing);
      SendSide sending = new SendSide(hashes(), channels, reader.disk(), inner, link);
      TransferSide transfer =
          back == null
              ? sources.around(sending, queue, teller, syncing)
              : new PipeSide(
                  sending,
                  channels,
                  ReceiveSession.pipeEnd(back, queue, sayings, order.meeting()),
                  teller);
      Rendezvous rendezvous =
          Rendezvous.make(relay, choice, options(), event -> queue.post(new Post.Signaling(event)));
      Outcome outcome = new TransferSession(parts(queue, transfer), rendezvous).run();
      return isPipe() || sending.isAccepted() ? outcome : unaccepted(outcome, rendezvous);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return new Outcome.Failed(Endings.interrupted());
    }
  }

  private static Outcome unaccepted(Outcome outcome, Rendezvous rendezvous) {
    Outcome open = outcome.beforeAcceptance();
    if (open instanceof Outcome.Unanswered) {
      // Whatever holds the number on this network must be gone before it is asked for again.
      rendezvous.close();
    }
    return open;
  }

  private SessionParts parts(SessionQueue queue, TransferSide transfer) {
    return new SessionParts(
        queue,
        teller,
        new Prompter(frontend.questions(), queue),
        connector,
        transfer,
        Endings.Side.SENDER,
        isVerifying() ? SessionParts.Verification.BY_THE_SENDER : SessionParts.Verification.NONE,
        (code, chosen) -> tellCode(code, queue),
        order.meeting().peer());
  }

  private Hashes hashes() {
    return order.extras().contains(SendOrder.Extra.SHA256) ? Hashes.SHA256 : Hashes.RANGES;
  }

  /// Where the other direction of a pipe goes, or null where there is none.
  private @Nullable Destinations wayBack(SessionQueue queue) {
    return order.payload() instanceof Payload.Pipe(_, var out)
        ? Destinations.reader("standard output", out, queue)
        : null;
  }

  private RendezvousOptions options() {
    Set<String> features = isVerifying() ? Set.of(TransferSession.VERIFY_FEATURE) : Set.of();
    return RendezvousOptions.of(isPipe() ? Purpose.PIPE : Purpose.SEND)
        .withFeatures(features)
        .withPatience(patienceLeft())
        .withGuesses(guesses)
        .withAccess(order.meeting().access());
  }

  /// Counted from the first code on: receivers that come and leave do not lengthen it.
  private @Nullable Duration patienceLeft() {
    Duration patience = patience(order.meeting(), frontend);
    if (patience == null) {
      return null;
    }
    Duration left = patience.minusNanos(System.nanoTime() - beganNanos);
    return left.isPositive() ? left : Duration.ofNanos(1);
  }

  /// As long as the user says; else for ever on a terminal, and an hour without.
  static @Nullable Duration patience(Meeting meeting, Frontend frontend) {
    return meeting.patience().orElse(frontend.questions().isPresent() ? null : PATIENCE_OF_SCRIPTS);
  }

  private @Nullable Ending tellCode(Code code, SessionQueue queue) {
    if (code.equals(told)) {
      return null;
    }
    told = code;
    Ending problem = codeFile.map(file -> file.write(code)).orElse(null);
    if (problem == null) {
      UiEvent.CodeReady ready = codeReady(code);
      teller.tell(ready);
      if (order.extras().contains(SendOrder.Extra.QR)) {
        teller.tell(new UiEvent.QrCode(ready.command()));
      }
      if (order.extras().contains(SendOrder.Extra.CLIP)) {
        // The clipboard's program may take its time.
        Thread.ofVirtual()
            .start(() -> queue.post(new Post.Note(frontend.clipboard().copy(ready.command()))));
      }
    }
    return problem;
  }

  /// The code itself stays short enough to be read out; the command carries the relay as well.
  private UiEvent.CodeReady codeReady(Code code) {
    Optional<URI> relay = order.meeting().relay();
    String bare = code.withRelay(null).text();
    String join = isPipe() ? "sluice pipe " : "sluice receive ";
    String command = relay.map(uri -> join + RelayInCode.arguments(code, uri)).orElse(join + bare);
    return new UiEvent.CodeReady(
        bare, command, relay.isPresent() ? UiEvent.Reach.RELAY : UiEvent.Reach.THIS_NETWORK);
  }

  private boolean isPipe() {
    return order.payload() instanceof Payload.Pipe;
  }

  private boolean isVerifying() {
    return order.extras().contains(SendOrder.Extra.VERIFY);
  }

  /// A number that this program did not choose may be taken by the time that it is asked for again.
  private boolean isCodeDead(Ending ending) {
    boolean isTaken = ending.code().equals(SignalingEndings.NAMEPLATE_TAKEN);
    return List.of("wrong_code", "code_spent").contains(ending.code())
        || (isTaken && order.code() instanceof CodeChoice.Words);
  }

  private boolean wantsFreshCode() throws InterruptedException {
    Optional<Questions> person = frontend.questions();
    if (person.isEmpty()) {
      return false;
    }
    return Prompter.isYes(
        person.get().ask("Offer a fresh code? [Y/n] ", Questions.Completion.NONE), true);
  }

  private ExitCode fail(Ending ending) {
    teller.tell(new UiEvent.Failed(frontend.complete(withWhatCame(ending))));
    return ending.exit();
  }

  /// What the other side keeps of a file that is not whole, only it knows; what has come there we know.
  private Ending withWhatCame(Ending ending) {
    long bytes = teller.durableBytes();
    boolean goesOn =
        order.payload() instanceof Payload.Files
            && bytes > 0
            && TransferEndings.isInterruption(ending);
    if (!goesOn) {
      return ending;
    }
    String stored = ending.kept() == null ? "" : ending.kept() + "; ";
    return ending
        .keeping(stored + Quantity.bytes(bytes) + " had reached the other side's disk")
        .goingOnBy("");
  }
}
