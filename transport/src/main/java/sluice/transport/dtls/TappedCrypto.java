package sluice.transport.dtls;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.jcajce.util.DefaultJcaJceHelper;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.EncryptionAlgorithm;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsCipher;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.TlsImplUtils;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.jspecify.annotations.Nullable;

/// BouncyCastle's TLS on the ciphers of the JDK, which are ten times faster than its own; and the
/// place where a copy of the session's keys leaves the handshake.
final class TappedCrypto extends JcaTlsCrypto {

  private final AtomicReference<@Nullable SessionKeys> keys = new AtomicReference<>();

  TappedCrypto(SecureRandom random) {
    super(new DefaultJcaJceHelper(), random, random);
  }

  /// The handshake calls this once, when it has the master secret.
  @Override
  public TlsCipher createCipher(
      TlsCryptoParameters parameters, int encryptionAlgorithm, int macAlgorithm)
      throws IOException {
    int keyBytes =
        switch (encryptionAlgorithm) {
          case EncryptionAlgorithm.AES_128_GCM -> 16;
          case EncryptionAlgorithm.AES_256_GCM -> 32;
          default -> throw new TlsFatalAlert(AlertDescription.handshake_failure);
        };
    byte[] keyBlock =
        TlsImplUtils.calculateKeyBlock(parameters, SessionKeys.keyBlockBytes(keyBytes));
    keys.set(SessionKeys.cut(keyBlock, parameters.isServer() ? DtlsRole.SERVER : DtlsRole.CLIENT));
    return super.createCipher(parameters, encryptionAlgorithm, macAlgorithm);
  }

  /// The keys, once. To be trusted only after the handshake has come to its end.
  SessionKeys takeKeys() {
    SessionKeys taken = keys.getAndSet(null);
    if (taken == null) {
      throw new IllegalStateException("the handshake ended without keys");
    }
    return taken;
  }
}
