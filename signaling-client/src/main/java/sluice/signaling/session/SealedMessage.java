package sluice.signaling.session;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import sluice.signaling.ByeReason;
import sluice.signaling.RendezvousOptions;
import sluice.signaling.pake.Octets;

/// The plaintext of a sealed frame, section 5.1.
sealed interface SealedMessage {
  int MAX_DATA_BYTES = 32_768;
  int MAX_BYE_BYTES = 256;

  /// The first frame of each side.
  record Hello(int highestVersion, Set<String> features) implements SealedMessage {
    public Hello {
      features = Set.copyOf(features);
    }
  }

  /// Of the application.
  record Data(Octets message) implements SealedMessage {}

  /// The last frame.
  record Bye(ByeReason reason, String text) implements SealedMessage {}

  /// Reads a plaintext; null for what breaks section 5.1.
  static @Nullable SealedMessage parse(byte[] plaintext) {
    if (plaintext.length == 0) {
      return null;
    }
    return switch (plaintext[0]) {
      case 0 -> hello(ByteBuffer.wrap(plaintext, 1, plaintext.length - 1));
      case 1 ->
          plaintext.length - 1 > MAX_DATA_BYTES
              ? null
              : new Data(Octets.of(plaintext, 1, plaintext.length - 1));
      case 2 -> bye(plaintext);
      default -> null;
    };
  }

  /// The plaintext.
  default byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    switch (this) {
      case Hello(int highestVersion, Set<String> features) -> {
        out.write(0);
        out.write(highestVersion);
        out.write(features.size());
        for (String feature : new TreeSet<>(features)) {
          out.write(feature.length());
          out.writeBytes(feature.getBytes(StandardCharsets.US_ASCII));
        }
      }
      case Data(Octets message) -> {
        out.write(1);
        out.writeBytes(message.toArray());
      }
      case Bye(ByeReason reason, String text) -> {
        out.write(2);
        out.write(reason.wireValue());
        out.writeBytes(cut(text));
      }
    }
    return out.toByteArray();
  }

  private static @Nullable SealedMessage hello(ByteBuffer in) {
    if (in.remaining() < 2) {
      return null;
    }
    int highestVersion = in.get() & 0xff;
    int count = in.get() & 0xff;
    if (highestVersion == 0 || count > RendezvousOptions.MAX_FEATURES) {
      return null;
    }
    Set<String> features = new LinkedHashSet<>();
    for (int i = 0; i < count; i++) {
      if (!in.hasRemaining()) {
        return null;
      }
      byte[] name = new byte[in.get() & 0xff];
      if (name.length > in.remaining()) {
        return null;
      }
      in.get(name);
      String feature = new String(name, StandardCharsets.ISO_8859_1);
      if (!RendezvousOptions.isFeature(feature)) {
        return null;
      }
      features.add(feature);
    }
    return in.hasRemaining() ? null : new Hello(highestVersion, features);
  }

  private static @Nullable SealedMessage bye(byte[] plaintext) {
    if (plaintext.length < 2 || plaintext.length > 2 + MAX_BYE_BYTES) {
      return null;
    }
    ByeReason reason = ByeReason.FAILED;
    for (ByeReason known : ByeReason.values()) {
      if (known.wireValue() == (plaintext[1] & 0xff)) {
        reason = known;
      }
    }
    try {
      CharBuffer text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(plaintext, 2, plaintext.length - 2));
      return new Bye(reason, text.toString());
    } catch (CharacterCodingException notUtf8) {
      return null;
    }
  }

  /// At most 256 bytes of UTF-8, no character cut in two.
  private static byte[] cut(String text) {
    ByteBuffer out = ByteBuffer.allocate(MAX_BYE_BYTES);
    StandardCharsets.UTF_8
        .newEncoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .onUnmappableCharacter(CodingErrorAction.REPLACE)
        .encode(CharBuffer.wrap(text), out, true);
    return Arrays.copyOf(out.array(), out.position());
  }
}
