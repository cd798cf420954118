package sluice.app;

/// Makes text of unknown origin safe to show: names of files, messages of the other side, reasons of
/// a relay.
///
/// What could move the cursor, change colours, reorder the line or hide itself becomes a visible
/// code point in braces: control characters (C0, C1, DEL), line and paragraph separators, every format character
/// (among them the bidirectional controls of Unicode's report 9 and the invisible tags), surrogates
/// without a partner, private and unassigned code points. The zero-width joiner stays between two
/// visible characters, since emoji are made with it.
public final class Escaper {
  /// The longest text that is shown, in code points; what is beyond becomes an ellipsis.
  public static final int MAX_CODE_POINTS = 1024;

  private static final int ZERO_WIDTH_JOINER = 0x200d;

  private Escaper() {}

  /// The text on one line, fit for a terminal and for a log.
  public static String escape(String text) {
    return isPlainAscii(text) ? text : escape(text, MAX_CODE_POINTS, "");
  }

  /// All of the text, with its lines and tabulators.
  public static String escapeLines(String text) {
    return escape(text.replace("\r\n", "\n"), Integer.MAX_VALUE, "\n\t");
  }

  /// @param kept controls that stay
  private static String escape(String text, int maxCodePoints, String kept) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    int shown = 0;
    for (int at = 0; at < text.length(); shown++) {
      if (shown == maxCodePoints) {
        return safe.append('…').toString();
      }
      int codePoint = text.codePointAt(at);
      int after = at + Character.charCount(codePoint);
      if (isHarmless(codePoint) || kept.indexOf(codePoint) >= 0 || joinsEmoji(text, at, after)) {
        safe.appendCodePoint(codePoint);
      } else {
        safe.append("\\u{").append(Integer.toHexString(codePoint)).append('}');
      }
      at = after;
    }
    return safe.toString();
  }

  private static boolean isPlainAscii(String text) {
    if (text.length() > MAX_CODE_POINTS) {
      return false;
    }
    for (int at = 0; at < text.length(); at++) {
      char character = text.charAt(at);
      if (character < ' ' || character > '~') {
        return false;
      }
    }
    return true;
  }

  private static boolean isHarmless(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  private static boolean joinsEmoji(String text, int at, int after) {
    return text.codePointAt(at) == ZERO_WIDTH_JOINER
        && at > 0
        && after < text.length()
        && isPictographOrSelector(text.codePointBefore(at))
        && Character.isEmoji(text.codePointAt(after));
  }

  private static boolean isPictographOrSelector(int codePoint) {
    return Character.isEmoji(codePoint) || codePoint == 0xfe0f;
  }
}
