package sluice.app.files;

import java.io.Closeable;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.Base;
import sluice.app.transfer.Extent;
import sluice.app.transfer.Limits;
import sluice.app.transfer.Piece;
import sluice.app.transfer.PieceCutter;

/// What there is of a file that is coming: a part file that an earlier run left, or the file that stands at the target.
/// Held open from when it is cut until the new file is complete.
final class BaseFile implements Closeable {
  private final Base base;
  private final OpenFile file;
  private final FileStatus status;

  /// How much like what is offered it is, apart from its bytes.
  private final Sameness sameness;

  private final Leftovers.@Nullable KeptPart part;
  private final List<Extent> extents;
  private final MessageDigest digest = PieceCutter.sha256();
  private byte[] window = {};
  private int extent;
  private long offset;

  private BaseFile(
      OpenFile file,
      FileStatus status,
      Sameness sameness,
      Leftovers.@Nullable KeptPart part,
      List<Extent> extents) {
    this.base = part == null ? Base.OLD : Base.PART;
    this.file = file;
    this.status = status;
    this.sameness = sameness;
    this.part = part;
    this.extents = extents;
  }

  static BaseFile ofPart(Leftovers.KeptPart part) throws IOException {
    OpenFile file = part.directory().openFile(part.partName());
    return opened(file, Sameness.DIFFERENT, part, part.extents());
  }

  static BaseFile ofOld(OpenFile file, Sameness sameness) throws IOException {
    return opened(file, sameness, null, List.of());
  }

  private static BaseFile opened(
      OpenFile file, Sameness sameness, Leftovers.@Nullable KeptPart part, List<Extent> extents)
      throws IOException {
    try {
      FileStatus status = file.status();
      if (status.kind() != FileStatus.Kind.REGULAR) {
        throw new IOException("what was a file is none any more");
      }
      List<Extent> all =
          part == null && status.sizeBytes() > 0
              ? List.of(new Extent(0, status.sizeBytes()))
              : extents;
      return new BaseFile(file, status, sameness, part, all);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  Base base() {
    return base;
  }

  Leftovers.@Nullable KeptPart part() {
    return part;
  }

  long sizeBytes() {
    return status.sizeBytes();
  }

  /// Whether equal bytes make it the file that is offered.
  boolean mayBeIdentical() {
    return sameness == Sameness.UNTRUSTED;
  }

  int read(byte[] to, int length, long position) throws IOException {
    return SourceReading.readFully(file, to, 0, length, position);
  }

  /// Whether it is not what it was when it was cut.
  boolean hasChanged() {
    try {
      return SourceReading.hasChanged(file, status)
          || !Objects.equals(file.status().changed(), status.changed());
    } catch (IOException e) {
      // It can be read but not looked at any more, so nothing says that it held still.
      return true;
    }
  }

  /// The next pieces; fewer than a message takes are the last. Not for two threads at a time.
  List<Piece> cut(int average) throws IOException {
    List<Piece> pieces = new ArrayList<>();
    int longest = PieceCutter.maxBytes(average);
    if (window.length == 0) {
      window = new byte[4 * longest];
    }
    while (extent < extents.size() && pieces.size() < Limits.PIECES_IN_MESSAGE) {
      Extent within = extents.get(extent);
      offset = Math.max(offset, within.from());
      int wanted = (int) Math.min(window.length, within.to() - offset);
      int length = read(window, wanted, offset);
      boolean ends = length < wanted || offset + length == within.to();
      int at = 0;
      while (at < length
          && pieces.size() < Limits.PIECES_IN_MESSAGE
          && (ends || length - at >= longest)) {
        int piece = PieceCutter.cut(window, at, length, average);
        digest.update(window, at, piece);
        pieces.add(new Piece(offset + at, piece, digest.digest()));
        at += piece;
      }
      offset += at;
      if (offset >= within.to() || length < wanted) {
        extent++;
      }
    }
    return pieces;
  }

  /// Whether {@link #cut} has come to the end.
  boolean isCut() {
    return extent == extents.size();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
