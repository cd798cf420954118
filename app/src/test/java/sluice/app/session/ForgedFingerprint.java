package sluice.app.session;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sluice.transport.PeerEvent;

/// Another certificate's fingerprint in a session description.
final class ForgedFingerprint {
  private static final Pattern DIGITS = Pattern.compile("(a=fingerprint:\\S+ )([0-9A-Fa-f]{2})(:)");

  private ForgedFingerprint() {}

  /// The event with a forged description, if it is one.
  static PeerEvent in(PeerEvent event) {
    if (!(event instanceof PeerEvent.LocalDescription(String description))) {
      return event;
    }
    Matcher matcher = DIGITS.matcher(description);
    if (!matcher.find()) {
      throw new IllegalArgumentException("no fingerprint in " + description);
    }
    String other = matcher.group(2).equals("00") ? "01" : "00";
    return new PeerEvent.LocalDescription(matcher.replaceFirst("$1" + other + "$3"));
  }
}
