package sluice.app.session;

import java.util.Optional;
import sluice.app.streams.StreamDestination;

/// Where a receiver puts what it receives.
public sealed interface Target {
  /// Into files.
  ///
  /// @param output the folder, or the name for a single file; nothing for the current folder
  record Files(Optional<String> output) implements Target {}

  /// To a reader: one stream, or the bytes of one file.
  ///
  /// @param name for people
  record Reader(String name, StreamDestination.Opener opener) implements Target {}
}
