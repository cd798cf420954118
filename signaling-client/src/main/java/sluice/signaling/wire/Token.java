package sluice.signaling.wire;

import java.util.Base64;
import java.util.random.RandomGenerator;

/// What makes a seat one's own: 16 random bytes, drawn by the client for each place. Not for logs.
///
/// @param base64url 22 characters
public record Token(String base64url) {
  /// Length in bytes.
  public static final int BYTES = 16;

  private static final int CHARACTERS = 22;

  public Token {
    if (!isValid(base64url)) {
      throw new IllegalArgumentException("not a token");
    }
  }

  /// A fresh token; the generator must be a secure one outside of simulations.
  public static Token random(RandomGenerator random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new Token(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /// Whether the text is a token.
  public static boolean isValid(String text) {
    return text.length() == CHARACTERS && Base64Text.isCanonical(text);
  }

  @Override
  public String toString() {
    return "token";
  }
}
