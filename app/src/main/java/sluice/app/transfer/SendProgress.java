package sluice.app.transfer;

import java.util.ArrayList;
import java.util.List;

/// What has become of each offered file, as the sender knows it, and the sums.
final class SendProgress {
  private enum State {
    PENDING,
    STARTED,
    SENT,
    ABANDONED,
    SKIPPED,
    STORED
  }

  private final List<ManifestEntry> entries;
  private final State[] states;
  private final List<SourceProblem> problems = new ArrayList<>();
  private int problemCount;
  private int open;
  private int filesStored;
  private long bytesStored;
  private int filesSkipped;
  private long totalBytes;
  private long sentBytes;
  private long writtenBytes;
  private long durableBytes;

  SendProgress(List<ManifestEntry> entries) {
    this.entries = entries;
    this.states = new State[entries.size()];
    for (int i = 0; i < states.length; i++) {
      states[i] = State.PENDING;
      totalBytes += entries.get(i).sizeBytes();
    }
    open = states.length;
  }

  boolean isPending(int id) {
    return states[id] == State.PENDING;
  }

  /// Whether nothing more of this file is to be sent.
  boolean isUnwanted(int id) {
    return states[id] == State.SKIPPED || states[id] == State.ABANDONED;
  }

  boolean isSkipped(int id) {
    return states[id] == State.SKIPPED;
  }

  void started(int id) {
    states[id] = State.STARTED;
  }

  void sentBytes(int count) {
    sentBytes += count;
  }

  void sent(int id, boolean changed) {
    if (states[id] == State.STARTED) {
      states[id] = State.SENT;
      open--;
    }
    if (changed) {
      problem(new SourceProblem(entries.get(id), null));
    }
  }

  SourceProblem abandoned(int id, AbandonReason reason) {
    states[id] = State.ABANDONED;
    open--;
    totalBytes -= entries.get(id).sizeBytes();
    SourceProblem problem = new SourceProblem(entries.get(id), reason);
    problem(problem);
    return problem;
  }

  private void problem(SourceProblem problem) {
    problemCount++;
    if (problems.size() < Limits.LISTED_PROBLEMS) {
      problems.add(problem);
    }
  }

  /// The receiver does not want this file. An abandoned one stays abandoned: the messages crossed.
  ///
  /// @return whether it counts as skipped now
  boolean skipped(int id) throws MalformedMessageException {
    checkOffered(id);
    switch (states[id]) {
      case PENDING, STARTED -> open--;
      case SENT -> {}
      case ABANDONED -> {
        return false;
      }
      case SKIPPED, STORED ->
          throw new MalformedMessageException("a file was skipped that is settled already");
    }
    states[id] = State.SKIPPED;
    totalBytes -= entries.get(id).sizeBytes();
    filesSkipped++;
    return true;
  }

  void stored(int id, long bytes) throws MalformedMessageException {
    checkOffered(id);
    if (states[id] != State.SENT || bytes != entries.get(id).sizeBytes()) {
      throw new MalformedMessageException("a file was stored that was not sent, or not like this");
    }
    states[id] = State.STORED;
    filesStored++;
    bytesStored += bytes;
  }

  void reported(long written, long durable) throws MalformedMessageException {
    if (written < writtenBytes
        || durable < durableBytes
        || durable > written
        || written > sentBytes) {
      throw new MalformedMessageException("progress that cannot be");
    }
    writtenBytes = written;
    durableBytes = durable;
  }

  private void checkOffered(int id) throws MalformedMessageException {
    if (id >= states.length) {
      throw new MalformedMessageException("a file was named that was never offered");
    }
  }

  /// Whether every file was sent, skipped or abandoned.
  boolean allSent() {
    return open == 0;
  }

  /// Whether what the receiver says it has stored is what it told one by one, and nothing is missing.
  boolean agreesWith(ControlMessage.Done done) {
    for (State state : states) {
      if (state == State.SENT || state == State.PENDING || state == State.STARTED) {
        return false;
      }
    }
    return done.files() == filesStored && done.bytes() == bytesStored;
  }

  boolean nothingSettled() {
    return filesStored == 0 && filesSkipped == 0;
  }

  TransferEvent.Progress event() {
    return new TransferEvent.Progress(Math.min(durableBytes, totalBytes), totalBytes);
  }

  TransferSummary summary() {
    return new TransferSummary(
        filesStored, bytesStored, filesSkipped, List.copyOf(problems), problemCount);
  }
}
