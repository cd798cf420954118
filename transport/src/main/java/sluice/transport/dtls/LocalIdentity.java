package sluice.transport.dtls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// What this end proves itself with: an ECDSA P-256 key and a certificate that it signed itself.
/// Every WebRTC peer must know that curve (RFC 8827, section 6.5). Nobody is meant to recognise it
/// later: make a new one for each session.
public final class LocalIdentity {

  /// Clocks of peers differ; few stacks look at the dates at all.
  private static final Duration VALID_BEFORE = Duration.ofDays(1);

  private static final Duration VALID_AFTER = Duration.ofDays(30);

  private static final int SERIAL_NUMBER_BITS = 63;

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
      return new LocalIdentity(keys.getPrivate(), selfSigned(keys, random, now));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this JDK cannot make a P-256 certificate", e);
    }
  }

  private static byte[] selfSigned(KeyPair keys, SecureRandom random, Instant now)
      throws GeneralSecurityException, IOException {
    AlgorithmIdentifier ecdsaWithSha256 =
        new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    X500Name name = new X500Name("CN=sluice");
    V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
    generator.setSerialNumber(new ASN1Integer(new BigInteger(SERIAL_NUMBER_BITS, random)));
    generator.setIssuer(name);
    generator.setSubject(name);
    generator.setSignature(ecdsaWithSha256);
    generator.setStartDate(new Time(Date.from(now.minus(VALID_BEFORE))));
    generator.setEndDate(new Time(Date.from(now.plus(VALID_AFTER))));
    generator.setSubjectPublicKeyInfo(
        SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
    TBSCertificate unsigned = generator.generateTBSCertificate();
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(keys.getPrivate(), random);
    signature.update(unsigned.getEncoded("DER"));
    return new DERSequence(
            new ASN1Encodable[] {unsigned, ecdsaWithSha256, new DERBitString(signature.sign())})
        .getEncoded("DER");
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
