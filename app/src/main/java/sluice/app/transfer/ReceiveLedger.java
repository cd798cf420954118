package sluice.app.transfer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What has become of each offered file, as the receiver knows it, and the sums.
final class ReceiveLedger {
  private enum State {
    AWAITED,
    COMING,
    COMPLETE,
    SKIPPED,
    ABANDONED,
    STORED
  }

  /// How far a file that is on its way has come.
  private static final class Coming {
    long written;
    long durable;
    long syncAsked;
    boolean syncing;
  }

  private final List<ManifestEntry> entries;
  private final State[] states;
  private final Map<Integer, Coming> coming = new HashMap<>();
  private final List<SourceProblem> problems = new ArrayList<>();
  private int problemCount;
  private int open;
  private int filesStored;
  private long bytesStored;
  private int filesSkipped;
  private long totalBytes;
  private long written;
  private long durable;

  ReceiveLedger(List<ManifestEntry> entries, long totalBytes) {
    this.entries = entries;
    this.totalBytes = totalBytes;
    this.states = new State[entries.size()];
    Arrays.fill(states, State.AWAITED);
    open = states.length;
  }

  boolean isOffered(int id) {
    return id < states.length;
  }

  boolean isAwaited(int id) {
    return states[id] == State.AWAITED;
  }

  boolean isSkipped(int id) {
    return states[id] == State.SKIPPED;
  }

  boolean isComplete(int id) {
    return states[id] == State.COMPLETE;
  }

  boolean isSyncing(int id) {
    Coming file = coming.get(id);
    return file != null && file.syncing;
  }

  void started(int id) {
    expect(id, State.AWAITED);
    states[id] = State.COMING;
    coming.put(id, new Coming());
  }

  void completed(int id, boolean changed) {
    expect(id, State.COMING);
    states[id] = State.COMPLETE;
    if (changed) {
      problem(new SourceProblem(entries.get(id), null));
    }
  }

  SourceProblem abandoned(int id, AbandonReason reason) {
    if (states[id] != State.COMING) {
      expect(id, State.AWAITED);
    }
    settle(id, State.ABANDONED);
    totalBytes -= entries.get(id).sizeBytes();
    SourceProblem problem = new SourceProblem(entries.get(id), reason);
    problem(problem);
    return problem;
  }

  void skipped(int id) {
    settle(id, State.SKIPPED);
    totalBytes -= entries.get(id).sizeBytes();
    filesSkipped++;
  }

  void stored(int id) {
    expect(id, State.COMPLETE);
    Coming file = of(id);
    long size = entries.get(id).sizeBytes();
    durable += size - file.durable;
    settle(id, State.STORED);
    filesStored++;
    bytesStored += size;
  }

  private void settle(int id, State end) {
    states[id] = end;
    coming.remove(id);
    open--;
  }

  private void problem(SourceProblem problem) {
    problemCount++;
    if (problems.size() < Limits.LISTED_PROBLEMS) {
      problems.add(problem);
    }
  }

  void written(int id, int count) {
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
        || states[id] != State.COMING
        || file.written - file.syncAsked < atLeast) {
      return false;
    }
    file.syncing = true;
    file.syncAsked = file.written;
    return true;
  }

  boolean allSettled() {
    return open == 0;
  }

  boolean nothingSettledWell() {
    return filesStored == 0 && filesSkipped == 0;
  }

  ControlMessage.Progress progress() {
    return new ControlMessage.Progress(written, durable);
  }

  ControlMessage.Done done() {
    return new ControlMessage.Done(filesStored, bytesStored);
  }

  TransferEvent.Progress event() {
    return new TransferEvent.Progress(Math.min(durable, totalBytes), totalBytes);
  }

  TransferSummary summary() {
    return new TransferSummary(
        filesStored, bytesStored, filesSkipped, List.copyOf(problems), problemCount);
  }

  private Coming of(int id) {
    Coming file = coming.get(id);
    if (file == null) {
      throw new IllegalStateException("file " + id + " is not on its way");
    }
    return file;
  }

  private void expect(int id, State state) {
    if (states[id] != state) {
      throw new IllegalStateException("file " + id + " is " + states[id] + ", not " + state);
    }
  }
}
