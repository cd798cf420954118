package sluice.signaling.pake;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// What two shares lead to, before it is known with whom: the identities make the keys of it.
public final class Spake2Agreement {
  private static final int HALF_BYTES = 16;

  private final byte[] pA;
  private final byte[] pB;
  private final byte[] k;
  private final byte[] w;

  Spake2Agreement(byte[] pA, byte[] pB, byte[] k, byte[] w) {
    this.pA = pA;
    this.pB = pB;
    this.k = k;
    this.w = w;
  }

  /// The keys for these identities.
  ///
  /// @param idA identity of side A
  /// @param idB identity of side B
  public Spake2Keys keys(byte[] idA, byte[] idB) {
    byte[] tt = transcript(idA, idB);
    // RFC 9382, section 4: "Ke || Ka = Hash(TT)", "KcA || KcB = KDF(Ka, nil, "ConfirmationKeys")".
    byte[] hash = sha256(tt);
    byte[] ke = Arrays.copyOf(hash, HALF_BYTES);
    byte[] ka = Arrays.copyOfRange(hash, HALF_BYTES, 2 * HALF_BYTES);
    byte[] kc = Hkdf.derive(ka, "", "ConfirmationKeys", 2 * HALF_BYTES);
    byte[] kcA = Arrays.copyOf(kc, HALF_BYTES);
    byte[] kcB = Arrays.copyOfRange(kc, HALF_BYTES, 2 * HALF_BYTES);
    return new Spake2Keys(
        Octets.of(ke), Octets.of(Hkdf.hmac(kcA, tt)), Octets.of(Hkdf.hmac(kcB, tt)));
  }

  /// RFC 9382, section 3.3: each part preceded by its length, 8 bytes little-endian.
  private byte[] transcript(byte[] idA, byte[] idB) {
    ByteArrayOutputStream tt = new ByteArrayOutputStream();
    for (byte[] part : new byte[][] {idA, idB, pA, pB, k, w}) {
      ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      tt.writeBytes(length.putLong(part.length).array());
      tt.writeBytes(part);
    }
    return tt.toByteArray();
  }

  private static byte[] sha256(byte[] message) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(message);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 belongs to every JDK", e);
    }
  }
}
