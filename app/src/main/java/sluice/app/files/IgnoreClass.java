package sluice.app.files;

import java.util.Locale;

/// A bracket expression: `[a-z]`, `[!x]`, `[[:digit:]]` (glob(7)).
final class IgnoreClass {
  private IgnoreClass() {}

  /// Behind the closing bracket of the expression that begins here, or -1 where there is none.
  static int end(String glob, int at) {
    int i = at + 1;
    if (i < glob.length() && (glob.charAt(i) == '!' || glob.charAt(i) == '^')) {
      i++;
    }
    // A bracket that comes first is one of the characters.
    if (i < glob.length() && glob.charAt(i) == ']') {
      i++;
    }
    while (i < glob.length() && glob.charAt(i) != ']') {
      int named = glob.startsWith("[:", i) ? glob.indexOf(":]", i + 2) : -1;
      if (named >= 0) {
        i = named + 2;
      } else {
        i += glob.charAt(i) == '\\' ? 2 : 1;
      }
    }
    return i < glob.length() ? i + 1 : -1;
  }

  static boolean contains(String glob, int at, int end, char c) {
    int i = at + 1;
    boolean negated = glob.charAt(i) == '!' || glob.charAt(i) == '^';
    if (negated) {
      i++;
    }
    boolean found = false;
    int last = end - 1;
    while (i < last) {
      int named = glob.startsWith("[:", i) ? glob.indexOf(":]", i + 2) : -1;
      if (named >= 0) {
        found |= isNamed(glob.substring(i + 2, named), c);
        i = named + 2;
        continue;
      }
      int lowAt = glob.charAt(i) == '\\' && i + 1 < last ? i + 1 : i;
      char low = glob.charAt(lowAt);
      i = lowAt + 1;
      char high = low;
      if (i + 1 < last && glob.charAt(i) == '-') {
        int highAt = glob.charAt(i + 1) == '\\' && i + 2 < last ? i + 2 : i + 1;
        high = glob.charAt(highAt);
        i = highAt + 1;
      }
      found |= low <= c && c <= high;
    }
    return found != negated;
  }

  /// As in the C locale.
  private static boolean isNamed(String name, char c) {
    boolean lower = c >= 'a' && c <= 'z';
    boolean upper = c >= 'A' && c <= 'Z';
    boolean digit = c >= '0' && c <= '9';
    boolean graph = c > 0x20 && c < 0x7f;
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "alpha" -> lower || upper;
      case "digit" -> digit;
      case "alnum" -> lower || upper || digit;
      case "lower" -> lower;
      case "upper" -> upper;
      case "space" -> c == ' ' || (c >= 0x09 && c <= 0x0d);
      case "blank" -> c == ' ' || c == '\t';
      case "punct" -> graph && !(lower || upper || digit);
      case "graph" -> graph;
      case "print" -> graph || c == ' ';
      case "cntrl" -> c < 0x20 || c == 0x7f;
      case "xdigit" -> digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
      default -> false;
    };
  }
}
