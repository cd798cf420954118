package sluice.app.cli;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/// Percent-encoding (RFC 3986, section 2.1), in user names and passwords of URIs.
final class Percent {
  private Percent() {}

  /// The text meant; as it stands where a percent sign stands for itself.
  static String decode(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException literal) {
      return text;
    }
  }
}
