package sluice.app.transfer;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// The receiver between `accept` and the last file: data to the disk, and what the disk says to the sender.
final class Receiving {
  private final List<ManifestEntry> entries;
  private final ReceiveLedger ledger;
  private final ReceiveStream stream;
  private final ReceiveOutbox out;
  private final ReceiveClock clock = new ReceiveClock();
  private final int grantedEntries;

  Receiving(
      List<ManifestEntry> entries,
      ReceiveLedger ledger,
      Hashes hashes,
      IntFunction<DestinationCommand.Publication> publication,
      ReceiveOutbox out,
      int grantedEntries) {
    this.entries = entries;
    this.ledger = ledger;
    this.stream = new ReceiveStream(entries, ledger, hashes, publication);
    this.out = out;
    this.grantedEntries = grantedEntries;
  }

  /// Tells the sender to begin, but for these files.
  void begin(List<Integer> skips, Hashes hashes) {
    skips.forEach(this::skipped);
    for (int from = 0; from < skips.size(); from += Limits.ENTRIES_IN_MESSAGE) {
      int to = Math.min(skips.size(), from + Limits.ENTRIES_IN_MESSAGE);
      out.say(new ControlMessage.Skip(List.copyOf(skips.subList(from, to)), "exists"));
    }
    out.say(new ControlMessage.Accept(hashes == Hashes.SHA256));
    out.say(new ControlMessage.Credit(grantedEntries, Limits.BYTE_WINDOW));
    out.tell(ledger.event());
  }

  void onData(ByteBuffer message) throws MalformedMessageException {
    stream.take(message);
  }

  void onTimeout(long nowNanos) {
    syncIfDue(nowNanos);
    progressIfDue(nowNanos);
  }

  long deadlineNanos() {
    return clock.deadlineNanos();
  }

  void written(int id, WriteBlock block, long nowNanos) {
    stream.written(id, block);
    clock.wrote(id, nowNanos);
    onTimeout(nowNanos);
  }

  void synced(int id, long bytes, long nowNanos) {
    ledger.synced(id, bytes);
    clock.changed(nowNanos);
    progressIfDue(nowNanos);
  }

  void stored(DestinationResult.Stored stored, long nowNanos) {
    ManifestEntry entry = entries.get(stored.id());
    ledger.stored(stored.id());
    stream.settled();
    boolean renamed = !stored.name().equals(entry.name());
    out.say(
        new ControlMessage.Stored(stored.id(), entry.sizeBytes(), renamed ? stored.name() : null));
    out.tell(new TransferEvent.Saved(entry, stored.path(), stored.sha256()));
    clock.changed(nowNanos);
    progressIfDue(nowNanos);
  }

  /// An abandoned file is settled already; a complete one is thrown away because its target exists.
  void discarded(int id) {
    if (ledger.isComplete(id)) {
      stream.settled();
      out.say(new ControlMessage.Skip(List.of(id), "exists"));
      skipped(id);
    }
  }

  private void skipped(int id) {
    ledger.skipped(id);
    out.tell(new TransferEvent.Skipped(entries.get(id), "exists"));
  }

  void discard(int id) {
    stream.ask(new DestinationCommand.Discard(id));
  }

  void publish(int id, DestinationCommand.Publication publication) {
    stream.ask(new DestinationCommand.Publish(id, publication));
  }

  /// Events first, then work for the disk, then credit.
  @Nullable ReceiveCommand poll() {
    TransferEvent event = stream.pollEvent();
    if (event != null) {
      return new ReceiveCommand.Tell(event);
    }
    DestinationCommand work = stream.pollDisk();
    if (work != null) {
      return new ReceiveCommand.Disk(work);
    }
    long grant = stream.newGrant();
    if (grant == 0) {
      return null;
    }
    ControlMessage credit = new ControlMessage.Credit(grantedEntries, grant);
    return new ReceiveCommand.SendControl(ControlWriter.write(credit));
  }

  /// @param otherwise what it waits for if not for the disk
  Stall waitingFor(Stall otherwise) {
    return stream.waitsForDisk() ? Stall.LOCAL_DISK : otherwise;
  }

  /// Whether every file is stored, skipped or abandoned, and the disk has no more to do for any of them.
  boolean isDone() {
    return ledger.allSettled() && !stream.waitsForDisk();
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
