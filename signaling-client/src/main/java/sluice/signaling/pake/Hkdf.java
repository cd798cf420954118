package sluice.signaling.pake;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// HKDF (RFC 5869) and HMAC (RFC 2104) with SHA-256.
public final class Hkdf {
  private Hkdf() {}

  /// Extract and expand.
  ///
  /// @param keyMaterial the input keying material
  /// @param salt ASCII; empty for none
  /// @param info context
  /// @param lengthBytes of the output, at most 8,160
  public static byte[] derive(byte[] keyMaterial, String salt, byte[] info, int lengthBytes) {
    HKDFParameterSpec.Builder input = HKDFParameterSpec.ofExtract().addIKM(keyMaterial);
    if (!salt.isEmpty()) {
      input.addSalt(salt.getBytes(StandardCharsets.US_ASCII));
    }
    try {
      return KDF.getInstance("HKDF-SHA256").deriveData(input.thenExpand(info, lengthBytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HKDF-SHA256 belongs to every JDK", e);
    }
  }

  /// The same with an ASCII context.
  public static byte[] derive(byte[] keyMaterial, String salt, String info, int lengthBytes) {
    return derive(keyMaterial, salt, info.getBytes(StandardCharsets.US_ASCII), lengthBytes);
  }

  static byte[] hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("HmacSHA256 belongs to every JDK", e);
    }
  }
}
