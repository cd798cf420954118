package sluice.app.transfer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The sender's end of a transfer (`docs/file-transfer.md`). Sans-IO and for one thread: what comes in is given to a
/// verb, then {@link #poll} is called until it returns null. It needs no clock: who waits too long for the other side
/// closes the connection and says so by {@link #onClosed}.
///
/// ```text
/// GREETING --hello--> OFFERING --accept--> SENDING --all sent--> SETTLING --done--> ENDED
/// ```
///
/// Nothing that the other side sends makes a verb throw; a transfer ends with {@link SendCommand.Ended}, once.
public final class SendEngine {
  private enum State {
    GREETING,
    OFFERING,
    SENDING,
    SETTLING,
    ENDED
  }

  private final SendOptions options;
  private final Manifest manifest = new Manifest();
  private final SendProgress progress = new SendProgress(manifest);
  private final ManifestSender offering = new ManifestSender(manifest);
  private final ArrayDeque<SendCommand> out = new ArrayDeque<>();
  private final Settlement settlement = new Settlement(manifest, progress);
  private final Haves haves = new Haves(manifest);
  private State state = State.GREETING;
  private Features features = Features.NONE;
  private int maxEntries;
  private int messageBytes;
  private ControlMessage.Credit credit = new ControlMessage.Credit(0, 0);
  private int judged;
  private int forgotten;
  private long room;
  private @Nullable SendStream stream;
  private @Nullable List<Placed> preview = new ArrayList<>();

  public SendEngine(SendOptions options) {
    this.options = options;
    say(Greeting.hello(ControlMessage.Role.SENDER));
  }

  /// A text message came on `control`.
  public void onControl(String text) {
    if (state == State.ENDED) {
      return;
    }
    try {
      take(ControlReader.read(text));
    } catch (MalformedMessageException e) {
      fail(Breakdown.violation(e));
    }
  }

  /// Anything came on `data`, or a binary message on `control`: only a sender sends there.
  public void onMisplaced() {
    if (state != State.ENDED) {
      fail(Breakdown.violation(Greeting.misplaced()));
    }
  }

  /// The disk's thread answered.
  public void onDisk(SourceResult result) {
    if (state == State.ENDED) {
      return;
    }
    switch (result) {
      case SourceResult.Counted(Totals totals) -> counted(totals);
      case SourceResult.Walked walked -> {
        offering.walked(walked);
        for (SourceProblem problem : walked.problems()) {
          tell(new TransferEvent.Problem(progress.problem(problem)));
        }
      }
      case SourceResult.Closed closed -> {
        keep(closed.id(), closed.sha256());
        flow().add(result);
      }
      case SourceResult.Batched(SendBatch batch) -> {
        for (SendBatch.Outcome outcome : batch.outcomes()) {
          keep(outcome.member().id(), outcome.sha256());
        }
        flow().add(result);
      }
      case SourceResult.Opened _,
          SourceResult.Unavailable _,
          SourceResult.Filled _,
          SourceResult.Searched _,
          SourceResult.Unread _ ->
          flow().add(result);
    }
  }

  private void keep(int id, byte @Nullable [] hash) {
    if (hash != null) {
      settlement.keep(id, hash);
    }
  }

  private void counted(Totals totals) {
    progress.counted(totals);
    if (totals.entries() > maxEntries) {
      fail(
          Breakdown.local(
              ErrorCode.USAGE, -1, "The receiver takes at most " + maxEntries + " entries."));
      return;
    }
    say(new ControlMessage.Counted(totals));
  }

  /// How many more bytes the `data` channel takes now. Each {@link SendCommand.SendData} takes its length from that.
  public void onDataRoom(long bytes) {
    room = bytes;
    if (stream != null) {
      stream.room(bytes);
    }
  }

  /// The connection is gone.
  public void onClosed() {
    fail(Breakdown.connectionLost());
  }

  /// The user interrupts.
  public void cancel() {
    fail(Breakdown.cancelled());
  }

  /// What to do next, or null: nothing until something comes in.
  public @Nullable SendCommand poll() {
    SendCommand next = out.poll();
    if (next == null && state != State.ENDED && state != State.GREETING) {
      next = offerMore();
    }
    if (next != null || state == State.ENDED) {
      return next;
    }
    SendStream flow = stream;
    return flow == null ? null : pollFlow(flow);
  }

