package sluice.app.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Standard output that remembers why it could not be written: a print stream around it only tells
/// that something failed.
final class WatchedOutput extends OutputStream {
  /// What the JDK says to EPIPE.
  private static final String READER_GONE = "Broken pipe";

  private final OutputStream out;
  private volatile @Nullable IOException failure;

  WatchedOutput(OutputStream out) {
    this.out = out;
  }

  /// Why it could not be written, or nothing; nothing as well where its reader went away.
  Optional<String> obstacle() {
    IOException last = failure;
    return last == null
        ? Optional.empty()
        : Optional.of(String.valueOf(last.getMessage())).filter(text -> !text.equals(READER_GONE));
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException failed) {
      failure = failed;
      throw failed;
    }
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }
}
