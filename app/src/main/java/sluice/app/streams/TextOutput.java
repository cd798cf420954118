package sluice.app.streams;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.Limits;

/// Gathers a text, and hands it on when it is whole. What is not UTF-8 in it becomes U+FFFD.
public final class TextOutput implements StreamOutput {
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private final Consumer<String> reader;

  /// @param reader is handed the text as it came: it has to make it safe to show
  public TextOutput(Consumer<String> reader) {
    this.reader = reader;
  }

  @Override
  public String name() {
    return "the screen";
  }

  @Override
  public void write(byte[] bytes, int at, int length) throws IOException {
    if (text.size() + length > Limits.TEXT_BYTES) {
      throw new IOException("the text is too long");
    }
    text.write(bytes, at, length);
  }

  @Override
  public @Nullable String finish() {
    reader.accept(text.toString(StandardCharsets.UTF_8));
    return null;
  }

  @Override
  public void abort() {}
}
