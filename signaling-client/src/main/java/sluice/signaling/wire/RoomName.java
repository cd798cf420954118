package sluice.signaling.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /// The names one behind the other, in base64url.
  static String join(List<RoomName> rooms) {
    ByteBuffer bytes = ByteBuffer.allocate(rooms.size() * BYTES);
    rooms.forEach(room -> bytes.put(room.bytes()));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /// Takes apart what [#join] made; null for anything else.
  static @Nullable List<RoomName> split(String joined) {
    if (!Base64Text.isCanonical(joined)) {
      return null;
    }
    byte[] bytes = Base64.getUrlDecoder().decode(joined);
    if (bytes.length % BYTES != 0 || bytes.length / BYTES > WireLimits.MAX_WATCHED_ROOMS) {
      return null;
    }
    List<RoomName> rooms = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += BYTES) {
      rooms.add(of(Arrays.copyOfRange(bytes, at, at + BYTES)));
    }
    return rooms;
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
