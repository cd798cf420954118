package sluice.app.transfer;

/// Work on the sender's disk, to be done in the order given and answered by one {@link SourceResult} each.
public sealed interface SourceCommand {
  /// Opens the file and looks at it; answered by `Opened` or `Unavailable`.
  ///
  /// @param hashes whether the file's SHA-256 is to be computed beside the range hashes
  record Open(ManifestEntry entry, Hashes hashes) implements SourceCommand {}

  /// Fills the block: all of it or nothing. Answered by `Filled` or `Unread`; after the file was unavailable or a
  /// read failed, by `Unread` without an attempt.
  record Read(SendBlock block) implements SourceCommand {}

  /// Looks at the file once more and closes it; answered by `Closed`. Valid for a file that was unavailable, too.
  record Close(int id) implements SourceCommand {}
}
