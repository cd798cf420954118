package sluice.app.transfer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What has become of each offered entry, as the sender knows it, and the sums.
final class SendProgress {
  private final Manifest manifest;
  private final List<SourceProblem> problems = new ArrayList<>();
  private @Nullable Totals totals;
  private int problemCount;
  private int entriesStored;
  private int filesStored;
  private long bytesStored;
  private int entriesSkipped;
  private long totalBytes;
  private long sentBytes;
  private long writtenBytes;
  private long durableBytes;
  private int judged;

  SendProgress(Manifest manifest) {
    this.manifest = manifest;
  }

  void counted(Totals counted) {
    totals = counted;
    totalBytes += counted.bytes();
  }

  @Nullable Totals totals() {
    return totals;
  }

  /// Whether nothing more of this entry is to be sent.
  boolean isUnwanted(int id) {
    return manifest.isSettled(id);
  }

  void judged(int entries) throws MalformedMessageException {
    if (entries < judged || entries > manifest.size()) {
      throw new MalformedMessageException("a judgement on what was never offered");
    }
    judged = entries;
  }

  void started(int id) {
    manifest.become(id, Manifest.State.COMING);
  }

  void sentBytes(long count) {
    sentBytes += count;
  }

  /// Bytes of a sparse file that need not be sent.
  void holes(long bytes) {
    totalBytes -= bytes;
  }

  void sent(int id) {
    if (manifest.state(id) == Manifest.State.COMING) {
      manifest.become(id, Manifest.State.COMPLETE);
    }
  }

  /// A file is no longer as it was offered.
  void renewed(int id, long sizeBytes, @Nullable ModificationTime modified) {
    totalBytes += sizeBytes - manifest.at(id).entry().sizeBytes();
    manifest.renew(id, sizeBytes, modified);
  }

  SourceProblem changed(int id) {
    return problem(SourceProblem.changed(manifest.at(id).path()));
  }

  SourceProblem abandoned(int id, AbandonReason reason) {
    Placed placed = manifest.at(id);
    totalBytes -= Math.max(0, placed.entry().sizeBytes());
    manifest.become(id, Manifest.State.ABANDONED);
    return problem(SourceProblem.abandoned(placed.path(), reason));
  }

  SourceProblem problem(SourceProblem problem) {
    problemCount++;
    if (problems.size() < Limits.LISTED_PROBLEMS) {
      problems.add(problem);
    }
    return problem;
  }

  /// The receiver does not want this entry. An abandoned one stays abandoned: the messages crossed.
  ///
  /// @return the entry, if it counts as skipped now
  @Nullable Placed skipped(int id) throws MalformedMessageException {
    if (!manifest.isOffered(id)) {
      throw new MalformedMessageException("an entry was named that was never offered");
    }
    if (manifest.isSettled(id)) {
      if (manifest.state(id) == Manifest.State.ABANDONED || manifest.state(id) == null) {
        return null;
      }
      throw new MalformedMessageException("an entry was skipped that is settled already");
    }
    Placed placed = manifest.at(id);
    manifest.become(id, Manifest.State.SKIPPED);
    totalBytes -= Math.max(0, placed.entry().sizeBytes());
    entriesSkipped++;
    return placed;
  }

  /// @return the entry
  Placed stored(int id) throws MalformedMessageException {
    if (!manifest.isOffered(id) || manifest.isSettled(id) || id >= judged) {
      throw new MalformedMessageException("an entry was stored that was not sent");
    }
    Placed placed = manifest.at(id);
    if (placed.hasContent() && manifest.state(id) != Manifest.State.COMPLETE) {
      throw new MalformedMessageException("a file was stored that was not sent");
    }
    manifest.become(id, Manifest.State.STORED);
    entriesStored++;
    if (placed.hasContent()) {
      filesStored++;
      bytesStored += Math.max(0, placed.entry().sizeBytes());
    }
    return placed;
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

  /// Whether what the receiver says it has stored is what it told one by one, and nothing is missing.
  boolean agreesWith(ControlMessage.Done done) {
    return manifest.allSettled() && done.entries() == entriesStored && done.bytes() == bytesStored;
  }

  boolean nothingSettled() {
    return entriesStored == 0 && entriesSkipped == 0;
  }

  TransferEvent.Progress event() {
    Totals counted = totals;
    long total = counted == null || counted.bytes() < 0 ? -1 : Math.max(0, totalBytes);
    return new TransferEvent.Progress(
        total < 0 ? durableBytes : Math.min(durableBytes, total), total);
  }

  TransferSummary summary() {
    return new TransferSummary(
        filesStored, bytesStored, entriesSkipped, List.copyOf(problems), problemCount);
  }
}
