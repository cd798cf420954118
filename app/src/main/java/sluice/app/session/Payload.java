package sluice.app.session;

import java.util.List;
import sluice.app.files.SourceOptions;
import sluice.app.streams.StreamDestination;
import sluice.app.streams.StreamSource;
import sluice.app.sync.SyncTerms;

/// What a sender sends.
public sealed interface Payload {
  /// Files and directories, by their paths as the user gave them.
  ///
  /// @param options what is taken along
  record Files(List<String> paths, SourceOptions options) implements Payload {
    public Files {
      paths = List.copyOf(paths);
    }

    public Files(List<String> paths) {
      this(paths, SourceOptions.PLAIN);
    }
  }

  /// What lies in one directory, for the other side to become like it.
  ///
  /// @param options what is taken along
  /// @param comparing when two files are taken for the same
  record Sync(String path, SourceOptions options, SyncTerms.Comparing comparing)
      implements Payload {}

  /// A stream, whose length nobody knows before its end.
  ///
  /// @param name offered unless the user names another
  /// @param opener opens it when the other side has accepted
  record Stream(String name, StreamSource.Opener opener) implements Payload {}

  /// A text, to be shown at the other side.
  record Text(String text) implements Payload {}

  /// A stream each way.
  record Pipe(StreamSource.Opener in, StreamDestination.Opener out) implements Payload {}
}
