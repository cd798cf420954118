package sluice.transport.dtls;

import java.io.IOException;
import java.util.List;
import java.util.Vector;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;

/// What both roles of the handshake have in common: our certificate, the check of the peer's, and
/// what we agree to.
final class Credentials {

  /// Also the limit that keeps a forged fragment from reserving 16 MB. A self-signed certificate has
  /// 300 to 1000 bytes.
  static final int MAX_HANDSHAKE_MESSAGE_BYTES = 16_384;

  private static final int[] SUITES_OF_ECDSA_SERVERS = {
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
  };

  private static final int[] SUITES_OF_ALL_SERVERS = {
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
  };

  private final LocalIdentity local;
  private final List<Fingerprint> preferred;
  private final TappedCrypto crypto;
  private final AtomicBoolean mismatch = new AtomicBoolean();

  Credentials(LocalIdentity local, List<Fingerprint> remote, TappedCrypto crypto) {
    Fingerprint.Algorithm strongest =
        remote.stream()
            .map(Fingerprint::algorithm)
            .max(Enum::compareTo)
            .orElseThrow(() -> new IllegalArgumentException("no fingerprint to check"));
    this.local = local;
    this.crypto = crypto;
    // RFC 8122, section 5.1: of fingerprints by several hash functions, those by the most preferred
    // one count.
    preferred = remote.stream().filter(f -> f.algorithm() == strongest).toList();
  }

  TappedCrypto crypto() {
    return crypto;
  }

  /// What we accept as a client: a peer's certificate may be of either kind.
  static int[] suitesOffered() {
    return SUITES_OF_ALL_SERVERS.clone();
  }

  /// What we select from as a server: our own certificate is ECDSA.
  static int[] suitesSelectable() {
    return SUITES_OF_ECDSA_SERVERS.clone();
  }

  /// The signatures that we verify. No RSA-PSS: DTLS 1.2 peers that have an RSA certificate sign with
  /// PKCS #1.
  @SuppressWarnings("JdkObsolete") // BouncyCastle's interface is older than List.
  static Vector<SignatureAndHashAlgorithm> signatureAlgorithms() {
    Vector<SignatureAndHashAlgorithm> algorithms = new Vector<>();
    for (short signature : new short[] {SignatureAlgorithm.ecdsa, SignatureAlgorithm.rsa}) {
      algorithms.add(SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, signature));
      algorithms.add(SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha384, signature));
      algorithms.add(SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha512, signature));
    }
    return algorithms;
  }

  TlsCredentialedSigner signer(TlsContext context) {
    TlsCertificate certificate;
    try {
      certificate = crypto.createCertificate(local.certificateDer());
    } catch (IOException e) {
      throw new IllegalStateException("our own certificate does not parse", e);
    }
    return new JcaDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context),
        crypto,
        local.privateKey(),
        new Certificate(new TlsCertificate[] {certificate}),
        SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
  }

  /// RFC 8122, section 6.2: the certificate that the peer presents must match. The handshake itself
  /// proves that the peer has its key.
  void check(Certificate peer) throws IOException {
    if (!peer.isEmpty()) {
      byte[] der = peer.getCertificateAt(0).getEncoded();
      if (preferred.stream().anyMatch(fingerprint -> fingerprint.matches(der))) {
        return;
      }
    }
    mismatch.set(true);
    throw new TlsFatalAlert(AlertDescription.bad_certificate);
  }

  /// Whether the handshake failed by [#check].
  boolean isMismatch() {
    return mismatch.get();
  }
}
