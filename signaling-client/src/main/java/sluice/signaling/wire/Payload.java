package sluice.signaling.wire;

import java.util.Base64;

/// What one end says to the other; opaque to a relay, which forwards the text as it came.
///
/// @param base64url at most [WireLimits#MAX_PAYLOAD_BYTES] when decoded
public record Payload(String base64url) {
  private static final int MAX_CHARACTERS = (WireLimits.MAX_PAYLOAD_BYTES * 4 + 2) / 3;

  public Payload {
    if (!isValid(base64url)) {
      throw new IllegalArgumentException("not a payload");
    }
  }

  /// The payload of these bytes.
  public static Payload of(byte[] bytes) {
    return new Payload(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /// Whether the text is a payload.
  public static boolean isValid(String text) {
    return text.length() <= MAX_CHARACTERS && Base64Text.isCanonical(text);
  }

  /// The bytes, a fresh array.
  public byte[] bytes() {
    return Base64.getUrlDecoder().decode(base64url);
  }

  @Override
  public String toString() {
    return "payload of " + base64url.length() * 3 / 4 + " bytes";
  }
}
