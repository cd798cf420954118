package sluice.signaling.wire;

/// Checks text in base64url without padding (RFC 4648, section 5).
final class Base64Text {
  private Base64Text() {}

  /// Whether the text stands for bytes, each sequence of bytes having exactly one such text.
  static boolean isCanonical(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (value(text.charAt(i)) < 0) {
        return false;
      }
    }
    // RFC 4648, section 3.5: the unused bits of the last character MUST be zero; else one payload
    // would have several texts.
    return switch (text.length() % 4) {
      case 0 -> true;
      case 2 -> (value(text.charAt(text.length() - 1)) & 15) == 0;
      case 3 -> (value(text.charAt(text.length() - 1)) & 3) == 0;
      default -> false;
    };
  }

  private static int value(char c) {
    if (c >= 'A' && c <= 'Z') {
      return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
      return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
      return c - '0' + 52;
    }
    return c == '-' ? 62 : c == '_' ? 63 : -1;
  }
}
