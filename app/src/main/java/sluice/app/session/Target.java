package sluice.app.session;

import java.util.Optional;
import sluice.app.files.DestinationOptions;
import sluice.app.files.SyncTarget;
import sluice.app.streams.StreamDestination;
import sluice.app.streams.StreamSource;

/// Where a receiver puts what it receives.
public sealed interface Target {
  /// Into files.
  ///
  /// @param output the folder, or the name for a single file; nothing for the current folder
  /// @param options what is done beside storing bytes
  record Files(Optional<String> output, DestinationOptions options) implements Target {
    public Files(Optional<String> output) {
      this(output, DestinationOptions.PLAIN);
    }
  }

  /// Into a directory that becomes like the sender's.
  ///
  /// @param options what is done beside storing bytes
  record Sync(SyncTarget.Wish wish, DestinationOptions options) implements Target {}

  /// To a reader: one stream, or the bytes of one file.
  ///
  /// @param name for people
  record Reader(String name, StreamDestination.Opener opener) implements Target {}

  /// A stream each way.
  record Pipe(StreamSource.Opener in, StreamDestination.Opener out) implements Target {}
}
