package sluice.app.session;

import java.util.List;
import sluice.app.streams.StreamSource;

/// What a sender sends.
public sealed interface Payload {
  /// Files, by their paths as the user gave them.
  record Files(List<String> paths) implements Payload {
    public Files {
      paths = List.copyOf(paths);
    }
  }

  /// A stream, whose length nobody knows before its end.
  ///
  /// @param name offered unless the user names another
  /// @param opener opens it when the other side has accepted
  record Stream(String name, StreamSource.Opener opener) implements Payload {}
}
