package sluice.app.transfer;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The receiver's end of a transfer (`docs/file-transfer.md`). Sans-IO and for one thread: what comes in is given to a
/// verb with the time, then {@link #poll} is called until it returns null; {@link #onTimeout} is due at
/// {@link #deadlineNanos}.
///
/// ```text
/// GREETING --hello--> MANIFEST --last entry--> PLANNING --disk--> ASKING --yes--> RESOLVING --answers--> RECEIVING
///   --all settled--> CLEANING --disk--> SETTLING --bye--> ENDED
/// ```
///
/// Nothing that the other side sends makes a verb throw. A transfer ends with {@link ReceiveCommand.Ended}, once; if it
/// fails, the disk cleans up before (a caller in a hurry need not wait: the end is decided when
/// {@link #isEnding} says so).
public final class ReceiveEngine {
  private enum State {
    GREETING,
    MANIFEST,
    PLANNING,
    ASKING,
    RESOLVING,
    RECEIVING,
    CLEANING,
    SETTLING,
    FAILING,
    ENDED
  }

  private final ReceiveOptions options;
  private final ReceiveOutbox out = new ReceiveOutbox();
  private final ManifestIntake intake = new ManifestIntake();
  private final Conflicts conflicts;
  private State state = State.GREETING;
  private ReceiveLedger ledger = new ReceiveLedger(List.of(), 0);
  private @Nullable Receiving receiving;
  private @Nullable TransferEnd end;

  public ReceiveEngine(ReceiveOptions options) {
    this.options = options;
    this.conflicts = new Conflicts(options.conflicts());
    out.say(Greeting.hello(ControlMessage.Role.RECEIVER));
  }

  /// A text message came on `control`.
  public void onControl(String text) {
    if (isDeaf()) {
      return;
    }
    try {
      take(ControlReader.read(text));
    } catch (MalformedMessageException e) {
      fail(Breakdown.violation(e));
    }
  }

  /// A binary message came on `data`. The buffer is free again when this returns.
  public void onData(ByteBuffer message) {
    if (isDeaf() || state == State.CLEANING || state == State.SETTLING) {
      return;
    }
    try {
      if (receiving == null) {
        throw new MalformedMessageException("data before it was accepted");
      }
      receiving.onData(message);
      concludeIfDone();
    } catch (MalformedMessageException e) {
      fail(Breakdown.violation(e));
    }
  }

  /// A binary message on `control`, a text message on `data`, or a channel that has no place here.
  public void onMisplaced() {
    if (!isDeaf()) {
      fail(Breakdown.violation(Greeting.misplaced()));
    }
  }

  /// The disk's thread answered.
  public void onDisk(DestinationResult result, long nowNanos) {
    if (result instanceof DestinationResult.Closed) {
      onClean();
    } else if (!isDeaf()) {
      takeWork(result, nowNanos);
    }
  }

  public void onTimeout(long nowNanos) {
    if (state == State.RECEIVING) {
      flow().onTimeout(nowNanos);
    }
  }

  /// When {@link #onTimeout} is due; `Long.MAX_VALUE` for never.
  public long deadlineNanos() {
    return state == State.RECEIVING ? flow().deadlineNanos() : Long.MAX_VALUE;
  }

  /// The connection is gone.
  public void onClosed() {
    breakOff(Breakdown.connectionLost());
  }

  /// The user interrupts.
  public void cancel() {
    breakOff(Breakdown.cancelled());
  }

  /// The user's yes to {@link ReceiveCommand.AskOffer}; without effect once the transfer has failed.
  public void accept() {
    if (isDeaf()) {
      return;
    }
    expect(State.ASKING);
    state = State.RESOLVING;
    askOrReceive();
  }

  /// The user's no to {@link ReceiveCommand.AskOffer}.
  ///
  /// @param message for the other side's user, may be empty
  public void decline(String message) {
    fail(Breakdown.declinedHere(message));
  }

