package sluice.app.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.AbandonReason;
import sluice.app.transfer.Extent;
import sluice.app.transfer.Hashes;
import sluice.app.transfer.Limits;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.Match;
import sluice.app.transfer.SendBlock;
import sluice.app.transfer.SourceCommand;
import sluice.app.transfer.SourceResult;

/// A file that is being read. As long as it was when it was opened: what is written behind that meanwhile is not sent.
final class SourceReading {
  private final int id;
  private final OpenFile file;
  private final FileStatus status;
  private final List<Extent> extents;
  private final RangeHasher hasher;

  /// Where the receiver has pieces of it.
  private final @Nullable PieceSearch search;

  private SourceReading(
      int id,
      OpenFile file,
      FileStatus status,
      List<Extent> extents,
      RangeHasher hasher,
      @Nullable PieceSearch search) {
    this.id = id;
    this.file = file;
    this.status = status;
    this.extents = extents;
    this.hasher = hasher;
    this.search = search;
  }

  /// @param pieces that the receiver has, where it has any
  static SourceReading open(OpenFile file, SourceCommand.Open open, PieceIndex pieces)
      throws IOException {
    ManifestEntry entry = open.entry();
    try {
      FileStatus status = file.status();
      long size = status.sizeBytes();
      boolean sparse =
          entry instanceof ManifestEntry.File offered
              && offered.layout() == ManifestEntry.Layout.SPARSE;
      List<Extent> extents = size == 0 ? List.of() : List.of(new Extent(0, size));
      if (sparse && status.kind() == FileStatus.Kind.REGULAR) {
        extents = file.extents(size);
      }
      Hashes hashes = open.pieces().isEmpty() ? open.hashes() : Hashes.RANGES;
      PieceSearch search =
          open.pieces()
              .map(how -> new PieceSearch(file, size, pieces, how, open.hashes()))
              .orElse(null);
      return new SourceReading(
          entry.id(), file, status, extents, new RangeHasher(size, hashes), search);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  boolean isRegular() {
    return status.kind() == FileStatus.Kind.REGULAR;
  }

  SourceResult opened() {
    return new SourceResult.Opened(
        id, status.sizeBytes(), EntryMaker.expressible(status.modified()), extents);
  }

  /// Looks for pieces from here on.
  ///
  /// @param found takes what is there
  /// @return how far it came, or why it did not
  Searched search(long offset, List<Match> found) {
    if (search == null) {
      throw new IllegalStateException("nothing to look for in file " + id);
    }
    try {
      long to = search.search(offset, found);
      return new Searched(to, to == offset ? AbandonReason.SHORTER : null);
    } catch (IOException e) {
      return new Searched(offset, AbandonReason.READ_ERROR);
    }
  }

  record Searched(long to, @Nullable AbandonReason problem) {}

  @Nullable AbandonReason fill(SendBlock block) {
    long position = block.offset();
    hasher.gap(position, block::rangeEnds);
    for (int i = 0; i < block.payloads(); i++) {
      int at = block.payloadAt(i);
      int length = block.payloadLength(i);
      try {
        if (search != null) {
          search.copy(position, block.array(), at, length);
        } else if (readFully(file, block.array(), at, length, position) < length) {
          return AbandonReason.SHORTER;
        }
      } catch (IOException e) {
        return AbandonReason.READ_ERROR;
      }
      hasher.put(block.array(), at, length, block::rangeEnds);
      position += length;
    }
    return null;
  }

  /// The hash of a range that only the end of the file ends.
  SourceResult.@Nullable RangeEnd lastRange() {
    List<SourceResult.RangeEnd> last = new ArrayList<>();
    hasher.end((start, end, high, low) -> last.add(new SourceResult.RangeEnd(start, high, low)));
    return last.isEmpty() ? null : last.getFirst();
  }

  /// @return how many bytes there were
  static int readFully(OpenFile from, byte[] to, int at, int length, long position)
      throws IOException {
    int done = 0;
    while (done < length) {
      int count = from.read(to, at + done, length - done, position + done);
      if (count == 0) {
        break;
      }
      done += count;
    }
    return done;
  }

  /// Against when it was opened. Reads past the end as well: the size that some file systems tell is not that of the
  /// content.
  boolean hasChanged() {
    return hasChanged(file, status);
  }

  static boolean hasChanged(OpenFile file, FileStatus before) {
    try {
      FileStatus now = file.status();
      return now.sizeBytes() != before.sizeBytes()
          || !now.modified().equals(before.modified())
          || file.read(new byte[1], 0, 1, before.sizeBytes()) > 0;
    } catch (IOException e) {
      // It can be read but not looked at any more, so nothing says that it held still.
      return true;
    }
  }

  /// After {@link #lastRange}.
  byte @Nullable [] sha256() {
    if (search != null) {
      return search.sha256();
    }
    hasher.gap(status.sizeBytes(), (start, end, high, low) -> {});
    return hasher.sha256();
  }

  /// A file that was only read loses nothing when closing it fails.
  void close() {
    close(file);
  }

  static void close(OpenFile file) {
    try {
      file.close();
    } catch (IOException e) {
      System.getLogger(SourceReading.class.getName())
          .log(System.Logger.Level.DEBUG, "closing a source failed", e);
    }
  }

  static boolean differs(FileStatus now, ManifestEntry offered) {
    return now.sizeBytes() != offered.sizeBytes()
        || (offered.modified() != null && !now.modified().equals(offered.modified()))
        || now.sizeBytes() > Limits.MAX_NUMBER;
  }
}