  private @Nullable SendCommand offerMore() {
    try {
      ManifestSender.Step step = offering.poll(credit.entries());
      return switch (step) {
        case null -> null;
        case ManifestSender.Step.Walk(int max) -> new SendCommand.Disk(new SourceCommand.Walk(max));
        case ManifestSender.Step.Offer(List<Placed> placed, boolean last) -> offer(placed, last);
      };
    } catch (MalformedMessageException e) {
      throw new IllegalStateException("our own manifest is wrong", e);
    }
  }

  private @Nullable SendCommand offer(List<Placed> placed, boolean last) {
    for (Placed one : placed) {
      if (!features.allow(one.entry())) {
        fail(
            Breakdown.local(
                ErrorCode.USAGE, -1, "The receiver takes files only; " + one.path() + " is none."));
        return out.poll();
      }
    }
    Totals totals = progress.totals();
    if (totals != null && !totals.allow(manifest.size(), offering.bytes())) {
      fail(Breakdown.local(ErrorCode.USAGE, -1, "The folder keeps growing while it is sent."));
      return out.poll();
    }
    showOffer(placed, last, totals);
    List<ManifestEntry> entries = placed.stream().map(Placed::entry).toList();
    return new SendCommand.SendControl(
        ControlWriter.write(new ControlMessage.Entries(entries, last)));
  }

  private void showOffer(List<Placed> placed, boolean last, @Nullable Totals totals) {
    List<Placed> first = preview;
    if (first == null) {
      return;
    }
    first.addAll(placed);
    if (totals != null && (last || first.size() >= Limits.ENTRIES_IN_MESSAGE)) {
      preview = null;
      tell(new TransferEvent.Offered(first, totals));
    }
  }

  private @Nullable SendCommand pollFlow(SendStream flow) {
    if (manifest.base() - forgotten >= Limits.ENTRIES_IN_MESSAGE) {
      forgotten = manifest.base();
      return new SendCommand.Disk(new SourceCommand.Forget(forgotten));
    }
    SourceCommand work = flow.pollDisk();
    if (work != null) {
      return new SendCommand.Disk(work);
    }
    TransferEvent event = flow.pollEvent();
    if (event != null) {
      return new SendCommand.Tell(event);
    }
    SendCommand.SendData message = flow.poll();
    if (message == null
        && state == State.SENDING
        && manifest.isComplete()
        && judged == manifest.size()
        && flow.isFinished()) {
      state = State.SETTLING;
    }
    return message;
  }

  /// What keeps the transfer from moving, should it not move.
  public Stall waitingFor() {
    return switch (state) {
      case GREETING -> Stall.NETWORK;
      case OFFERING ->
          progress.totals() == null || offering.isWalking() ? Stall.LOCAL_DISK : Stall.REMOTE_USER;
      case SENDING -> offering.isWalking() ? Stall.LOCAL_DISK : flow().waitingFor();
      case SETTLING -> Stall.REMOTE_DISK;
      case ENDED -> Stall.NOTHING;
    };
  }

  private void take(ControlMessage message) throws MalformedMessageException {
    switch (message) {
      case ControlMessage.Hello hello -> greet(hello);
      case ControlMessage.Credit granted -> credit(granted);
      case ControlMessage.Skip skip -> {
        require(state != State.GREETING, skip);
        settlement.skipped(skip).forEach(this::tell);
      }
      case ControlMessage.Have have -> have(have);
      case ControlMessage.Judged(int entries) -> judged(entries);
      case ControlMessage.Accept accept -> accept(accept);
      case ControlMessage.Decline(String text) -> {
        require(state == State.OFFERING, message);
        fail(Breakdown.declined(text));
      }
      case ControlMessage.Progress(long written, long durable) -> {
        require(isFlowing(), message);
        progress.reported(written, durable);
        tell(progress.event());
      }
      case ControlMessage.Stored stored -> {
        require(isFlowing(), stored);
        settlement.stored(stored).forEach(this::tell);
      }
      case ControlMessage.Done done -> done(done);
      case ControlMessage.Failed said -> fail(Breakdown.remote(said));
      case ControlMessage.Cancel() -> fail(Breakdown.cancelledByPeer());
      case ControlMessage.Offer _,
          ControlMessage.Counted _,
          ControlMessage.Entries _,
          ControlMessage.Bye _ ->
          throw Greeting.outOfPlace(message, state);
    }
  }