  /// The answer to {@link ReceiveCommand.AskConflict}.
  ///
  /// @param answer anything but `ASK`
  public void resolve(int id, ConflictPolicy answer) {
    if (isDeaf()) {
      return;
    }
    conflicts.answered(id);
    boolean late = state == State.RECEIVING;
    switch (answer) {
      case ASK -> throw new IllegalArgumentException("no answer");
      case FAIL -> failExists(id);
      case SKIP -> {
        if (late) {
          flow().discard(id);
        } else {
          conflicts.skip(id);
        }
      }
      case RENAME -> publish(id, DestinationCommand.Publication.RENAME, late);
      case OVERWRITE -> {
        if (conflicts.isReplaceable(id)) {
          publish(id, DestinationCommand.Publication.REPLACE, late);
        } else {
          failExists(id);
        }
      }
    }
    askOrReceive();
  }

  private void publish(int id, DestinationCommand.Publication publication, boolean late) {
    if (late) {
      flow().publish(id, publication);
    } else {
      conflicts.allow(id, publication);
    }
  }

  /// What to do next, or null: nothing until something comes in.
  public @Nullable ReceiveCommand poll() {
    ReceiveCommand next = out.poll();
    return next != null || state != State.RECEIVING ? next : flow().poll();
  }

  /// Whether the end is decided and only the disk's cleaning up is waited for.
  public boolean isEnding() {
    return state == State.FAILING || state == State.ENDED;
  }

  /// What keeps the transfer from moving, should it not move.
  public Stall waitingFor() {
    return switch (state) {
      case GREETING, MANIFEST, SETTLING -> Stall.NETWORK;
      case ASKING, RESOLVING -> Stall.LOCAL_USER;
      case RECEIVING -> flow().waitingFor(conflicts.isAsking() ? Stall.LOCAL_USER : Stall.NETWORK);
      case PLANNING, CLEANING -> Stall.LOCAL_DISK;
      case FAILING, ENDED -> Stall.NOTHING;
    };
  }

  private void take(ControlMessage message) throws MalformedMessageException {
    switch (message) {
      case ControlMessage.Hello hello -> greet(hello);
      case ControlMessage.Offer offer -> {
        require(state == State.MANIFEST, message);
        intake.offered(offer);
      }
      case ControlMessage.Entries entries -> entries(entries);
      case ControlMessage.Bye() -> {
        require(state == State.SETTLING, message);
        succeed();
      }
      case ControlMessage.Failed said -> breakOff(Breakdown.remote(said));
      case ControlMessage.Cancel() -> breakOff(Breakdown.cancelledByPeer());
      case ControlMessage.Credit _,
          ControlMessage.Accept _,
          ControlMessage.Decline _,
          ControlMessage.Skip _,
          ControlMessage.Progress _,
          ControlMessage.Stored _,
          ControlMessage.Done _ ->
          throw Greeting.outOfPlace(message, state);
    }
  }

  /// Once all is stored and said to be, nothing can take that back.
  private void breakOff(Breakdown breakdown) {
    if (state == State.SETTLING) {
      succeed();
    } else {
      fail(breakdown);
    }
  }

  private void greet(ControlMessage.Hello hello) throws MalformedMessageException {
    require(state == State.GREETING, hello);
    ControlMessage.Failed objection = Greeting.objection(ControlMessage.Role.RECEIVER, hello);
    if (objection != null) {
      fail(Breakdown.objection(objection));
      return;
    }
    state = State.MANIFEST;
    out.say(new ControlMessage.Credit(intake.granted(), 0));
  }

  private void entries(ControlMessage.Entries more) throws MalformedMessageException {
    require(state == State.MANIFEST, more);
    intake.add(more);
    if (intake.isComplete()) {
      state = State.PLANNING;
      out.disk(new DestinationCommand.Plan(List.copyOf(intake.entries())));
    } else if (intake.newGrant() > 0) {
      out.say(new ControlMessage.Credit(intake.granted(), 0));
    }
  }

  private void takeWork(DestinationResult result, long nowNanos) {
    switch (result) {
      case DestinationResult.Planned planned -> planned(planned);
      case DestinationResult.Written(int id, WriteBlock block) ->
          flow().written(id, block, nowNanos);
      case DestinationResult.Synced(int id, long bytes) -> flow().synced(id, bytes, nowNanos);
      case DestinationResult.Stored stored -> flow().stored(stored, nowNanos);
      case DestinationResult.Exists(int id) -> existsLate(id);
      case DestinationResult.Discarded(int id) -> flow().discarded(id);
      case DestinationResult.Failed failed -> fail(Breakdown.disk(failed, intake.entries()));
      case DestinationResult.Warning(String sentence) ->
          out.tell(new TransferEvent.Warning(sentence));
      case DestinationResult.Closed() -> throw new IllegalStateException("handled before");
    }
    concludeIfDone();
  }

