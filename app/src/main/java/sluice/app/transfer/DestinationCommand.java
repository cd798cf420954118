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

  /// Cuts some more of what is there of this file into pieces, in the background; answered by `Cut`. For as long as the
  /// file is not settled, what is there is held on to.
  ///
  /// @param average how long pieces are
  record Cut(int id, int average) implements DestinationCommand {}

  /// What was cut of this file is of no use: the file will not come. No answer.
  record Release(int id) implements DestinationCommand {}

  /// Makes the part file, or goes on with the one that is there. No answer.
  ///
  /// @param hashes whether to compute the file's SHA-256 as well
  record Create(Placed file, Hashes hashes) implements DestinationCommand {}

  /// Writes a block; answered by `Written`.
  record Write(int id, WriteBlock block) implements DestinationCommand {}

  /// These bytes are there already; answered by `Kept`.
  ///
  /// @param at where they are in the file that was cut: in a part file the same place
  /// @param cost credit to return once that is done
  record Keep(int id, long offset, long length, long at, long cost) implements DestinationCommand {}

  /// Compares the hash of the range that ends where the file now ends, or in the last block. No answer if it agrees.
  record CheckRange(int id, long offset, long hashHigh, long hashLow)
      implements DestinationCommand {}

  /// Brings what was written until now to the disk, while later writes go on; answered by `Synced`.
  record Sync(int id) implements DestinationCommand {}

  /// The file is complete: compares the SHA-256 where given, syncs, sets mode and time, publishes. Answered by
  /// `Stored` or `Exists`, or by `NotMade` where it is what stands there already.
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

  /// Lets go of everything. The last command, answered by `Closed`, never by `Failed`. Unless all is done, commands
  /// before it that were not begun need not be done or answered.
  record Close(Leaving how) implements DestinationCommand {}

  /// What becomes of the part directory.
  enum Leaving {
    /// All is done: it goes.
    DONE,
    /// What a later run can go on from stays.
    KEEP,
    /// What came is not to be trusted: it goes.
    REMOVE
  }

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
