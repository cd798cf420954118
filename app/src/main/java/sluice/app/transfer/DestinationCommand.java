package sluice.app.transfer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Work on the receiver's disk. Commands for one file are done in the order given, and final names are given in the
/// order of the manifest. Any of them may be answered by {@link DestinationResult.Failed} instead of what is named
/// here.
public sealed interface DestinationCommand {
  /// Judges names, and looks for conflicts; changes nothing. Answered by `Judged`.
  record Judge(List<Placed> entries) implements DestinationCommand {
    public Judge {
      entries = List.copyOf(entries);
    }
  }

  /// Looks whether all of it can go where it is to go: the target, and its free space. Answered by `Weighed`.
  record Weigh(Totals totals) implements DestinationCommand {}

  /// Makes the part file. No answer.
  ///
  /// @param hashes whether to compute the file's SHA-256 as well
  record Create(Placed file, Hashes hashes) implements DestinationCommand {}

  /// Writes a block; answered by `Written`.
  record Write(int id, WriteBlock block) implements DestinationCommand {}

  /// Compares the hash of the range that ends where the file now ends, or in the last block. No answer if it agrees.
  record CheckRange(int id, long offset, long hashHigh, long hashLow)
      implements DestinationCommand {}

  /// Brings what was written until now to the disk, while later writes go on; answered by `Synced`.
  record Sync(int id) implements DestinationCommand {}

  /// The file is complete: compares the SHA-256 where given, syncs, sets mode and time, publishes. Answered by
  /// `Stored` or `Exists`.
  record Finish(int id, Publication publication, byte @Nullable [] sha256)
      implements DestinationCommand {}

  /// Writes small files, compares their hashes, and publishes them as `Finish` does. Answered by `FilesWritten`, then
  /// by `Stored` or `Exists` for each.
  ///
  /// @param cost credit to return once they are written
  record WriteFiles(List<SmallFile> files, long cost) implements DestinationCommand {
    public WriteFiles {
      files = List.copyOf(files);
    }
  }

  /// @param hashes whether to compute its SHA-256 as well
  record SmallFile(Placed file, FileRecord record, Publication publication, Hashes hashes) {}

  /// Makes a directory, a link, or (for a `Leave`) sets a directory's attributes. Answered by `Stored`, `Exists`, or
  /// `NotMade`.
  record Make(Placed entry, Publication publication) implements DestinationCommand {}

  /// Publishes after `Exists`, with another answer; answered likewise.
  record Publish(int id, Publication publication) implements DestinationCommand {}

  /// Throws the part file away; answered by `Discarded`.
  record Discard(int id) implements DestinationCommand {}

  /// Removes the part directory and what is left in it. The last command, answered by `Closed`, never by `Failed`.
  /// Where `abandoning`, commands before it that were not begun need not be done or answered.
  record Close(boolean abandoning) implements DestinationCommand {}

  /// What a publication may do where the name is taken.
  enum Publication {
    /// Nothing: answer `Exists`.
    NEW_ONLY,
    /// Take the next free name.
    RENAME,
    /// Replace a regular file or a symlink.
    REPLACE
  }
}
