package sluice.transport.dtls;

import java.io.IOException;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentialedSigner;

/// Our side of the handshake as DTLS server.
final class ServerHandshake extends DefaultTlsServer {

  private static final short[] CERTIFICATE_TYPES = {
    ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign
  };

  private final Credentials credentials;
  private final DtlsSettings settings;

  ServerHandshake(Credentials credentials, DtlsSettings settings) {
    super(credentials.crypto());
    this.credentials = credentials;
    this.settings = settings;
  }

  @Override
  protected TlsCredentialedSigner getECDSASignerCredentials() {
    return credentials.signer(context);
  }

  /// RFC 8827, section 6.5: both ends prove a fingerprint, so the client must show a certificate.
  @Override
  public CertificateRequest getCertificateRequest() {
    return new CertificateRequest(
        CERTIFICATE_TYPES.clone(), Credentials.signatureAlgorithms(), null);
  }

  @Override
  public void notifyClientCertificate(Certificate client) throws IOException {
    credentials.check(client);
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return ProtocolVersion.DTLSv12.only();
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return Credentials.suitesSelectable();
  }

  @Override
  protected boolean preferLocalCipherSuites() {
    return true;
  }

  /// See [ClientHandshake#shouldCheckSigAlgOfPeerCerts].
  @Override
  public boolean shouldCheckSigAlgOfPeerCerts() {
    return false;
  }

  @Override
  public boolean requiresExtendedMasterSecret() {
    return true;
  }

  @Override
  public int getMaxHandshakeMessageSize() {
    return Credentials.MAX_HANDSHAKE_MESSAGE_BYTES;
  }

  @Override
  public int getHandshakeTimeoutMillis() {
    return Math.toIntExact(settings.handshakeTimeout().toMillis());
  }

  @Override
  public int getHandshakeResendTimeMillis() {
    return Math.toIntExact(settings.firstResend().toMillis());
  }
}
