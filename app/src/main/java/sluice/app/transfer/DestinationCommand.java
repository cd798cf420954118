package sluice.app.transfer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Work on the receiver's disk. Commands for one file are done in the order given. Any of them may be answered by
/// {@link DestinationResult.Failed} instead of what is named here.
public sealed interface DestinationCommand {
  /// Judges the names, looks for conflicts, and for space; changes nothing. Answered by `Planned`.
  record Plan(List<ManifestEntry> entries) implements DestinationCommand {}

  /// Makes the part file. No answer.
  ///
  /// @param hashes whether to compute the file's SHA-256 as well
  record Create(ManifestEntry entry, Hashes hashes) implements DestinationCommand {}

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
