package sluice.app.transfer;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The receiver's end of a transfer (`docs/file-transfer.md`). Sans-IO and for one thread: what comes in is given to a
/// verb with the time, then {@link #poll} is called until it returns null; {@link #onTimeout} is due at
/// {@link #deadlineNanos}.
///
/// ```text
/// GREETING --hello--> MANIFEST --enough is judged--> ASKING --yes--> RECEIVING
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
    ASKING,
    RECEIVING,
    CLEANING,
    SETTLING,
    FAILING,
    ENDED
  }

  private final ReceiveOptions options;
  private final ReceiveOutbox out = new ReceiveOutbox();
  private final Manifest manifest = new Manifest();
  private final ReceiveLedger ledger = new ReceiveLedger(manifest);
  private final Bases bases = new Bases(out);
  private final Judging judging;
  private final Verdicts verdicts;
  private final ManifestIntake intake;
  private State state = State.GREETING;
  private Features features = Features.NONE;
  private @Nullable String destination;
  private @Nullable Receiving receiving;
  private @Nullable TransferEnd end;

  public ReceiveEngine(ReceiveOptions options) {
    this.options = options;
    this.judging = new Judging(manifest, bases, options.conflicts());
    this.verdicts = new Verdicts(manifest, judging, bases, ledger, out);
    this.intake = new ManifestIntake(manifest, out);
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
    if (result instanceof DestinationResult.Closed(long keptBytes)) {
      onClean(keptBytes);
    } else if (!isDeaf()) {
      takeWork(result, nowNanos);
    }
  }

  public void onTimeout(long nowNanos) {
    if (state == State.RECEIVING) {
      flow().onTimeout(nowNanos);
      goOn();
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
    state = State.RECEIVING;
    Hashes hashes = intake.sha256Announced() ? Hashes.SHA256 : options.hashes();
    Receiving flow =
        new Receiving(
            manifest,
            ledger,
            new ReceiveStream(
                manifest,
                ledger,
                judging,
                bases,
                intake.offered(),
                options,
                hashes,
                Payloads.of(features)),
            out);
    receiving = flow;
    flow.begin(hashes);
    judging.mayAsk();
    bases.accepted();
    grant();
    goOn();
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
    judging.answered(id);
    boolean late = judging.isLate(id);
    switch (answer) {
      case ASK -> throw new IllegalArgumentException("no answer");
      case FAIL -> failExists(id);
      case SKIP -> {
        if (late) {
          flow().discard(id);
        } else {
          judging.refuse(id);
        }
      }
      case RENAME -> publish(id, DestinationCommand.Publication.RENAME, late);
      case OVERWRITE -> {
        if (judging.isReplaceable(id)) {
          publish(id, DestinationCommand.Publication.REPLACE, late);
        } else {
          failExists(id);
        }
      }
    }
    goOn();
  }

  private void publish(int id, DestinationCommand.Publication publication, boolean late) {
    if (late) {
      flow().publish(id, publication);
    } else {
      judging.allow(id, publication);
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
      case GREETING, SETTLING -> Stall.NETWORK;
      case MANIFEST -> judging.sawAll() ? Stall.NETWORK : Stall.LOCAL_DISK;
      case ASKING -> Stall.LOCAL_USER;
      case RECEIVING -> flow().waitingFor(otherwise());
      case CLEANING -> Stall.LOCAL_DISK;
      case FAILING, ENDED -> Stall.NOTHING;
    };
  }

  private Stall otherwise() {
    if (judging.isAsking()) {
      return Stall.LOCAL_USER;
    }
    return bases.isCutting() ? Stall.LOCAL_DISK : Stall.NETWORK;
  }

  private void take(ControlMessage message) throws MalformedMessageException {
    switch (message) {
      case ControlMessage.Hello hello -> greet(hello);
      case ControlMessage.Offer offer -> {
        require(isOffering(), message);
        intake.offered(offer);
      }
      case ControlMessage.Counted(Totals totals) -> {
        require(isOffering(), message);
        intake.counted(totals);
        ledger.counted(totals);
      }
      case ControlMessage.Entries entries -> {
        require(isOffering(), message);
        intake.add(entries);
        goOn();
      }
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
          ControlMessage.Judged _,
          ControlMessage.Have _,
          ControlMessage.Progress _,
          ControlMessage.Stored _,
          ControlMessage.Done _ ->
          throw Greeting.outOfPlace(message, state);
    }
  }

  private boolean isOffering() {
    return state == State.MANIFEST || state == State.ASKING || state == State.RECEIVING;
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
    features = Features.inForce(hello.features());
    intake.greeted(features);
    bases.greeted(features);
    state = State.MANIFEST;
    grant();
  }

  private void takeWork(DestinationResult result, long nowNanos) {
    switch (result) {
      case DestinationResult.Judged judged -> judging.found(judged);
      case DestinationResult.Weighed(String target) -> destination = target;
      case DestinationResult.Cut cut -> bases.cut(cut);
      case DestinationResult.Kept kept -> flow().kept(kept, nowNanos);
      case DestinationResult.Written(int id, WriteBlock block) ->
          flow().written(id, block, nowNanos);
      case DestinationResult.FilesWritten(var work) -> flow().written(work, nowNanos);
      case DestinationResult.Synced(int id, long bytes) -> flow().synced(id, bytes, nowNanos);
      case DestinationResult.Stored(var entries) -> flow().stored(entries, nowNanos);
      case DestinationResult.Exists(int id) -> existsLate(id);
      case DestinationResult.NotMade(int id, SkipReason reason) -> flow().leftOut(id, reason);
      case DestinationResult.Discarded(int id) -> flow().discarded(id);
      case DestinationResult.Failed failed -> fail(Breakdown.disk(failed, manifest));
      case DestinationResult.Warning(String sentence) ->
          out.tell(new TransferEvent.Warning(sentence));
      case DestinationResult.Closed _ -> throw new IllegalStateException("handled before");
    }
    goOn();
  }

  /// Whatever has become possible.
  private void goOn() {
    if (isDeaf() || state == State.GREETING) {
      return;
    }
    Integer obstacle = verdicts.pass();
    if (obstacle != null) {
      failExists(obstacle);
      return;
    }
    Receiving flow = receiving;
    if (flow != null && state == State.RECEIVING) {
      flow.judged();
    }
    if (intake.owesGrant() || (flow != null && flow.hasNewGrant())) {
      grant();
    }
    askOffer();
    Integer question = judging.question();
    if (question != null) {
      out.add(new ReceiveCommand.AskConflict(manifest.at(question)));
    }
    concludeIfDone();
  }

  private void grant() {
    Receiving flow = receiving;
    out.say(new ControlMessage.Credit(intake.grant(), flow == null ? 0 : flow.grant()));
  }

  /// Once the totals are known, and either all entries or as many as there can be.
  private void askOffer() {
    Totals totals = intake.totals();
    String target = destination;
    if (state != State.MANIFEST
        || totals == null
        || target == null
        || !judging.sawAll()
        || !intake.isWaiting()) {
      return;
    }
    state = State.ASKING;
    List<Integer> conflicts = new ArrayList<>();
    judging
        .findings()
        .forEach(
            (id, kind) -> {
              switch (kind) {
                case EXISTS, IRREPLACEABLE -> conflicts.add(id);
                case UNSAFE_LINK, UNSUPPORTED, IDENTICAL, LIKELY -> {}
              }
            });
    conflicts.sort(null);
    out.add(
        new ReceiveCommand.AskOffer(new IncomingOffer(intake.first(), totals, target, conflicts)));
  }

  private void existsLate(int id) {
    switch (judging.policy()) {
      case ASK -> judging.foundLate(id);
      case SKIP -> flow().discard(id);
      case FAIL, RENAME, OVERWRITE -> failExists(id);
    }
  }

  private void concludeIfDone() {
    if (state == State.RECEIVING && flow().isDone()) {
      flow().conclude();
      state = State.CLEANING;
      out.disk(new DestinationCommand.Close(DestinationCommand.Leaving.DONE));
    }
  }

  private void onClean(long keptBytes) {
    if (state == State.CLEANING) {
      state = State.SETTLING;
      out.say(ledger.done());
    } else if (state == State.FAILING) {
      if (end instanceof TransferEnd.Failed(var failure, var summary)) {
        end = new TransferEnd.Failed(failure, summary.keeping(keptBytes));
      }
      finish();
    } else if (state != State.ENDED) {
      throw new IllegalStateException("the disk closed in state " + state);
    }
  }

  private void succeed() {
    TransferSummary summary = ledger.summary();
    end =
        ledger.nothingSettledWell()
            ? new TransferEnd.Failed(nothingCame(), summary)
            : new TransferEnd.Done(summary);
    finish();
  }

  private TransferFailure nothingCame() {
    Totals totals = intake.totals();
    return totals != null && totals.bytes() == ManifestEntry.UNKNOWN_SIZE
        ? new TransferFailure.Remote(
            ErrorCode.SOURCE_FAILED, "what its stream came from failed, so this is not all of it")
        : new TransferFailure.Remote(ErrorCode.NOTHING_SENT, "none of its files could be read");
  }

  private void finish() {
    TransferEnd decided = end;
    if (decided == null) {
      throw new IllegalStateException("no end was decided");
    }
    state = State.ENDED;
    Receiving flow = receiving;
    if (flow != null) {
      flow.close();
    }
    out.add(new ReceiveCommand.Ended(decided));
  }

  private void failExists(int id) {
    fail(judging.breakdown(manifest.at(id)));
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
      out.disk(new DestinationCommand.Close(leaving(breakdown.failure())));
    }
    state = State.FAILING;
  }

  /// What somebody hostile sent is not worth going on from.
  private static DestinationCommand.Leaving leaving(TransferFailure failure) {
    return switch (failure) {
      case TransferFailure.Refused _ -> DestinationCommand.Leaving.REMOVE;
      case TransferFailure.Declined _,
          TransferFailure.DeclinedHere _,
          TransferFailure.CancelledByPeer _,
          TransferFailure.Cancelled _,
          TransferFailure.ConnectionLost _,
          TransferFailure.Local _,
          TransferFailure.Remote _ ->
          DestinationCommand.Leaving.KEEP;
    };
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
