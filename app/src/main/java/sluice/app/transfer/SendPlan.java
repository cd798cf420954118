package sluice.app.transfer;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides what the sender's disk reads next: files in order, as far as the receiver has judged them, ahead of the
/// network as far as there are blocks and batches. Small files go many in a batch.
final class SendPlan {
  /// Blocks in one transfer: what may be read ahead is four times as many messages.
  static final int BLOCKS = 16;

  /// Batches in one transfer.
  static final int BATCHES = 16;

  /// Commands that the disk may have at once.
  static final int OUTSTANDING = 64;

  /// Larger files have messages of their own.
  static final int SMALL_BYTES = 32 << 10;

  private enum File {
    NONE,
    OPENING,
    OPEN
  }

  private final Manifest manifest;
  private final Haves haves;
  private final Hashes hashes;
  private final int messageBytes;
  private final Batching batching;
  private final Payloads payloads;
  private final ArrayDeque<SendBlock> free = new ArrayDeque<>();
  private final ArrayDeque<SendBatch> freeBatches = new ArrayDeque<>();
  private int madeBlocks;
  private int madeBatches;
  private int outstanding;
  private int judged;
  private int next;
  private @Nullable SendBatch batch;
  private File file = File.NONE;
  private FileReads reads = new FileReads(List.of(), null);

  /// Whether the receiver takes `FILES`.
  enum Batching {
    SINGLE_FILES,
    BATCHES
  }

  /// Whether the receiver unpacks.
  enum Payloads {
    PLAIN,
    PACKED
  }

  SendPlan(
      Manifest manifest,
      Haves haves,
      int messageBytes,
      Hashes hashes,
      Batching batching,
      Payloads payloads) {
    this.haves = haves;
    this.payloads = payloads;
    this.manifest = manifest;
    this.messageBytes = messageBytes;
    this.hashes = hashes;
    this.batching = batching;
  }

  /// Entries below this id may be sent.
  void judged(int entries) {
    judged = entries;
  }

  /// The next command, or null while there is none or none may be given.
  @Nullable SourceCommand poll() {
    if (outstanding >= OUTSTANDING) {
      return null;
    }
    return switch (file) {
      case OPENING -> null;
      case OPEN -> read();
      case NONE -> begin();
    };
  }

  private @Nullable SourceCommand begin() {
    for (; next < judged; next++) {
      if (manifest.isSettled(next) || !manifest.at(next).hasContent()) {
        haves.forget(next);
        continue;
      }
      Placed placed = manifest.at(next);
      if (!isSmall(placed)) {
        return batch == null ? open(placed) : ship();
      }
      SendBatch filling = batch == null ? freshBatch() : batch;
      if (filling == null) {
        return null;
      }
      batch = filling;
      if (!filling.fits(placed.entry().sizeBytes())) {
        return ship();
      }
      filling.plan(placed);
    }
    return batch == null ? null : ship();
  }

  private boolean isSmall(Placed placed) {
    return batching == Batching.BATCHES
        && haves.of(placed.id()) == null
        && placed.entry() instanceof ManifestEntry.File small
        && small.layout() == ManifestEntry.Layout.WHOLE
        && small.sizeBytes() <= SMALL_BYTES
        && small.sizeBytes() + SendBatch.RECORD_BYTES + DataHeader.BYTES <= messageBytes;
  }

  private @Nullable SendBatch freshBatch() {
    SendBatch fresh = freeBatches.poll();
    if (fresh == null && madeBatches < BATCHES) {
      madeBatches++;
      fresh = new SendBatch(messageBytes, payloads);
    }
    if (fresh != null) {
      fresh.clear();
    }
    return fresh;
  }

  private @Nullable SourceCommand ship() {
    SendBatch full = batch;
    batch = null;
    if (full == null) {
      return null;
    }
    outstanding++;
    return new SourceCommand.ReadFiles(full, hashes);
  }

  private SourceCommand open(Placed placed) {
    file = File.OPENING;
    outstanding++;
    Haves.Having having = haves.of(placed.id());
    return new SourceCommand.Open(
        placed.entry(),
        hashes,
        having == null
            ? Optional.empty()
            : Optional.of(new SourceCommand.Pieces(having.base(), having.average())));
  }

  private @Nullable SourceCommand read() {
    if (manifest.isSettled(next)) {
      reads.stop();
      haves.forget(next);
    }
    SendBlock block = free.peek();
    if (block == null && madeBlocks == BLOCKS) {
      return null;
    }
    return switch (reads.next(SendBlock.capacity(messageBytes))) {
      case FileReads.Step.Wait() -> null;
      case FileReads.Step.Done() -> {
        file = File.NONE;
        outstanding++;
        yield new SourceCommand.Close(next++);
      }
      case FileReads.Step.Search(long offset) -> {
        outstanding++;
        yield new SourceCommand.Search(next, offset);
      }
      case FileReads.Step.Read(long offset, int length) -> {
        outstanding++;
        yield new SourceCommand.Read(assigned(offset, length));
      }
    };
  }

  private SendBlock assigned(long offset, int length) {
    SendBlock block = free.poll();
    if (block == null) {
      madeBlocks++;
      block = new SendBlock(messageBytes, payloads);
    }
    block.assign(next, offset, length);
    return block;
  }

  /// The result of a command has come in.
  void answered(SourceResult result) {
    if (outstanding == 0) {
      throw new IllegalStateException("a result without a command");
    }
    outstanding--;
    switch (result) {
      case SourceResult.Opened opened -> begin(opened.extents());
      case SourceResult.Unavailable _ -> begin(List.of());
      case SourceResult.Filled(SendBlock block) -> {
        if (block.length() == 0) {
          // The end of a stream: reads that are under way come back empty, too.
          reads.stop();
        }
      }
      case SourceResult.Searched(_, long to, List<Match> matches) -> reads.searched(to, matches);
      case SourceResult.Unread _,
          SourceResult.Batched _,
          SourceResult.Closed _,
          SourceResult.Walked _,
          SourceResult.Counted _ -> {}
    }
  }

  private void begin(List<Extent> found) {
    file = File.OPEN;
    reads = new FileReads(found, haves.of(next));
  }

  void release(SendBlock block) {
    free.add(block);
  }

  void release(SendBatch sent) {
    freeBatches.add(sent);
  }

  boolean isWaitingForDisk() {
    return outstanding > 0;
  }

  /// Whether all entries so far were given to the disk and came back.
  boolean isFinished() {
    return next >= manifest.size() && file == File.NONE && batch == null && outstanding == 0;
  }
}
