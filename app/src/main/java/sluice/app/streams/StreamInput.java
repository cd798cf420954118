package sluice.app.streams;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What a stream comes from. For one thread, but for {@link #close}.
public interface StreamInput {
  /// Waits for at least one byte and returns as many as are there.
  ///
  /// @return how many, or -1 at the end
  int read(byte[] bytes, int at, int length) throws IOException;

  /// Whether more bytes are there without waiting.
  boolean isReady() throws IOException;

  /// After the end: why this is not all, as a sentence, or null if it is.
  @Nullable String verdict() throws InterruptedException;

  /// Lets go of it, at any time and from any thread. A read that waits may go on waiting.
  void close();
}
