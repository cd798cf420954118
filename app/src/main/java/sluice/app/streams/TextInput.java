package sluice.app.streams;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A text as a stream.
public final class TextInput implements StreamInput {
  private final byte[] text;
  private int taken;

  public TextInput(String text) {
    this.text = text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public int read(byte[] bytes, int at, int length) {
    int count = Math.min(length, text.length - taken);
    if (count == 0) {
      return -1;
    }
    System.arraycopy(text, taken, bytes, at, count);
    taken += count;
    return count;
  }

  @Override
  public boolean isReady() {
    return taken < text.length;
  }

  @Override
  public @Nullable String verdict() {
    return null;
  }

  @Override
  public void close() {}
}