  private void planned(DestinationResult.Planned planned) {
    expect(State.PLANNING);
    List<ManifestEntry> entries = List.copyOf(intake.entries());
    conflicts.found(planned);
    Integer obstacle = conflicts.obstacle(planned);
    if (obstacle != null) {
      failExists(obstacle);
      return;
    }
    ledger = new ReceiveLedger(entries, intake.totalBytes());
    state = State.ASKING;
    out.add(
        new ReceiveCommand.AskOffer(
            new IncomingOffer(
                entries,
                intake.totalBytes(),
                planned.destination(),
                List.copyOf(planned.conflicts()))));
  }

  private void askOrReceive() {
    Integer question = isDeaf() ? null : conflicts.nextQuestion();
    if (question != null) {
      out.add(new ReceiveCommand.AskConflict(intake.entries().get(question)));
    } else if (state == State.RESOLVING && !conflicts.isAsking()) {
      receive();
    }
  }

  private void receive() {
    state = State.RECEIVING;
    Hashes hashes = intake.sha256Announced() ? Hashes.SHA256 : options.hashes();
    receiving =
        new Receiving(
            intake.entries(), ledger, hashes, conflicts::publication, out, intake.granted());
    receiving.begin(conflicts.skips(), hashes);
    concludeIfDone();
  }

  private void existsLate(int id) {
    switch (conflicts.policy()) {
      case ASK -> {
        conflicts.foundLate(id);
        askOrReceive();
      }
      case SKIP -> flow().discard(id);
      case FAIL, RENAME, OVERWRITE -> failExists(id);
    }
  }

  private void concludeIfDone() {
    if (state == State.RECEIVING && flow().isDone()) {
      flow().conclude();
      state = State.CLEANING;
      out.disk(new DestinationCommand.Close(false));
    }
  }

  private void onClean() {
    if (state == State.CLEANING) {
      state = State.SETTLING;
      out.say(ledger.done());
    } else if (state == State.FAILING) {
      finish();
    } else if (state != State.ENDED) {
      throw new IllegalStateException("the disk closed in state " + state);
    }
  }

  private void succeed() {
    TransferSummary summary = ledger.summary();
    end =
        ledger.nothingSettledWell()
            ? new TransferEnd.Failed(
                new TransferFailure.Remote(
                    ErrorCode.NOTHING_SENT, "none of its files could be read"),
                summary)
            : new TransferEnd.Done(summary);
    finish();
  }

  private void finish() {
    TransferEnd decided = end;
    if (decided == null) {
      throw new IllegalStateException("no end was decided");
    }
    state = State.ENDED;
    out.add(new ReceiveCommand.Ended(decided));
  }

  private void failExists(int id) {
    fail(conflicts.breakdown(intake.entries().get(id)));
  }

  private void fail(Breakdown breakdown) {
    if (isDeaf()) {
      return;
    }
    ControlMessage lastWord = breakdown.lastWord();
    if (lastWord != null) {
      out.say(lastWord);
    }
    end = new TransferEnd.Failed(breakdown.failure(), ledger.summary());
    if (state != State.CLEANING) {
      out.disk(new DestinationCommand.Close(true));
    }
    state = State.FAILING;
  }

  private boolean isDeaf() {
    return state == State.FAILING || state == State.ENDED;
  }

  private Receiving flow() {
    if (receiving == null) {
      throw new IllegalStateException("nothing is received yet");
    }
    return receiving;
  }

  private void expect(State expected) {
    if (state != expected) {
      throw new IllegalStateException("in state " + state + ", not " + expected);
    }
  }

  private void require(boolean inPlace, ControlMessage message) throws MalformedMessageException {
    if (!inPlace) {
      throw Greeting.outOfPlace(message, state);
    }
  }
}
