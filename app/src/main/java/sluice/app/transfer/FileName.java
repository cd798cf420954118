package sluice.app.transfer;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import sluice.app.Escaper;

/// A file's name or path, as the bytes that a file system keeps. Mostly UTF-8, but a Linux name may be any bytes but
/// NUL; such a name has no {@link #text}.
///
/// Says nothing about whether the name is safe to use: that is decided in one place, `PathGuard`.
public final class FileName {
  private final byte[] bytes;
  private final @Nullable String text;

  private FileName(byte[] bytes, @Nullable String text) {
    this.bytes = bytes;
    this.text = text;
  }

  /// @throws IllegalArgumentException if the text holds half a surrogate pair
  public static FileName of(String text) {
    try {
      ByteBuffer encoded =
          StandardCharsets.UTF_8
              .newEncoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return new FileName(bytes, text);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not a sequence of Unicode characters", e);
    }
  }

  public static FileName ofBytes(byte[] bytes) {
    byte[] copy = bytes.clone();
    return new FileName(copy, decode(copy));
  }

  private static @Nullable String decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  public int length() {
    return bytes.length;
  }

  /// The name as text, or null where its bytes are not UTF-8.
  public @Nullable String text() {
    return text;
  }

  /// The name for people: made harmless and cut by {@link Escaper}; where the bytes are not UTF-8, those beyond ASCII
  /// appear as `\xff`. Not to be parsed back.
  public String display() {
    return text == null ? displayBytes() : Escaper.escape(text);
  }

  private String displayBytes() {
    StringBuilder shown = new StringBuilder(bytes.length * 2);
    for (byte b : bytes) {
      if (b >= 0x20 && b < 0x7f) {
        shown.append((char) b);
      } else {
        shown.append("\\x").append(HexFormat.of().toHexDigits(b));
      }
    }
    return Escaper.escape(shown.toString());
  }

  /// The order of names in a manifest: byte by byte, as unsigned numbers.
  public int compareBytes(FileName other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  /// Whether it begins with a dot.
  public boolean isHidden() {
    return bytes.length > 0 && bytes[0] == '.';
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FileName name && Arrays.equals(bytes, name.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /// As {@link #display}.
  @Override
  public String toString() {
    return display();
  }
}
