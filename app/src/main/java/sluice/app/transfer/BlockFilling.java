package sluice.app.transfer;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Gathers a file's bytes into blocks. A block goes to the disk when it is full, when its file needs it there, or when
/// the disk has nothing else to do: so a fast network writes in large pieces, and a slow one at once.
final class BlockFilling {
  private static final int BLOCK_BYTES = 256 << 10;

  private final ArrayDeque<DestinationCommand> work;
  private final ArrayDeque<WriteBlock> free = new ArrayDeque<>();
  private @Nullable WriteBlock block;
  private int writing;
  private int id;
  private long size;

  BlockFilling(ArrayDeque<DestinationCommand> work) {
    this.work = work;
  }

  /// What comes now belongs to this file.
  void begin(Placed file) {
    id = file.id();
    long known = file.entry().sizeBytes();
    size = known == ManifestEntry.UNKNOWN_SIZE ? Limits.MAX_NUMBER : known;
  }

  /// Takes all that remains in the message, which belongs at the offset.
  void fill(ByteBuffer message, long offset, long cost) {
    long at = offset;
    open(at).charge(cost);
    while (message.hasRemaining()) {
      WriteBlock filling = open(at);
      int before = message.remaining();
      filling.fill(message);
      at += before - message.remaining();
      if (filling.isFull()) {
        flush();
      }
    }
  }

  private WriteBlock open(long at) {
    if (block != null) {
      return block;
    }
    long left = size - at;
    WriteBlock opened = left < BLOCK_BYTES ? null : free.poll();
    if (opened == null) {
      opened = new WriteBlock((int) Math.min(BLOCK_BYTES, left));
    }
    opened.begin(at);
    block = opened;
    return opened;
  }

  void flush() {
    WriteBlock filled = block;
    if (filled != null) {
      block = null;
      writing++;
      work.add(new DestinationCommand.Write(id, filled));
    }
  }

  void flushIfIdle() {
    if (writing == 0) {
      flush();
    }
  }

  boolean isWriting() {
    return writing > 0;
  }

  /// @return credit to give back
  long written(WriteBlock done) {
    writing--;
    return recycle(done);
  }

  /// Throws away what was not written yet.
  ///
  /// @return credit to give back
  long drop() {
    WriteBlock dropped = block;
    block = null;
    return dropped == null ? 0 : recycle(dropped);
  }

  private long recycle(WriteBlock done) {
    if (done.capacity() == BLOCK_BYTES) {
      free.add(done);
    }
    return done.cost();
  }
}
