package sluice.app.transfer;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The receiver between `accept` and the last file: data to the disk, and what the disk says to the sender.
final class Receiving {
  private final Manifest manifest;
  private final ReceiveLedger ledger;
  private final ReceiveStream stream;
  private final ReceiveOutbox out;
  private final ReceiveClock clock = new ReceiveClock();

  Receiving(Manifest manifest, ReceiveLedger ledger, ReceiveStream stream, ReceiveOutbox out) {
    this.manifest = manifest;
    this.ledger = ledger;
    this.stream = stream;
    this.out = out;
  }

  /// Tells the sender to begin.
  void begin(Hashes hashes) {
    out.say(new ControlMessage.Accept(hashes == Hashes.SHA256));
    out.tell(ledger.event());
    stream.passContentless();
  }

  void onData(ByteBuffer message) throws MalformedMessageException {
    stream.take(message);
  }

  /// No data comes any more.
  void close() {
    stream.close();
  }

  /// More entries were judged.
  void judged() {
    stream.passContentless();
  }

  void onTimeout(long nowNanos) {
    stream.grants().tick(nowNanos);
    syncIfDue(nowNanos);
    progressIfDue(nowNanos);
  }

  long deadlineNanos() {
    return Math.min(clock.deadlineNanos(), stream.grants().deadlineNanos());
  }

  void written(int id, WriteBlock block, long nowNanos) {
    stream.written(id, block);
    clock.wrote(id, nowNanos);
    onTimeout(nowNanos);
  }

  void kept(DestinationResult.Kept done, long nowNanos) {
    stream.kept(done);
    clock.wrote(done.id(), nowNanos);
    onTimeout(nowNanos);
  }

  void written(DestinationCommand.WriteFiles files, long nowNanos) {
    stream.written(files);
    clock.changed(nowNanos);
    onTimeout(nowNanos);
  }

  void synced(int id, long bytes, long nowNanos) {
    ledger.synced(id, bytes);
    clock.changed(nowNanos);
    progressIfDue(nowNanos);
  }

  void stored(List<DestinationResult.StoredEntry> entries, long nowNanos) {
    StoredRanges ranges = new StoredRanges();
    for (DestinationResult.StoredEntry entry : entries) {
      stream.settles(entry.id());
      Placed placed = ledger.stored(entry.id());
      boolean leaves = placed.entry() instanceof ManifestEntry.Leave;
      boolean renamed = !leaves && !entry.name().equals(placed.entry().name());
      ControlMessage.Stored full = ranges.add(entry.id(), renamed ? entry.name() : null);
      if (full != null) {
        out.say(full);
      }
      if (!leaves) {
        out.tell(new TransferEvent.Saved(placed, entry.path(), entry.sha256()));
      }
    }
    ControlMessage.Stored rest = ranges.rest();
    if (rest != null) {
      out.say(rest);
    }
    clock.changed(nowNanos);
    progressIfDue(nowNanos);
  }

  /// An abandoned file is settled already; a complete one is thrown away because its target exists.
  void discarded(int id) {
    if (manifest.state(id) == Manifest.State.COMPLETE) {
      leftOut(id, SkipReason.EXISTS);
    }
  }

  /// Something complete is not stored after all.
  void leftOut(int id, SkipReason reason) {
    Placed placed = manifest.at(id);
    stream.settles(id);
    ledger.skipped(id);
    out.say(new ControlMessage.Skip(List.of(IdRange.of(id)), reason));
    out.tell(new TransferEvent.Skipped(placed, reason));
    if (reason.isProblem()) {
      SourceProblem problem = SourceProblem.notTaken(placed.path(), reason);
      out.tell(new TransferEvent.Problem(ledger.problem(problem)));
    }
  }

  void discard(int id) {
    stream.ask(new DestinationCommand.Discard(id));
  }

  void publish(int id, DestinationCommand.Publication publication) {
    stream.ask(new DestinationCommand.Publish(id, publication));
  }

  /// Events first, then work for the disk.
  @Nullable ReceiveCommand poll() {
    TransferEvent event = stream.pollEvent();
    if (event != null) {
      return new ReceiveCommand.Tell(event);
    }
    DestinationCommand work = stream.pollDisk();
    return work == null ? null : new ReceiveCommand.Disk(work);
  }

  boolean hasNewGrant() {
    return stream.grants().hasNew();
  }

  /// Bytes that the sender may send in all.
  long grant() {
    return stream.grants().next();
  }

  /// @param otherwise what it waits for if not for the disk
  Stall waitingFor(Stall otherwise) {
    return stream.waitsForDisk() ? Stall.LOCAL_DISK : otherwise;
  }

  /// Whether every entry is stored, skipped or abandoned, and the disk has no more to do for any of them.
  boolean isDone() {
    return manifest.allSettled() && !stream.waitsForDisk();
  }

  /// Says what is left to say before `done`.
  void conclude() {
    for (TransferEvent event = stream.pollEvent(); event != null; event = stream.pollEvent()) {
      out.tell(event);
    }
    sayProgress();
  }

  private void syncIfDue(long nowNanos) {
    int id = clock.lastWritten();
    if (id < 0) {
      return;
    }
    if (ledger.asksForSync(id, clock.bytesWorthSync(nowNanos))) {
      clock.synced(false, nowNanos);
      out.disk(new DestinationCommand.Sync(id));
    } else if (clock.syncIsDue(nowNanos)) {
      clock.synced(ledger.isSyncing(id), nowNanos);
    }
  }

  private void progressIfDue(long nowNanos) {
    if (clock.progressIsDue(nowNanos)) {
      clock.progressed(nowNanos);
      sayProgress();
    }
  }

  private void sayProgress() {
    out.say(ledger.progress());
    out.tell(ledger.event());
  }
}
