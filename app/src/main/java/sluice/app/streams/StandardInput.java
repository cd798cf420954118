package sluice.app.streams;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Standard input, unbuffered.
public final class StandardInput implements StreamInput {
  private final InputStream in;

  public StandardInput(InputStream in) {
    this.in = in;
  }

  @Override
  public int read(byte[] bytes, int at, int length) throws IOException {
    return in.read(bytes, at, length);
  }

  @Override
  public boolean isReady() throws IOException {
    return in.available() > 0;
  }

  @Override
  public @Nullable String verdict() {
    return null;
  }

  /// The process's own descriptor stays open: whoever gave it to us may need it.
  @Override
  public void close() {}
}
