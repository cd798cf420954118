package sluice.signaling.session;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// AES-256-GCM for one direction and one kind of message, section 5.1: `kind ‖ number[8] ‖
/// ciphertext ‖ tag`, the number being the nonce and the first 9 bytes authenticated with it.
final class FrameCipher {
  static final int HEADER_BYTES = 1 + Long.BYTES;
  static final int TAG_BYTES = 16;

  private static final int NONCE_BYTES = 12;

  private final byte kind;
  private final SecretKeySpec key;

  FrameCipher(byte kind, byte[] key) {
    this.kind = kind;
    this.key = new SecretKeySpec(key, "AES");
  }

  /// Encrypts. Two different plaintexts under one number would give the key away: the caller never
  /// does that.
  byte[] seal(long number, byte[] plaintext) {
    byte[] frame = new byte[HEADER_BYTES + plaintext.length + TAG_BYTES];
    ByteBuffer.wrap(frame).put(kind).putLong(number);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, number, frame);
      cipher.doFinal(plaintext, 0, plaintext.length, frame, HEADER_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES/GCM/NoPadding belongs to every JDK", e);
    }
    return frame;
  }

  /// The number of a frame of this kind, not authenticated yet; negative where it is none.
  long number(byte[] frame) {
    if (frame.length < HEADER_BYTES + TAG_BYTES || frame[0] != kind) {
      return -1;
    }
    return ByteBuffer.wrap(frame).getLong(1);
  }

  /// Decrypts, or gives null for what does not authenticate.
  byte @Nullable [] open(byte[] frame) {
    long number = number(frame);
    if (number < 0) {
      return null;
    }
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, number, frame);
      return cipher.doFinal(frame, HEADER_BYTES, frame.length - HEADER_BYTES);
    } catch (AEADBadTagException forged) {
      return null;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES/GCM/NoPadding belongs to every JDK", e);
    }
  }

  private Cipher cipher(int mode, long number, byte[] frame) throws GeneralSecurityException {
    byte[] nonce =
        ByteBuffer.allocate(NONCE_BYTES).putLong(NONCE_BYTES - Long.BYTES, number).array();
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, nonce));
    cipher.updateAAD(frame, 0, HEADER_BYTES);
    return cipher;
  }
}
