package sluice.signaling.lan;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import sluice.signaling.wire.Nameplate;

/// The datagrams of section 8. A query is longer than its answer: nothing is amplified.
sealed interface DiscoveryMessage {
  int QUERY_BYTES = 64;
  int MAX_ANSWER_BYTES = 33;

  /// Who holds this nameplate?
  record Query(long nonce, Nameplate nameplate) implements DiscoveryMessage {
    ByteBuffer bytes() {
      ByteBuffer out = ByteBuffer.allocate(QUERY_BYTES);
      out.putInt(QUERY_MAGIC).put((byte) VERSION).putLong(nonce);
      putNameplate(out, nameplate);
      return out.clear();
    }
  }

  /// I do.
  ///
  /// @param instance random for each holder: one holder heard over several paths is still one
  /// @param relayPort of the relay inside the holder
  record Answer(long nonce, long instance, int relayPort, Nameplate nameplate)
      implements DiscoveryMessage {
    ByteBuffer bytes() {
      ByteBuffer out = ByteBuffer.allocate(MAX_ANSWER_BYTES);
      out.putInt(ANSWER_MAGIC).put((byte) VERSION).putLong(nonce);
      out.putLong(instance).putShort((short) relayPort);
      putNameplate(out, nameplate);
      return out.flip();
    }
  }

  int VERSION = 1;
  int QUERY_MAGIC = 0x534c4351;
  int ANSWER_MAGIC = 0x534c4341;
  int HEADER_BYTES = 4 + 1 + 8;

  /// Reads a datagram; null for anything else.
  static @Nullable DiscoveryMessage parse(ByteBuffer in) {
    if (in.remaining() < HEADER_BYTES || in.remaining() > QUERY_BYTES) {
      return null;
    }
    int length = in.remaining();
    int magic = in.getInt();
    if (in.get() != VERSION) {
      return null;
    }
    long nonce = in.getLong();
    if (magic == QUERY_MAGIC && length == QUERY_BYTES) {
      Nameplate nameplate = nameplate(in);
      return nameplate == null ? null : new Query(nonce, nameplate);
    }
    if (magic != ANSWER_MAGIC || in.remaining() < 8 + 2) {
      return null;
    }
    long instance = in.getLong();
    int port = in.getShort() & 0xffff;
    Nameplate nameplate = nameplate(in);
    return nameplate == null || port == 0 || in.hasRemaining()
        ? null
        : new Answer(nonce, instance, port, nameplate);
  }

  private static void putNameplate(ByteBuffer out, Nameplate nameplate) {
    byte[] digits = nameplate.digits().getBytes(StandardCharsets.US_ASCII);
    out.put((byte) digits.length).put(digits);
  }

  private static @Nullable Nameplate nameplate(ByteBuffer in) {
    if (!in.hasRemaining()) {
      return null;
    }
    int length = in.get() & 0xff;
    if (length > in.remaining()) {
      return null;
    }
    byte[] digits = new byte[length];
    in.get(digits);
    String text = new String(digits, StandardCharsets.ISO_8859_1);
    return Nameplate.isValid(text) ? new Nameplate(text) : null;
  }
}
