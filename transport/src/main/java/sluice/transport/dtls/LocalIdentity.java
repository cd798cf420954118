package sluice.transport.dtls;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;

/// What this end proves itself with: an ECDSA P-256 key and a certificate that it signed itself.
/// Every WebRTC peer must know that curve (RFC 8827, section 6.5). Nobody is meant to recognise it
/// later: make a new one for each session.
public final class LocalIdentity {

  /// Clocks of peers differ; few stacks look at the dates at all.
  private static final Duration VALID_BEFORE = Duration.ofDays(1);

  private static final Duration VALID_AFTER = Duration.ofDays(30);

  private final PrivateKey privateKey;
  private final byte[] certificateDer;

  private LocalIdentity(PrivateKey privateKey, byte[] certificateDer) {
    this.privateKey = privateKey;
    this.certificateDer = certificateDer;
  }

  /// Makes a key and its certificate, valid from a day before `now` to thirty days after it.
  public static LocalIdentity generate(SecureRandom random, Instant now) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      KeyPair keys = generator.generateKeyPair();
      return new LocalIdentity(
          keys.getPrivate(),
          SelfSignedCertificate.write(
              keys, now.minus(VALID_BEFORE), now.plus(VALID_AFTER), random));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot make a P-256 certificate", e);
    }
  }

  /// The fingerprint to put into our session description.
  public Fingerprint fingerprint() {
    return Fingerprint.of(Fingerprint.Algorithm.SHA_256, certificateDer);
  }

  PrivateKey privateKey() {
    return privateKey;
  }

  byte[] certificateDer() {
    return certificateDer;
  }
}
