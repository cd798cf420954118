package sluice.app.transfer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came of a {@link DestinationCommand}.
public sealed interface DestinationResult {
  /// @param destination the directory or file to store into, for people
  /// @param conflicts ids whose target exists
  /// @param irreplaceable those of them where it is a directory or the like, which is never replaced
  record Planned(String destination, List<Integer> conflicts, List<Integer> irreplaceable)
      implements DestinationResult {}

  record Written(int id, WriteBlock block) implements DestinationResult {}

  /// @param bytes of this file that are now durable, counted from its beginning
  record Synced(int id, long bytes) implements DestinationResult {}

  /// @param name the file's last path component as stored
  record Stored(int id, FileName name, FileName path, byte @Nullable [] sha256)
      implements DestinationResult {}

  /// The name is taken; the part file is complete and waits for `Publish` or `Discard`.
  record Exists(int id) implements DestinationResult {}

  record Discarded(int id) implements DestinationResult {}

  /// Ends the transfer.
  ///
  /// @param id the file it is about, or -1
  /// @param sentence for people, this side's; names are escaped in it
  record Failed(ErrorCode code, int id, String sentence) implements DestinationResult {}

  /// A sentence for the user; the work goes on.
  record Warning(String sentence) implements DestinationResult {}

  record Closed() implements DestinationResult {}
}
