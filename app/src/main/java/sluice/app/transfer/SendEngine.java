package sluice.app.transfer;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The sender's end of a transfer (`docs/file-transfer.md`). Sans-IO and for one thread: what comes in is given to a
/// verb, then {@link #poll} is called until it returns null. It needs no clock: who waits too long for the other side
/// closes the connection and says so by {@link #onClosed}.
///
/// ```text
/// GREETING --hello--> OFFERING --entries out--> WAITING --accept--> SENDING --files out--> SETTLING --done--> ENDED
/// ```
///
/// Nothing that the other side sends makes a verb throw; a transfer ends with {@link SendCommand.Ended}, once.
public final class SendEngine {
  private enum State {
    GREETING,
    OFFERING,
    WAITING,
    SENDING,
    SETTLING,
    ENDED
  }

  static final int ENTRIES_A_MESSAGE = 64;

  private final SendOptions options;
  private final List<ManifestEntry> entries;
  private final SendProgress progress;
  private final ArrayDeque<SendCommand> out = new ArrayDeque<>();
  private final Map<Integer, byte[]> sha256 = new HashMap<>();
  private State state = State.GREETING;
  private int messageBytes;
  private ControlMessage.Credit credit = new ControlMessage.Credit(0, 0);
  private int entriesSent;
  private long room;
  private @Nullable SendStream stream;

  /// @param entries what to offer: ids from 0 without gaps, 1 to {@link Limits#ENTRIES}
  public SendEngine(SendOptions options, List<ManifestEntry> entries) {
    if (entries.isEmpty() || entries.size() > Limits.ENTRIES) {
      throw new IllegalArgumentException(entries.size() + " files");
    }
    this.options = options;
    this.entries = List.copyOf(entries);
    this.progress = new SendProgress(this.entries);
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
    if (result instanceof SourceResult.Closed closed && closed.sha256() != null) {
      sha256.put(closed.id(), closed.sha256());
    }
    flow().add(result);
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
    if (next != null || state == State.ENDED) {
      return next;
    }
    if (state == State.OFFERING && entriesSent < credit.entries()) {
      return offerMore();
    }
    SendStream flow = stream;
    return flow == null ? null : pollFlow(flow);
  }

  private @Nullable SendCommand pollFlow(SendStream flow) {
    SourceCommand work = flow.pollDisk();
    if (work != null) {
      return new SendCommand.Disk(work);
    }
    TransferEvent event = flow.pollEvent();
    if (event != null) {
      return new SendCommand.Tell(event);
    }
    SendCommand.SendData message = flow.poll();
    if (message == null && state == State.SENDING && progress.allSent() && flow.isEmpty()) {
      state = State.SETTLING;
    }
    return message;
  }

  /// What keeps the transfer from moving, should it not move.
  public Stall waitingFor() {
    return switch (state) {
      case GREETING, OFFERING -> Stall.NETWORK;
      case WAITING -> Stall.REMOTE_USER;
      case SENDING -> flow().waitingFor();
      case SETTLING -> Stall.REMOTE_DISK;
      case ENDED -> Stall.NOTHING;
    };
  }

  private void take(ControlMessage message) throws MalformedMessageException {
    switch (message) {
      case ControlMessage.Hello hello -> greet(hello);
      case ControlMessage.Credit granted -> credit(granted);
      case ControlMessage.Skip skip -> skip(skip);
      case ControlMessage.Accept accept -> accept(accept);
      case ControlMessage.Decline(String text) -> {
        require(state == State.OFFERING || state == State.WAITING, message);
        fail(Breakdown.declined(text));
      }
      case ControlMessage.Progress(long written, long durable) -> {
        require(isFlowing(), message);
        progress.reported(written, durable);
        tell(progress.event());
      }
      case ControlMessage.Stored stored -> stored(stored);
      case ControlMessage.Done done -> done(done);
      case ControlMessage.Failed said -> fail(Breakdown.remote(said));
      case ControlMessage.Cancel() -> fail(Breakdown.cancelledByPeer());
      case ControlMessage.Offer _, ControlMessage.Entries _, ControlMessage.Bye _ ->
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
    if (entries.size() > hello.maxEntries()) {
      fail(
          Breakdown.local(
              ErrorCode.USAGE,
              -1,
              "The receiver takes at most " + hello.maxEntries() + " files in one go."));
      return;
    }
    messageBytes = Math.min(options.maxMessageBytes(), hello.maxMessageBytes());
    state = State.OFFERING;
    long total = entries.stream().mapToLong(ManifestEntry::sizeBytes).sum();
    say(new ControlMessage.Offer(entries.size(), total, options.hashes() == Hashes.SHA256));
  }

  private SendCommand offerMore() {
    int count = Math.min(ENTRIES_A_MESSAGE, entries.size() - entriesSent);
    count = Math.min(count, credit.entries() - entriesSent);
    List<ManifestEntry> some = entries.subList(entriesSent, entriesSent + count);
    entriesSent += count;
    boolean last = entriesSent == entries.size();
    if (last) {
      state = State.WAITING;
    }
    return new SendCommand.SendControl(ControlWriter.write(new ControlMessage.Entries(some, last)));
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

  private void skip(ControlMessage.Skip skip) throws MalformedMessageException {
    require(state != State.GREETING, skip);
    for (int id : skip.ids()) {
      if (progress.skipped(id)) {
        tell(new TransferEvent.Skipped(entries.get(id), skip.reason()));
      }
    }
  }

  private void accept(ControlMessage.Accept accept) throws MalformedMessageException {
    require(state == State.WAITING, accept);
    state = State.SENDING;
    boolean alsoSha256 = accept.sha256() || options.hashes() == Hashes.SHA256;
    SendPlan plan =
        new SendPlan(entries, progress, messageBytes, alsoSha256 ? Hashes.SHA256 : Hashes.RANGES);
    stream = new SendStream(entries, progress, plan);
    stream.credit(credit.bytes());
    stream.room(room);
    tell(new TransferEvent.Accepted());
    tell(progress.event());
  }

  private void stored(ControlMessage.Stored stored) throws MalformedMessageException {
    require(isFlowing(), stored);
    progress.stored(stored.id(), stored.bytes());
    ManifestEntry entry = entries.get(stored.id());
    FileName name = stored.name() == null ? entry.name() : stored.name();
    tell(new TransferEvent.Saved(entry, name, sha256.remove(stored.id())));
  }

  private void done(ControlMessage.Done done) throws MalformedMessageException {
    require(isFlowing(), done);
    if (!progress.agreesWith(done)) {
      throw new MalformedMessageException("the receiver says that all is done, but it is not");
    }
    say(new ControlMessage.Bye());
    TransferEnd end =
        progress.nothingSettled()
            ? new TransferEnd.Failed(
                new TransferFailure.Local(ErrorCode.NOTHING_SENT, "Nothing could be sent."),
                progress.summary())
            : new TransferEnd.Done(progress.summary());
    end(end);
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
