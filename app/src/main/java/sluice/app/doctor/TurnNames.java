package sluice.app.doctor;

import java.net.URI;

/// How a server is called in a report.
final class TurnNames {
  private TurnNames() {}

  /// The URI without what stands before an `@`: credentials are nobody's business.
  static String of(URI uri) {
    String text = uri.toString();
    int scheme = text.indexOf(':');
    int at = text.lastIndexOf('@');
    return at < 0 ? text : text.substring(0, scheme + 1) + text.substring(at + 1);
  }
}
