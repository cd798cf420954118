package sluice.signaling.session;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import sluice.signaling.Pairing;
import sluice.signaling.code.WordList;
import sluice.signaling.pake.Hkdf;
import sluice.signaling.pake.Octets;
import sluice.signaling.wire.Role;
import sluice.signaling.wire.RoomName;

/// What a proven PAKE run gives, section 4: each by its own name from Ke.
final class SessionKeys {
  private static final String SALT = "sluice/1 session";
  private static final int KEY_BYTES = 32;
  private static final int VERIFY_BYTES = 16;
  private static final int VERIFY_WORDS = 4;

  private final Octets ke;

  SessionKeys(Octets ke) {
    this.ke = ke;
  }

  RoomName room() {
    return RoomName.of(derive("room", RoomName.BYTES));
  }

  byte[] frames(Role sender) {
    return derive("frames " + name(sender), KEY_BYTES);
  }

  byte[] acks(Role sender) {
    return derive("acks " + name(sender), KEY_BYTES);
  }

  /// What a pairing for good is kept by, section 9.
  byte[] pairingSecret(Octets maker, Octets joiner) {
    ByteArrayOutputStream info = new ByteArrayOutputStream();
    info.writeBytes("pair".getBytes(StandardCharsets.US_ASCII));
    Identity.field(info, maker.toArray());
    Identity.field(info, joiner.toArray());
    return Hkdf.derive(ke.toArray(), SALT, info.toByteArray(), Pairing.SECRET_BYTES);
  }

  byte[] resumeSecret() {
    return derive("resume", KEY_BYTES);
  }

  List<String> verificationWords() {
    BigInteger rest = new BigInteger(1, derive("verify", VERIFY_BYTES));
    BigInteger base = BigInteger.valueOf(WordList.SIZE);
    List<String> words = new ArrayList<>();
    for (int i = 0; i < VERIFY_WORDS; i++) {
      words.add(WordList.word(rest.mod(base).intValue()));
      rest = rest.divide(base);
    }
    Collections.reverse(words);
    return List.copyOf(words);
  }

  private byte[] derive(String info, int lengthBytes) {
    return Hkdf.derive(ke.toArray(), SALT, info, lengthBytes);
  }

  private static String name(Role role) {
    return switch (role) {
      case MAKER -> "maker";
      case JOINER -> "joiner";
    };
  }
}
