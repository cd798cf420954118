package sluice.signaling.wire;

import java.util.Base64;

/// The secret name of a room: 32 bytes. Who knows it may take a seat there, so it is not for logs.
///
/// @param base64url 43 characters
public record RoomName(String base64url) {
  /// Length in bytes.
  public static final int BYTES = 32;

  private static final int CHARACTERS = 43;

  public RoomName {
    if (!isValid(base64url)) {
      throw new IllegalArgumentException("not a room name");
    }
  }

  /// The room of these 32 bytes.
  public static RoomName of(byte[] bytes) {
    return new RoomName(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /// Whether the text is a room's name.
  public static boolean isValid(String text) {
    return text.length() == CHARACTERS && Base64Text.isCanonical(text);
  }

  /// The 32 bytes.
  public byte[] bytes() {
    return Base64.getUrlDecoder().decode(base64url);
  }

  @Override
  public String toString() {
    return "room";
  }
}
