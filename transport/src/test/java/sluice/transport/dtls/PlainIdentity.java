package sluice.transport.dtls;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.tls.SignatureAlgorithm;

/// A self-signed certificate as other stacks make them.
record PlainIdentity(PrivateKey privateKey, byte[] certificateDer, short signatureAlgorithm) {

  static PlainIdentity ecdsa() throws Exception {
    return make("EC", 256, "SHA256withECDSA", "1.2.840.10045.4.3.2", SignatureAlgorithm.ecdsa);
  }

  static PlainIdentity rsa() throws Exception {
    return make("RSA", 2048, "SHA256withRSA", "1.2.840.113549.1.1.11", SignatureAlgorithm.rsa);
  }

  @SuppressWarnings("JavaUtilDate") // BouncyCastle's interface.
  private static PlainIdentity make(
      String keyType, int keyBits, String signature, String signatureOid, short tlsSignature)
      throws Exception {
    KeyPairGenerator keys = KeyPairGenerator.getInstance(keyType);
    keys.initialize(keyBits);
    KeyPair pair = keys.generateKeyPair();
    AlgorithmIdentifier algorithm = new AlgorithmIdentifier(new ASN1ObjectIdentifier(signatureOid));
    X500Name name = new X500Name("CN=somebody");
    V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
    generator.setSerialNumber(new ASN1Integer(BigInteger.ONE));
    generator.setIssuer(name);
    generator.setSubject(name);
    generator.setSignature(algorithm);
    // Long over: WebRTC certificates are known by their fingerprints, not by their dates.
    generator.setStartDate(new Time(Date.from(Instant.EPOCH)));
    generator.setEndDate(new Time(Date.from(Instant.EPOCH.plusSeconds(1))));
    generator.setSubjectPublicKeyInfo(
        SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
    TBSCertificate unsigned = generator.generateTBSCertificate();
    Signature signer = Signature.getInstance(signature);
    signer.initSign(pair.getPrivate());
    signer.update(unsigned.getEncoded("DER"));
    byte[] der =
        new DERSequence(new ASN1Encodable[] {unsigned, algorithm, new DERBitString(signer.sign())})
            .getEncoded("DER");
    return new PlainIdentity(pair.getPrivate(), der, tlsSignature);
  }

  Fingerprint fingerprint() {
    return Fingerprint.of(Fingerprint.Algorithm.SHA_256, certificateDer);
  }
}
