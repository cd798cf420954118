package sluice.app.transfer;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides what the sender's disk does next: files in order, read ahead of the network as far as there are blocks,
/// across the borders of files, so that no small file waits for its predecessor.
final class SendPlan {
  /// Blocks in one transfer: what may be read ahead is four times as many messages.
  static final int BLOCKS = 16;

  /// Commands that the disk may have at once.
  static final int OUTSTANDING = 64;

  private final List<ManifestEntry> entries;
  private final SendProgress progress;
  private final Hashes hashes;
  private final int messageBytes;
  private final ArrayDeque<SendBlock> free = new ArrayDeque<>();
  private int made;
  private int outstanding;
  private int next;
  private boolean open;
  private long offset;

  SendPlan(List<ManifestEntry> entries, SendProgress progress, int messageBytes, Hashes hashes) {
    this.entries = entries;
    this.progress = progress;
    this.messageBytes = messageBytes;
    this.hashes = hashes;
  }

  /// The next command, or null while there is none or none may be given.
  @Nullable SourceCommand poll() {
    if (outstanding >= OUTSTANDING) {
      return null;
    }
    while (!open && next < entries.size() && progress.isUnwanted(next)) {
      next++;
    }
    if (next == entries.size()) {
      return null;
    }
    ManifestEntry entry = entries.get(next);
    if (!open) {
      open = true;
      offset = 0;
      outstanding++;
      return new SourceCommand.Open(entry, hashes);
    }
    if (offset == entry.sizeBytes() || progress.isUnwanted(next)) {
      open = false;
      next++;
      outstanding++;
      return new SourceCommand.Close(entry.id());
    }
    return read(entry);
  }

  private SourceCommand.@Nullable Read read(ManifestEntry entry) {
    SendBlock block = free.poll();
    if (block == null) {
      if (made == BLOCKS) {
        return null;
      }
      made++;
      block = new SendBlock(messageBytes);
    }
    int length = (int) Math.min(SendBlock.capacity(messageBytes), entry.sizeBytes() - offset);
    block.assign(entry.id(), offset, length);
    offset += length;
    outstanding++;
    return new SourceCommand.Read(block);
  }

  /// The result of a command has come in.
  void answered() {
    if (outstanding == 0) {
      throw new IllegalStateException("a result without a command");
    }
    outstanding--;
  }

  void release(SendBlock block) {
    free.add(block);
  }

  boolean isWaitingForDisk() {
    return outstanding > 0;
  }
}
