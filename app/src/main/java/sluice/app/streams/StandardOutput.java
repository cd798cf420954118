package sluice.app.streams;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/// Standard output, unbuffered. Its reader sees the end when the process ends, so an aborted stream is
/// told by the exit code alone.
public final class StandardOutput implements StreamOutput {
  /// What the JDK says to EPIPE.
  private static final String READER_GONE = "Broken pipe";

  private final OutputStream out;

  public StandardOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public String name() {
    return "standard output";
  }

  @Override
  public void write(byte[] bytes, int at, int length) throws IOException {
    try {
      out.write(bytes, at, length);
      out.flush();
    } catch (IOException refused) {
      throw READER_GONE.equals(refused.getMessage()) ? new ReaderClosedException(refused) : refused;
    }
  }

  @Override
  public @Nullable String finish() {
    return null;
  }

  @Override
  public void abort() {}
}
