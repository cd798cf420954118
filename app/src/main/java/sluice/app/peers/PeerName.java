package sluice.app.peers;

import java.util.regex.Pattern;

/// What this machine calls a paired peer. The other side never learns it.
///
/// @param text 1 to 63 letters, digits, `.`, `_` and `-`, beginning with a letter or digit: it names a
///     file, and stands before the colon of `NAME:PATH`
public record PeerName(String text) implements Comparable<PeerName> {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  public PeerName {
    if (!isValid(text)) {
      throw new IllegalArgumentException("not a peer's name");
    }
  }

  /// Whether the text may be a name.
  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public int compareTo(PeerName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
