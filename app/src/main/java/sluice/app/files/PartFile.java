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

  private static final int COPY_BYTES = 1 << 20;

  private final Placed placed;
  private final FileName partName;
  private final Directory parts;
  private final Journal journal;
  private final RangeHasher hasher;

  /// What there is of it, or null.
  private final @Nullable BaseFile base;

  private final ArrayDeque<RangeHash> unchecked = new ArrayDeque<>();

  /// Null as long as all that came is what the old file holds in the same place.
  private volatile @Nullable OpenFile file;

  /// How long the file was that is gone on with.
  private final long adoptedBytes;

  private long written;
  private long count;
  private boolean closed;

  private PartFile(
      Placed placed, Directory parts, Journal journal, @Nullable BaseFile base, Hashes hashes)
      throws IOException {
    this.placed = placed;
    this.partName = partName(placed.id());
    this.parts = parts;
    this.journal = journal;
    this.base = base;
    this.hasher = new RangeHasher(placed.entry().sizeBytes(), hashes);
    if (base == null) {
      this.adoptedBytes = 0;
      this.file = begin();
      return;
    }
    Leftovers.KeptPart part = base.part();
    this.adoptedBytes = part == null ? 0 : base.sizeBytes();
    this.file = part == null ? null : adopt(part);
  }

  /// @param base what there is of it, or null
  static PartFile create(PartDirectory parts, Placed placed, @Nullable BaseFile base, Hashes hashes)
      throws IOException {
    return new PartFile(placed, parts.directory(), parts.journal(), base, hashes);
  }

  private OpenFile begin() throws IOException {
    if (placed.entry() instanceof ManifestEntry.File) {
      journal.begun(placed);
    }
    return parts.create(partName, mode(placed.entry()));
  }

  /// The journal knows of it before it is here: whichever of the two directories has it, its journal says so.
  private OpenFile adopt(Leftovers.KeptPart part) throws IOException {
    journal.adopted(placed, part.extents(), part.durable());
    journal.sync();
    part.directory().replace(part.partName(), parts, partName);
    return parts.openForWriting(partName);
  }

  /// The file of its own, with what came until now.
  private OpenFile own() throws IOException {
    OpenFile own = file;
    if (own == null) {
      own = begin();
      file = own;
      copy(own, 0, 0, written, Counting.COUNTED_BEFORE);
    }
    return own;
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

  /// How many bytes came, holes left out.
  long count() {
    return count;
  }

  /// Writes, and only then hashes the very array, so that one that is used too early again does not pass.
  void write(WriteBlock block) throws IOException {
    if (block.offset() < written) {
      throw new IllegalStateException("blocks out of order");
    }
    OpenFile own = own();
    clear(own, block.offset());
    own.write(block.array(), 0, block.length(), block.offset());
    hasher.gap(block.offset(), this::rangeEnds);
    came(block.offset(), block.length());
    hasher.put(block.array(), 0, block.length(), this::rangeEnds);
  }

  /// These bytes are here already.
  ///
  /// @param at where they are in what there is
  void keep(long offset, long length, long at) throws IOException {
    if (base == null) {
      throw new IllegalStateException("there is nothing to keep of " + placed.id());
    }
    OpenFile own = file;
    boolean isPart = base.part() != null;
    if (own == null && (offset != at || offset != written)) {
      own = own();
    }
    if (own != null) {
      clear(own, offset);
    }
    hasher.gap(offset, this::rangeEnds);
    if (own != null && !isPart) {
      copy(own, at, offset, length, Counting.HASHED);
    } else if (hasher.wantsSha256()) {
      hash(offset, length);
    } else {
      hasher.pass(offset + length, this::rangeEnds);
    }
    came(offset, length);
  }

  /// Copies from the old file.
  private void copy(OpenFile own, long from, long to, long length, Counting counting)
      throws IOException {
    byte[] some = new byte[(int) Math.min(COPY_BYTES, length)];
    for (long done = 0; done < length; done += some.length) {
      int wanted = (int) Math.min(some.length, length - done);
      read(some, wanted, from + done);
      own.write(some, 0, wanted, to + done);
      if (counting == Counting.HASHED) {
        hasher.known(some, 0, wanted, this::rangeEnds);
      }
    }
  }

  /// Whether copied bytes are hashed, or were before.
  private enum Counting {
    HASHED,
    COUNTED_BEFORE
  }

  private void hash(long offset, long length) throws IOException {
    byte[] some = new byte[(int) Math.min(COPY_BYTES, length)];
    for (long done = 0; done < length; done += some.length) {
      int wanted = (int) Math.min(some.length, length - done);
      read(some, wanted, offset + done);
      hasher.known(some, 0, wanted, this::rangeEnds);
    }
  }

  private void read(byte[] to, int length, long position) throws IOException {
    if (base == null || base.read(to, length, position) < length) {
      throw new IOException("what is there of it became shorter");
    }
  }

  private void came(long offset, long length) throws IOException {
    written = offset + length;
    count += length;
    if (file != null) {
      journal.written(placed.id(), written, Journal.Noting.IN_STEPS);
    }
  }

  /// A hole is to come where an earlier run may have left something else.
  private void clear(OpenFile own, long to) throws IOException {
    byte[] zeros = new byte[Math.clamp(Math.min(to, adoptedBytes) - written, 0, COPY_BYTES)];
    for (long at = written; at < Math.min(to, adoptedBytes); at += zeros.length) {
      int length = (int) Math.min(zeros.length, Math.min(to, adoptedBytes) - at);
      own.write(zeros, 0, length, at);
    }
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

  /// Whether it is what stands at the target already, so that nothing is to be stored.
  boolean isThere() throws DiskFailure {
    BaseFile old = base;
    if (old == null || old.part() != null) {
      return false;
    }
    if (old.hasChanged()) {
      throw new DiskFailure(
          ErrorCode.WRITE_FAILED,
          placed.id(),
          placed.path() + " changed here while it was compared. Try again.");
    }
    return file == null
        && old.mayBeIdentical()
        && written == entry().sizeBytes()
        && written == old.sizeBytes();
  }

  /// No byte of it comes any more.
  void finish() throws IOException {
    own();
  }

  /// Nothing where all is in the old file still.
  void sync() throws IOException {
    OpenFile own = file;
    if (own != null) {
      own.syncData();
    }
  }

  /// The same for its attributes as well.
  void syncAll() throws IOException {
    OpenFile own = file;
    if (own != null) {
      own.sync();
    }
  }

  /// The disk has so much of it.
  void durable(long to) throws IOException {
    if (file != null) {
      journal.durable(placed.id(), to);
    }
  }

  /// Gives it its length and attributes; what is left to do is a sync, and the rename.
  void complete(AttributeSetter attributes) throws IOException {
    OpenFile own = own();
    long size = entry().sizeBytes();
    if (size > written) {
      clear(own, size);
    }
    if (size > written || adoptedBytes > Math.max(size, 0)) {
      own.truncate(size < 0 ? written : size);
    }
    attributes.apply(own, placed);
  }

  /// Records all that was written, for a later run. May be called again.
  void close() throws IOException {
    OpenFile own = file;
    if (!closed && own != null) {
      closed = true;
      try (own) {
        journal.written(placed.id(), written, Journal.Noting.AT_ONCE);
      }
    }
  }
}
