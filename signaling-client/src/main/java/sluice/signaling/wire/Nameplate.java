package sluice.signaling.wire;

/// The public number of a code: 1 to 9 digits, the first of them not 0. The only part of a code that
/// a relay ever sees.
///
/// @param digits in ASCII
public record Nameplate(String digits) {
  private static final int MAX_DIGITS = 9;

  public Nameplate {
    if (!isValid(digits)) {
      throw new IllegalArgumentException("not a nameplate");
    }
  }

  /// Whether the text is a nameplate.
  public static boolean isValid(String text) {
    if (text.isEmpty() || text.length() > MAX_DIGITS || text.charAt(0) == '0') {
      return false;
    }
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  @Override
  public String toString() {
    return digits;
  }
}
