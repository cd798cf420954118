package sluice.app.transfer;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What of an open file is read next: all of its data, or, where the receiver has pieces, what is in none of them.
final class FileReads {
  /// How far the disk looks for pieces at a time, at least.
  private static final int LEAST_WINDOW = 1 << 20;

  /// What to do next.
  sealed interface Step {
    record Read(long offset, int length) implements Step {}

    /// Look for pieces from here on.
    record Search(long offset) implements Step {}

    /// The receiver has not said enough yet, or the disk is searching.
    record Wait() implements Step {}

    record Done() implements Step {}
  }

  private final List<Extent> extents;
  private final Haves.@Nullable Having having;
  private final ArrayDeque<Match> matches = new ArrayDeque<>();
  private int extent;
  private long offset;
  private long searched;
  private boolean searching;

  FileReads(List<Extent> extents, Haves.@Nullable Having having) {
    this.extents = extents;
    this.having = having;
    this.offset = extents.isEmpty() ? 0 : extents.getFirst().from();
  }

  /// How much of a file is looked at in one search.
  static int window(int average) {
    return Math.max(LEAST_WINDOW, 2 * PieceCutter.maxBytes(average));
  }

  /// @param max bytes to read at once
  Step next(int max) {
    pass();
    if (extent == extents.size()) {
      return new Step.Done();
    }
    Extent within = extents.get(extent);
    Haves.Having pieces = having;
    if (pieces == null) {
      return read((int) Math.min(max, within.to() - offset));
    }
    if (offset < searched) {
      Match match = matches.peek();
      long end = Math.min(within.to(), match == null ? searched : match.offset());
      return read((int) Math.min(max, end - offset));
    }
    if (searching || !pieces.isKnownBelow(offset + window(pieces.average()))) {
      return new Step.Wait();
    }
    searching = true;
    return new Step.Search(offset);
  }

  private Step read(int length) {
    Step step = new Step.Read(offset, length);
    if (extents.get(extent).to() != Extent.ENDLESS) {
      offset += length;
    }
    return step;
  }

  /// Goes on to where something is to be read.
  private void pass() {
    boolean moved = true;
    while (moved && extent < extents.size()) {
      moved = false;
      Match match = matches.peek();
      if (match != null && match.offset() <= offset) {
        matches.remove();
        offset = Math.max(offset, match.end());
        moved = true;
      }
      if (offset >= extents.get(extent).to()) {
        extent++;
        moved = true;
        if (extent < extents.size()) {
          offset = Math.max(offset, extents.get(extent).from());
        }
      } else {
        offset = Math.max(offset, extents.get(extent).from());
      }
    }
  }

  /// The disk has looked.
  ///
  /// @param to up to where
  void searched(long to, List<Match> found) {
    searching = false;
    searched = to;
    matches.addAll(found);
  }

  /// Nothing more is to be read.
  void stop() {
    extent = extents.size();
  }
}
