package sluice.transport.ice;

import java.util.Random;

/// The user name fragment and password of one end (RFC 8839, section 5.4).
public record IceCredentials(String ufrag, String password) {
  private static final String ICE_CHARS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  private static final int MAX_CHARS = 256;

  public IceCredentials {
    if (!valid(ufrag, 4) || !valid(password, 22)) {
      throw new IllegalArgumentException("ICE credentials out of their limits");
    }
  }

  /// Whether these two, as the other end sent them, are usable.
  public static boolean acceptable(String ufrag, String password) {
    return valid(ufrag, 4) && valid(password, 22);
  }

  /// New ones: 48 bits in the fragment and 144 in the password, where RFC 8445 (section 5.3) asks for 24 and 128.
  public static IceCredentials generate(Random random) {
    return new IceCredentials(chars(random, 8), chars(random, 24));
  }

  private static String chars(Random random, int count) {
    var text = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      text.append(ICE_CHARS.charAt(random.nextInt(ICE_CHARS.length())));
    }
    return text.toString();
  }

  private static boolean valid(String text, int minChars) {
    return text.length() >= minChars
        && text.length() <= MAX_CHARS
        && text.chars().allMatch(c -> ICE_CHARS.indexOf(c) >= 0);
  }

  /// Leaves the password out.
  @Override
  public String toString() {
    return "IceCredentials[" + ufrag + "]";
  }
}
