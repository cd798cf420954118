package sluice.app.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import sluice.app.compression.Packing;
import sluice.app.compression.PackingChoice;
import sluice.app.files.UnusableSourceException;
import sluice.app.transfer.DestinationCommand;
import sluice.app.transfer.Hashes;
import sluice.app.transfer.ReceiveOptions;
import sluice.app.ui.Ending;
import sluice.app.ui.Frontend;
import sluice.signaling.CodeChoice;
import sluice.transport.PeerOptions;

/// A {@link Task} that is ready: its disk or streams are open, and its side of the transfer stands.
final class OpenTask implements AutoCloseable {
  private final Deque<Runnable> closers = new ArrayDeque<>();
  private final SessionQueue queue;
  private final Frontend frontend;
  private final Teller teller;
  private final Prompter prompter;
  private final Meeting meeting;

  private OpenTask(SessionQueue queue, Frontend frontend, Teller teller, Meeting meeting) {
    this.queue = queue;
    this.frontend = frontend;
    this.teller = teller;
    this.prompter = new Prompter(frontend.questions(), queue);
    this.meeting = meeting;
  }

  /// Runs the task over a rendezvous whose ends have settled on it, to its end.
  static Outcome run(
      Task task, Parley parley, SessionQueue queue, Frontend frontend, Teller teller, PeerLine line)
      throws InterruptedException {
    try (OpenTask open = new OpenTask(queue, frontend, teller, line.meeting())) {
      SessionParts parts =
          new SessionParts(
              queue,
              teller,
              open.prompter,
              line.connector(),
              open.side(task),
              role(task),
              SessionParts.Verification.NONE,
              CodeSink.NONE,
              line.meeting().peer());
      Outcome outcome =
          new TransferSession(parts, line.rendezvous()).run(parley.early(), line.silence());
      // There is no code that could still hold.
      return outcome instanceof Outcome.Unanswered(Ending ending)
          ? new Outcome.Failed(ending)
          : outcome;
    } catch (UnusableSourceException unusable) {
      return new Outcome.Failed(TransferEndings.unusableSource(unusable));
    }
  }

  private TransferSide side(Task task) throws UnusableSourceException {
    return switch (task) {
      case Task.Send send -> sending(send);
      case Task.Receive receive -> receiving(receive);
      case Task.Pipe pipe -> piping(pipe);
    };
  }

  /// Who sends makes the connection's offer; in a pipe the coming side does.
  private static Endings.Side role(Task task) {
    return switch (task) {
      case Task.Send _ -> Endings.Side.SENDER;
      case Task.Receive _ -> Endings.Side.RECEIVER;
      case Task.Pipe(_, _, var turn) ->
          turn == Task.Pipe.Turn.FIRST ? Endings.Side.SENDER : Endings.Side.RECEIVER;
    };
  }

  private TransferSide sending(Task.Send send) throws UnusableSourceException {
    Hashes hashes = send.extras().contains(SendOrder.Extra.SHA256) ? Hashes.SHA256 : Hashes.RANGES;
    SyncView syncing = new SyncView(frontend.view());
    Teller sayings = send.payload() instanceof Payload.Sync ? new Teller(syncing) : teller;
    Sources sources = sourcesOf(send);
    SendSide transfer = sendSide(sources, hashes, channels(), sayings);
    return sources.around(transfer, queue, teller, syncing);
  }

  private Sources sourcesOf(Task.Send send) throws UnusableSourceException {
    return Sources.of(
        new SendOrder(
            send.payload(),
            send.name(),
            new CodeChoice.Words(2),
            Optional.empty(),
            send.extras(),
            meeting));
  }

  private SendSide sendSide(Sources sources, Hashes hashes, Channels channels, Teller sayings) {
    PackingChoice packing = new PackingChoice();
    Packing packer = new Packing(packing);
    closers.push(packer::close);
    Sources.Reader reader = sources.open(queue, packer);
    closers.push(reader::close);
    return new SendSide(hashes, channels, reader.disk(), sayings, meeting.link(packing));
  }

  private TransferSide receiving(Task.Receive receive) {
    Hashes hashes =
        receive.extras().contains(ReceiveOrder.Extra.SHA256) ? Hashes.SHA256 : Hashes.RANGES;
    Destinations destinations = Destinations.open(receive.target(), queue);
    closers.push(destinations::close);
    SyncView syncing = new SyncView(frontend.view());
    ReceiveSide transfer =
        new ReceiveSide(
            new ReceiveOptions(receive.conflicts(), hashes, meeting.limit()),
            receive.consent(),
            channels(),
            ceiling(receive, destinations),
            destinations.sync() == null ? teller : new Teller(syncing),
            prompter);
    return destinations.around(transfer, queue, teller, syncing);
  }

  private Consumer<DestinationCommand> ceiling(Task.Receive receive, Destinations destinations) {
    return receive.maxBytes().isEmpty()
        ? destinations.disk()
        : new Ceiling(
            receive.maxBytes().getAsLong(),
            destinations.disk(),
            result -> queue.post(new Post.DestinationDone(result)));
  }

  private PipeSide piping(Task.Pipe pipe) {
    Teller sayings = new Teller(new WarningsOnly(frontend.view()));
    Channels channels = channels();
    SendSide sending = sendSide(Sources.pipe(pipe.in()), Hashes.RANGES, channels, sayings);
    Destinations destinations = Destinations.reader("standard output", pipe.out(), queue);
    closers.push(destinations::close);
    return new PipeSide(
        sending, channels, ReceiveSession.pipeEnd(destinations, queue, sayings, meeting), teller);
  }

  private Channels channels() {
    return new Channels(queue, PeerOptions.defaults().sendBufferBytes());
  }

  /// What was opened last is closed first.
  @Override
  public void close() {
    while (!closers.isEmpty()) {
      closers.pop().run();
    }
  }
}
