package sluice.app.files;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.Base;
import sluice.app.transfer.Hashes;
import sluice.app.transfer.Match;
import sluice.app.transfer.PieceCutter;
import sluice.app.transfer.SourceCommand;

/// Goes through a source file in windows, looking for pieces that the receiver has. What is read of a window
/// afterwards comes from memory: it is what was searched, whatever becomes of the file meanwhile.
final class PieceSearch {
  private final OpenFile file;
  private final long size;
  private final PieceIndex pieces;
  private final Base base;
  private final int average;
  private final byte[] window;
  private final MessageDigest digest = PieceCutter.sha256();

  /// Of the whole file, where it is wanted.
  private final @Nullable MessageDigest whole;

  private long hashed;
  private long start;
  private int length;

  /// @param hashes whether the SHA-256 of the whole is wanted
  PieceSearch(
      OpenFile file, long size, PieceIndex pieces, SourceCommand.Pieces how, Hashes hashes) {
    this.file = file;
    this.size = size;
    this.pieces = pieces;
    this.base = how.base();
    this.average = how.average();
    this.window = new byte[(int) Math.min(how.windowBytes(), Math.max(1, size))];
    this.whole = hashes == Hashes.SHA256 ? PieceCutter.sha256() : null;
  }

  /// Looks from here on.
  ///
  /// @param found takes what matches
  /// @return how far it came; `from` where the file is shorter than it was
  long search(long from, List<Match> found) throws IOException {
    start = from;
    length = (int) Math.min(window.length, size - from);
    if (SourceReading.readFully(file, window, 0, length, from) < length) {
      length = 0;
      return from;
    }
    List<Match> matches = new ArrayList<>();
    boolean endsHere = from + length == size;
    int at = 0;
    while (at < length && (endsHere || length - at >= PieceCutter.maxBytes(average))) {
      int piece = PieceCutter.cut(window, at, length, average);
      look(from + at, at, piece, matches);
      at += piece;
    }
    length = at;
    if (whole != null) {
      hashZeros(from);
      whole.update(window, 0, length);
      hashed = from + length;
    }
    found.addAll(matches);
    return from + length;
  }

  private void look(long offset, int at, int piece, List<Match> matches) {
    digest.update(window, at, piece);
    long there = pieces.find(digest.digest(), offset);
    if (there == PieceIndex.NONE || (base == Base.PART && there != offset)) {
      return;
    }
    Match last = matches.isEmpty() ? null : matches.getLast();
    if (last != null
        && last.offset() + last.length() == offset
        && last.at() + last.length() == there) {
      matches.set(matches.size() - 1, new Match(last.offset(), last.length() + piece, last.at()));
    } else {
      matches.add(new Match(offset, piece, there));
    }
  }

  /// What was passed over is a hole.
  private void hashZeros(long to) {
    byte[] zeros = new byte[1 << 16];
    MessageDigest sum = whole;
    while (sum != null && hashed < to) {
      int some = (int) Math.min(zeros.length, to - hashed);
      sum.update(zeros, 0, some);
      hashed += some;
    }
  }

  /// Copies bytes that were searched last.
  void copy(long offset, byte[] to, int at, int count) {
    if (offset < start || offset + count > start + length) {
      throw new IllegalStateException("bytes that were not searched");
    }
    System.arraycopy(window, (int) (offset - start), to, at, count);
  }

  /// Of the whole file; once, at the end.
  byte @Nullable [] sha256() {
    hashZeros(size);
    return whole == null ? null : whole.digest();
  }
}
