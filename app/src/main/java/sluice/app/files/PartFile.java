package sluice.app.files;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.ErrorCode;
import sluice.app.transfer.FileName;
import sluice.app.transfer.Hashes;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.Placed;
import sluice.app.transfer.WriteBlock;

/// A file on its way: bytes under a name of our own, until they are complete.
final class PartFile {
  private static final int DEFAULT_MODE = 0666;

  private record RangeHash(long high, long low) {}

  private final Placed placed;
  private final FileName partName;
  private final OpenFile file;
  private final RangeHasher hasher;
  private final ArrayDeque<RangeHash> unchecked = new ArrayDeque<>();
  private long written;
  private boolean closed;

  private PartFile(Placed placed, FileName partName, OpenFile file, RangeHasher hasher) {
    this.placed = placed;
    this.partName = partName;
    this.file = file;
    this.hasher = hasher;
  }

  static PartFile create(Directory parts, Placed placed, Hashes hashes) throws IOException {
    FileName partName = partName(placed.id());
    OpenFile file = parts.create(partName, mode(placed.entry()));
    return new PartFile(
        placed, partName, file, new RangeHasher(placed.entry().sizeBytes(), hashes));
  }

  /// Only we may look into a file that is not complete; where the sender says nothing of its mode, it gets the usual
  /// one, less the umask.
  static int mode(ManifestEntry entry) {
    return entry.mode() == ManifestEntry.NO_MODE ? DEFAULT_MODE : 0600;
  }

  static FileName partName(int id) {
    return FileName.of(id + PartDirectory.SUFFIX);
  }

  Placed placed() {
    return placed;
  }

  ManifestEntry entry() {
    return placed.entry();
  }

  FileName partName() {
    return partName;
  }

  long written() {
    return written;
  }

  /// Writes, and only then hashes the very array, so that one that is used too early again does not pass.
  void write(WriteBlock block) throws IOException {
    if (block.offset() < written) {
      throw new IllegalStateException("blocks out of order");
    }
    file.write(block.array(), 0, block.length(), block.offset());
    hasher.gap(block.offset(), this::rangeEnds);
    written = block.offset() + block.length();
    hasher.put(block.array(), 0, block.length(), this::rangeEnds);
  }

  private void rangeEnds(long rangeStart, long dataEnd, long high, long low) {
    unchecked.add(new RangeHash(high, low));
  }

  /// Compares the oldest range that was written and not compared yet; of a sparse file it may end before its border.
  void checkRange(long high, long low) throws DiskFailure {
    if (unchecked.isEmpty()) {
      hasher.end(this::rangeEnds);
    }
    RangeHash ours = unchecked.poll();
    if (ours == null) {
      throw new IllegalStateException("no range is complete");
    }
    if (ours.high() != high || ours.low() != low) {
      throw mismatch("the bytes of ");
    }
  }

  /// Compares and returns the SHA-256 of all bytes, where it was computed.
  byte @Nullable [] checkSha256(byte @Nullable [] theirs) throws DiskFailure {
    if (entry().sizeBytes() > written) {
      hasher.gap(entry().sizeBytes(), this::rangeEnds);
    }
    byte[] ours = hasher.sha256();
    if (theirs != null && !MessageDigest.isEqual(ours, theirs)) {
      throw mismatch("the SHA-256 of ");
    }
    return ours;
  }

  private DiskFailure mismatch(String what) {
    return new DiskFailure(
        ErrorCode.HASH_MISMATCH,
        placed.id(),
        what + placed.path() + " is not what the sender says.");
  }

  void sync() throws IOException {
    file.syncData();
  }

  /// Gives it its length and attributes; what is left to do is a sync, and the rename.
  void complete(AttributeSetter attributes) throws IOException {
    if (entry().sizeBytes() > written) {
      file.truncate(entry().sizeBytes());
    }
    attributes.apply(file, placed);
  }

  /// May be called again.
  void close() throws IOException {
    if (!closed) {
      closed = true;
      file.close();
    }
  }
}
