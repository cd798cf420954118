package sluice.app.transfer;

import java.util.List;
import java.util.Optional;

/// Work on the sender's disk, to be done in the order given and answered by one {@link SourceResult} each, but for
/// {@link Forget}.
public sealed interface SourceCommand {
  /// Counts all there is to send; answered by `Counted`, at any time later.
  record Count() implements SourceCommand {}

  /// Goes on through what there is to send; answered by `Walked`.
  ///
  /// @param max entries at most
  record Walk(int max) implements SourceCommand {}

  /// Opens the file and looks at it; answered by `Opened` or `Unavailable`.
  ///
  /// @param hashes whether the file's SHA-256 is to be computed beside the range hashes
  /// @param pieces how to cut it, where the receiver has pieces of it
  record Open(ManifestEntry entry, Hashes hashes, Optional<Pieces> pieces)
      implements SourceCommand {}

  /// @param average how long pieces are
  record Pieces(Base base, int average) {
    /// How much of the file is searched at a time.
    public int windowBytes() {
      return FileReads.window(average);
    }
  }

  /// The receiver has these pieces of the file. No answer.
  record Learn(int id, List<Piece> pieces) implements SourceCommand {
    public Learn {
      pieces = List.copyOf(pieces);
    }
  }

  /// Looks for pieces that the receiver has from this offset on, over {@link Pieces#windowBytes} bytes; answered by
  /// `Searched`. What is read of them afterwards is what was searched.
  record Search(int id, long offset) implements SourceCommand {}

  /// Fills the block: all of it or nothing. Answered by `Filled` or `Unread`; after the file was unavailable or a
  /// read failed, by `Unread` without an attempt.
  record Read(SendBlock block) implements SourceCommand {}

  /// Reads each of these files and writes a record of it, whatever becomes of it; answered by `Batched`.
  record ReadFiles(SendBatch batch, Hashes hashes) implements SourceCommand {}

  /// Looks at the file once more and closes it; answered by `Closed`. Valid for a file that was unavailable, too.
  record Close(int id) implements SourceCommand {}

  /// Entries below this id are settled. No answer.
  record Forget(int below) implements SourceCommand {}
}
