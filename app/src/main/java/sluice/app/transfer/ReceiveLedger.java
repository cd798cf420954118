package sluice.app.transfer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What has become of each offered entry, as the receiver knows it, and the sums.
final class ReceiveLedger {
  /// How far a file that is on its way has come.
  private static final class Coming {
    long written;
    long durable;
    long syncAsked;
    long frameCost;
    boolean syncing;
  }

  private final Manifest manifest;
  private final Map<Integer, Coming> coming = new HashMap<>();
  private final List<SourceProblem> problems = new ArrayList<>();
  private int problemCount;
  private int entriesStored;
  private int filesStored;
  private long bytesStored;
  private int entriesSkipped;
  private long totalBytes;
  private boolean endless;
  private long written;
  private long durable;

  ReceiveLedger(Manifest manifest) {
    this.manifest = manifest;
  }

  void counted(Totals totals) {
    endless = totals.bytes() < 0;
    totalBytes += totals.bytes();
  }

  boolean isSyncing(int id) {
    Coming file = coming.get(id);
    return file != null && file.syncing;
  }

  /// @param frameCost credit of what comes around the bytes, to be held until the file is settled
  void started(int id, long frameCost) {
    manifest.become(id, Manifest.State.COMING);
    Coming file = new Coming();
    file.frameCost = frameCost;
    coming.put(id, file);
  }

  void frame(int id, long cost) {
    Coming file = coming.get(id);
    if (file != null) {
      file.frameCost += cost;
    }
  }

  /// Credit to return when this entry is settled.
  long frameCost(int id) {
    Coming file = coming.get(id);
    return file == null ? 0 : file.frameCost;
  }

  void renewed(long moreBytes) {
    totalBytes += moreBytes;
  }

  void completed(int id) {
    manifest.become(id, Manifest.State.COMPLETE);
  }

  /// Bytes of a sparse file that were not sent.
  void holes(long bytes) {
    totalBytes -= bytes;
  }

  SourceProblem changed(int id) {
    return problem(SourceProblem.changed(manifest.at(id).path()));
  }

  SourceProblem abandoned(int id, AbandonReason reason) {
    Placed placed = manifest.at(id);
    settle(placed, Manifest.State.ABANDONED);
    totalBytes -= Math.max(0, placed.entry().sizeBytes());
    return problem(SourceProblem.abandoned(placed.path(), reason));
  }

  void skipped(int id) {
    Placed placed = manifest.at(id);
    settle(placed, Manifest.State.SKIPPED);
    totalBytes -= Math.max(0, placed.entry().sizeBytes());
    entriesSkipped++;
  }

  Placed stored(int id) {
    if (manifest.state(id) != Manifest.State.COMPLETE) {
      throw new IllegalStateException("entry " + id + " is " + manifest.state(id));
    }
    Placed placed = manifest.at(id);
    Coming file = coming.get(id);
    if (file != null) {
      durable += file.written - file.durable;
    }
    settle(placed, Manifest.State.STORED);
    entriesStored++;
    if (placed.hasContent()) {
      filesStored++;
      bytesStored += Math.max(0, placed.entry().sizeBytes());
    }
    return placed;
  }

  private void settle(Placed placed, Manifest.State end) {
    manifest.become(placed.id(), end);
    coming.remove(placed.id());
  }

  SourceProblem problem(SourceProblem problem) {
    problemCount++;
    if (problems.size() < Limits.LISTED_PROBLEMS) {
      problems.add(problem);
    }
    return problem;
  }

  void written(int id, long count) {
    written += count;
    Coming file = coming.get(id);
    if (file != null) {
      file.written += count;
    }
  }

  void synced(int id, long bytes) {
    Coming file = coming.get(id);
    if (file != null) {
      file.syncing = false;
      durable += Math.max(0, bytes - file.durable);
      file.durable = Math.max(file.durable, bytes);
    }
  }

  /// Whether a file that is still coming has at least so many bytes written that no sync was asked for; marks them as
  /// asked for.
  boolean asksForSync(int id, long atLeast) {
    Coming file = coming.get(id);
    if (file == null
        || file.syncing
        || manifest.state(id) != Manifest.State.COMING
        || file.written - file.syncAsked < atLeast) {
      return false;
    }
    file.syncing = true;
    file.syncAsked = file.written;
    return true;
  }

  boolean nothingSettledWell() {
    return entriesStored == 0 && entriesSkipped == 0;
  }

  ControlMessage.Progress progress() {
    return new ControlMessage.Progress(written, durable);
  }

  ControlMessage.Done done() {
    return new ControlMessage.Done(entriesStored, bytesStored);
  }

  TransferEvent.Progress event() {
    long total = endless ? -1 : Math.max(0, totalBytes);
    return new TransferEvent.Progress(endless ? durable : Math.min(durable, total), total);
  }

  TransferSummary summary() {
    return new TransferSummary(
        filesStored, bytesStored, entriesSkipped, List.copyOf(problems), problemCount);
  }
}
