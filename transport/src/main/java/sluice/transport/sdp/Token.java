package sluice.transport.sdp;

/// The alphabets of SDP values.
final class Token {
  private static final int MAX_TOKEN_CHARACTERS = 256;

  private Token() {}

  /// RFC 8866, section 9: `token-char`.
  static boolean isToken(String value) {
    return !value.isEmpty()
        && value.length() <= MAX_TOKEN_CHARACTERS
        && value.chars().allMatch(Token::isTokenCharacter);
  }

  private static boolean isTokenCharacter(int c) {
    return c > ' ' && c < 0x7F && "\"(),/:;<=>?@[\\]".indexOf(c) < 0;
  }

  /// RFC 8839, section 5.4: `ice-char`, at least so many and at most 256.
  static boolean isIceString(String value, int leastCharacters) {
    return value.length() >= leastCharacters
        && value.length() <= 256
        && value
            .chars()
            .allMatch(
                c ->
                    c < 0x7F
                        && (Character.isLetterOrDigit(c)
                            || c == '+'
                            || c == '/'
                            || c == '-'
                            || c == '_'
                            || c == '='));
  }

  /// Characters that can be shown and end no line.
  static boolean isPrintable(String value) {
    return value.chars().allMatch(c -> c >= ' ' && c < 0x7F);
  }
}
