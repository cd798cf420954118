package sluice.app.streams;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Where a stream goes to. For one thread, but for {@link #abort}.
public interface StreamOutput {
  /// For people: completes "Going to …".
  String name();

  /// Hands all of it on before it returns.
  ///
  /// @throws ReaderClosedException if nobody reads it any more
  void write(byte[] bytes, int at, int length) throws IOException;

  /// The stream has come to its good end.
  ///
  /// @return what went wrong behind it, as a sentence, or null
  @Nullable String finish() throws IOException, InterruptedException;

  /// The stream ends before its end: whoever reads it must not take what came for the whole, as far as
  /// that can be told. Without effect after {@link #finish}. From any thread.
  void abort();

  /// The reader has closed it.
  final class ReaderClosedException extends IOException {
    @java.io.Serial private static final long serialVersionUID = 1L;

    ReaderClosedException(IOException cause) {
      super("its reader closed it", cause);
    }
  }
}
