package sluice.app.transfer;

/// The order in which one file's bytes and hashes may come (`docs/file-transfer.md`, "Data messages").
final class RangeOrder {
  private static final long NONE = -1;

  private final Placed file;
  private final boolean sparse;
  private final long size;
  private long received;

  /// Behind the last byte that was sent, and not kept.
  private long sent;

  private boolean keeps;
  private long bytes;

  /// Where the range begins that has bytes which no hash has covered.
  private long unhashed = NONE;

  /// Below this no more bytes may come.
  private long closed;

  enum Step {
    CONTIGUOUS,
    GAP
  }

  RangeOrder(Placed file) {
    this.file = file;
    this.sparse =
        file.entry() instanceof ManifestEntry.File whole
            && whole.layout() == ManifestEntry.Layout.SPARSE;
    long known = file.entry().sizeBytes();
    this.size = known == ManifestEntry.UNKNOWN_SIZE ? Limits.MAX_NUMBER : known;
  }

  int id() {
    return file.id();
  }

  Step bytes(long offset, int length) throws MalformedMessageException {
    if (isDue() || offset < received || (offset > received && !sparse) || offset < closed) {
      throw new MalformedMessageException("bytes out of order");
    }
    if (length > size - offset) {
      throw new MalformedMessageException("more bytes than the file was offered with");
    }
    long range = offset - offset % Limits.RANGE_BYTES;
    if (unhashed != NONE && range != unhashed) {
      throw new MalformedMessageException("bytes before the hash of those before them");
    }
    Step step = offset == received ? Step.CONTIGUOUS : Step.GAP;
    unhashed = range;
    received = offset + length;
    sent = received;
    bytes += length;
    return step;
  }

  /// Bytes that the receiver has. For the hashes they are a gap.
  void keep(long offset, long length) throws MalformedMessageException {
    if (offset < received || (offset > received && !sparse)) {
      throw new MalformedMessageException("bytes are kept out of order");
    }
    if (length > size - offset) {
      throw new MalformedMessageException("more is kept than the file was offered with");
    }
    received = offset + length;
    bytes += length;
    keeps = true;
  }

  private boolean isDue() {
    return unhashed != NONE && received >= Math.min(unhashed + Limits.RANGE_BYTES, size);
  }

  void rangeHash(long offset) throws MalformedMessageException {
    boolean mayComeEarly =
        sparse || keeps || file.entry().sizeBytes() == ManifestEntry.UNKNOWN_SIZE;
    if (unhashed == NONE || offset != unhashed || !(isDue() || mayComeEarly)) {
      throw new MalformedMessageException("a hash out of order");
    }
    closed = unhashed + Limits.RANGE_BYTES;
    unhashed = sent > closed ? closed : NONE;
  }

  void end(long offset) throws MalformedMessageException {
    long expected = file.entry().sizeBytes() == ManifestEntry.UNKNOWN_SIZE ? received : size;
    if (unhashed != NONE || offset != expected || (received != expected && !sparse)) {
      throw new MalformedMessageException("a file's end out of order");
    }
  }

  /// Bytes that did not come, at the end.
  long holes() {
    return file.entry().sizeBytes() == ManifestEntry.UNKNOWN_SIZE ? 0 : size - bytes;
  }
}