  private void greet(ControlMessage.Hello hello) throws MalformedMessageException {
    require(state == State.GREETING, hello);
    ControlMessage.Failed objection = Greeting.objection(ControlMessage.Role.SENDER, hello);
    if (objection != null) {
      fail(Breakdown.objection(objection));
      return;
    }
    features = Features.inForce(hello.features());
    maxEntries = hello.maxEntries();
    messageBytes = Math.min(options.maxMessageBytes(), hello.maxMessageBytes());
    state = State.OFFERING;
    say(new ControlMessage.Offer(options.hashes() == Hashes.SHA256));
    out.add(new SendCommand.Disk(new SourceCommand.Count()));
  }

  private void credit(ControlMessage.Credit granted) throws MalformedMessageException {
    require(state != State.GREETING, granted);
    if (granted.entries() < credit.entries() || granted.bytes() < credit.bytes()) {
      throw new MalformedMessageException("credit was taken back");
    }
    credit = granted;
    if (stream != null) {
      stream.credit(granted.bytes());
    }
  }

  private void have(ControlMessage.Have have) throws MalformedMessageException {
    require(isFlowing() && features.allow(have.base()), have);
    SourceCommand.Learn learn = haves.take(have, judged);
    if (learn != null && !learn.pieces().isEmpty()) {
      out.add(new SendCommand.Disk(learn));
    }
  }

  private void judged(int entries) throws MalformedMessageException {
    progress.judged(entries);
    judged = entries;
    if (stream != null) {
      stream.judged(entries);
    }
  }

  private void accept(ControlMessage.Accept accept) throws MalformedMessageException {
    require(state == State.OFFERING && progress.totals() != null, accept);
    state = State.SENDING;
    boolean alsoSha256 = accept.sha256() || options.hashes() == Hashes.SHA256;
    SendPlan plan =
        new SendPlan(
            manifest,
            haves,
            messageBytes,
            alsoSha256 ? Hashes.SHA256 : Hashes.RANGES,
            features.trees() ? SendPlan.Batching.BATCHES : SendPlan.Batching.SINGLE_FILES,
            features.compression() ? SendPlan.Payloads.PACKED : SendPlan.Payloads.PLAIN);
    SendStream flow = new SendStream(manifest, progress, haves, plan);
    flow.credit(credit.bytes());
    flow.room(room);
    flow.judged(judged);
    stream = flow;
    tell(new TransferEvent.Accepted());
    tell(progress.event());
  }

  private void done(ControlMessage.Done done) throws MalformedMessageException {
    require(isFlowing(), done);
    if (!progress.agreesWith(done)) {
      throw new MalformedMessageException("the receiver says that all is done, but it is not");
    }
    say(new ControlMessage.Bye());
    TransferEnd end =
        progress.nothingSettled()
            ? new TransferEnd.Failed(nothingWent(), progress.summary())
            : new TransferEnd.Done(progress.summary());
    end(end);
  }

  private TransferFailure nothingWent() {
    Totals totals = progress.totals();
    return totals != null && totals.bytes() == ManifestEntry.UNKNOWN_SIZE
        ? new TransferFailure.Local(ErrorCode.SOURCE_FAILED, "What the stream came from failed.")
        : new TransferFailure.Local(ErrorCode.NOTHING_SENT, "Nothing could be sent.");
  }

  private boolean isFlowing() {
    return state == State.SENDING || state == State.SETTLING;
  }

  private SendStream flow() {
    if (stream == null) {
      throw new IllegalStateException("nothing was asked of the disk yet");
    }
    return stream;
  }

  private void require(boolean inPlace, ControlMessage message) throws MalformedMessageException {
    if (!inPlace) {
      throw Greeting.outOfPlace(message, state);
    }
  }

  private void fail(Breakdown breakdown) {
    if (state == State.ENDED) {
      return;
    }
    ControlMessage lastWord = breakdown.lastWord();
    if (lastWord != null) {
      say(lastWord);
    }
    end(new TransferEnd.Failed(breakdown.failure(), progress.summary()));
  }

  private void end(TransferEnd end) {
    state = State.ENDED;
    out.add(new SendCommand.Ended(end));
  }

  private void say(ControlMessage message) {
    out.add(new SendCommand.SendControl(ControlWriter.write(message)));
  }

  private void tell(TransferEvent event) {
    out.add(new SendCommand.Tell(event));
  }
}
