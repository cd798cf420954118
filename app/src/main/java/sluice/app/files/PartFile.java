package sluice.app.files;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.ErrorCode;
import sluice.app.transfer.FileName;
import sluice.app.transfer.Hashes;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.ModificationTime;
import sluice.app.transfer.WriteBlock;

/// A file on its way: bytes under a name of our own, until they are complete.
final class PartFile {
  private static final int DEFAULT_MODE = 0666;
  private static final int PERMISSIONS = 0777;

  private record RangeHash(long high, long low) {}

  private final ManifestEntry entry;
  private final FileName partName;
  private final OpenFile file;
  private final RangeHasher hasher;
  private final ArrayDeque<RangeHash> unchecked = new ArrayDeque<>();
  private long written;
  private boolean closed;

  private PartFile(ManifestEntry entry, FileName partName, OpenFile file, RangeHasher hasher) {
    this.entry = entry;
    this.partName = partName;
    this.file = file;
    this.hasher = hasher;
  }

  /// Makes the file with the offered permission bits within 0777; the system takes the umask from them.
  static PartFile create(Directory parts, ManifestEntry entry, Hashes hashes) throws IOException {
    FileName partName = FileName.of(entry.id() + PartDirectory.SUFFIX);
    int mode = entry.mode() == ManifestEntry.NO_MODE ? DEFAULT_MODE : entry.mode() & PERMISSIONS;
    OpenFile file = parts.create(partName, mode);
    return new PartFile(entry, partName, file, new RangeHasher(entry.sizeBytes(), hashes));
  }

  ManifestEntry entry() {
    return entry;
  }

  FileName partName() {
    return partName;
  }

  long written() {
    return written;
  }

  /// Writes, and only then hashes the very array, so that one that is used too early again does not pass.
  void write(WriteBlock block) throws IOException {
    if (block.offset() != written) {
      throw new IllegalStateException("blocks out of order");
    }
    file.write(block.array(), 0, block.length(), block.offset());
    written += block.length();
    hasher.put(
        block.array(), 0, block.length(), (high, low) -> unchecked.add(new RangeHash(high, low)));
  }

  /// Compares the oldest range that was written and not compared yet.
  void checkRange(long high, long low) throws DiskFailure {
    if (unchecked.isEmpty()) {
      hasher.end((ourHigh, ourLow) -> unchecked.add(new RangeHash(ourHigh, ourLow)));
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
    byte[] ours = hasher.sha256();
    if (theirs != null && !MessageDigest.isEqual(ours, theirs)) {
      throw mismatch("the SHA-256 of ");
    }
    return ours;
  }

  private DiskFailure mismatch(String what) {
    return new DiskFailure(
        ErrorCode.HASH_MISMATCH, entry.id(), what + entry.name() + " is not what the sender says.");
  }

  void sync() throws IOException {
    file.syncData();
  }

  /// Brings all of it to the disk and lets go of it; only the rename is left to do.
  ///
  /// @param warnings hears it if the file system does not let us set the time: bytes are worth more than that
  void complete(Consumer<String> warnings) throws IOException {
    try {
      restoreTime(warnings);
      file.syncData();
    } finally {
      close();
    }
  }

  private void restoreTime(Consumer<String> warnings) {
    ModificationTime modified = entry.modified();
    if (modified == null) {
      return;
    }
    try {
      file.setModified(modified);
    } catch (IOException e) {
      warnings.accept(
          "The modification time of "
              + entry.name()
              + " could not be set: "
              + DiskProblem.words(e)
              + ".");
    }
  }

  /// May be called again.
  void close() throws IOException {
    if (!closed) {
      closed = true;
      file.close();
    }
  }
}
