package sluice.transport.dtls;

import java.io.IOException;
import java.util.Vector;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CertificateStatusRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsServerCertificate;
import org.jspecify.annotations.Nullable;

/// Our side of the handshake as DTLS client.
final class ClientHandshake extends DefaultTlsClient {

  private final Credentials credentials;
  private final DtlsSettings settings;

  ClientHandshake(Credentials credentials, DtlsSettings settings) {
    super(credentials.crypto());
    this.credentials = credentials;
    this.settings = settings;
  }

  @Override
  public TlsAuthentication getAuthentication() {
    return new TlsAuthentication() {
      @Override
      public void notifyServerCertificate(TlsServerCertificate server) throws IOException {
        credentials.check(server.getCertificate());
      }

      @Override
      public TlsCredentials getClientCredentials(CertificateRequest request) {
        return credentials.signer(context);
      }
    };
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return ProtocolVersion.DTLSv12.only();
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return Credentials.suitesOffered();
  }

  @Override
  protected Vector<SignatureAndHashAlgorithm> getSupportedSignatureAlgorithms() {
    return Credentials.signatureAlgorithms();
  }

  /// Nobody issued the peer's certificate, so nobody can vouch for it.
  @Override
  protected @Nullable CertificateStatusRequest getCertificateStatusRequest() {
    return null;
  }

  /// The fingerprint vouches for the certificate; how it was signed does not matter.
  @Override
  public boolean shouldCheckSigAlgOfPeerCerts() {
    return false;
  }

  /// Binds the keys to this very handshake (RFC 7627); the WebRTC stacks in use have it.
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
