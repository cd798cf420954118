package sluice.app.transfer;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

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

  /// The name for people: characters that a terminal might obey, or that reorder text, and bytes that are not UTF-8
  /// appear as `\x1b` or as their code point in braces. Not to be parsed back.
  public String display() {
    return text == null ? displayBytes() : escape(text);
  }

  /// Makes text from the other side harmless to show, in the same way.
  public static String escape(String text) {
    StringBuilder shown = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(point -> appendEscaped(shown, point));
    return shown.toString();
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
    return shown.toString();
  }

  private static void appendEscaped(StringBuilder shown, int point) {
    if (!isDeceptive(point)) {
      shown.appendCodePoint(point);
    } else if (point < 0x80) {
      shown.append("\\x").append(HexFormat.of().toHexDigits((byte) point));
    } else {
      shown.append("\\u{").append(Integer.toHexString(point)).append('}');
    }
  }

  /// Whether a character may steer a terminal, break a line or reorder the text around it.
  public static boolean isDeceptive(int point) {
    return point < 0x20
        || (point >= 0x7f && point < 0xa0)
        || point == 0x2028
        || point == 0x2029
        || (point >= 0x202a && point <= 0x202e)
        || (point >= 0x2066 && point <= 0x2069)
        || (point >= 0xd800 && point <= 0xdfff);
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
