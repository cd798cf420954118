package sluice.transport.dtls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Vector;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;
import org.jspecify.annotations.Nullable;

/// A peer as others build them: BouncyCastle's own DTLS with its own record layer, one record a
/// datagram, an ECDSA or RSA certificate, no fingerprint of ours checked.
final class PlainEndpoint implements Endpoint {

  /// How this peer departs from the default.
  record Habits(int suite, int sendLimitBytes, boolean showsCertificate) {
    static final Habits USUAL = new Habits(0, 1200, true);
  }

  private static final int POLL_MILLIS = 2;
  private static final int RESEND_MILLIS = 40;

  private final PlainIdentity identity;
  private final Habits habits;
  private final Runnable wakeUp;
  private final TlsCrypto crypto = new JcaTlsCryptoProvider().create(LinkEndpoint.RANDOM);
  private final LinkedBlockingQueue<byte[]> incoming = new LinkedBlockingQueue<>();
  private final ConcurrentLinkedQueue<byte[]> outgoing = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> toSend = new ConcurrentLinkedQueue<>();
  private final List<String> received = Collections.synchronizedList(new ArrayList<>());
  private final Thread thread;
  private volatile boolean closing;
  private volatile boolean established;
  volatile @Nullable IOException failure;

  PlainEndpoint(DtlsRole role, PlainIdentity identity, Habits habits, Runnable wakeUp) {
    this.identity = identity;
    this.habits = habits;
    this.wakeUp = wakeUp;
    thread = Thread.ofVirtual().unstarted(() -> run(role));
  }

  private void run(DtlsRole role) {
    try {
      DTLSTransport session =
          switch (role) {
            case CLIENT -> new DTLSClientProtocol().connect(new Client(), new Wire());
            case SERVER -> new DTLSServerProtocol().accept(new Server(), new Wire());
          };
      established = true;
      wakeUp.run();
      converse(session);
    } catch (IOException e) {
      failure = e;
      wakeUp.run();
    }
  }

  private void converse(DTLSTransport session) throws IOException {
    byte[] buffer = new byte[16_384];
    while (!closing) {
      int length = session.receive(buffer, 0, buffer.length, POLL_MILLIS);
      if (length >= 0) {
        received.add(new String(buffer, 0, length, StandardCharsets.UTF_8));
        wakeUp.run();
      }
      for (String data = toSend.poll(); data != null; data = toSend.poll()) {
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
        // BouncyCastle refuses an empty array, though not an empty message.
        session.send(Arrays.copyOf(bytes, bytes.length + 1), 0, bytes.length);
      }
    }
    session.close();
    wakeUp.run();
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public void receive(byte[] datagram) {
    incoming.add(datagram);
  }

  @Override
  public byte @Nullable [] poll() {
    return outgoing.poll();
  }

  @Override
  public boolean isEstablished() {
    return established;
  }

  @Override
  public boolean isWritable() {
    return established;
  }

  @Override
  public void send(String data) {
    toSend.add(data);
  }

  @Override
  public List<String> received() {
    return received;
  }

  @Override
  public String toString() {
    return "plain " + (established ? "established " : "") + received + " " + failure;
  }

  @Override
  public void close() {
    closing = true;
  }

  private TlsCredentialedSigner signer(TlsContext context) throws IOException {
    TlsCertificate certificate = crypto.createCertificate(identity.certificateDer());
    return new JcaDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context),
        (JcaTlsCrypto) crypto,
        identity.privateKey(),
        new Certificate(new TlsCertificate[] {certificate}),
        new SignatureAndHashAlgorithm(HashAlgorithm.sha256, identity.signatureAlgorithm()));
  }

  private final class Client extends DefaultTlsClient {
    Client() {
      super(PlainEndpoint.this.crypto);
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
      return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
      return habits.suite == 0 ? super.getSupportedCipherSuites() : new int[] {habits.suite};
    }

    @Override
    public int getHandshakeResendTimeMillis() {
      return RESEND_MILLIS;
    }

    @Override
    public int getHandshakeTimeoutMillis() {
      return 10_000;
    }

    @Override
    public TlsAuthentication getAuthentication() {
      return new TlsAuthentication() {
        @Override
        public void notifyServerCertificate(TlsServerCertificate server) {}

        @Override
        public @Nullable TlsCredentials getClientCredentials(CertificateRequest request)
            throws IOException {
          return habits.showsCertificate ? signer(context) : null;
        }
      };
    }
  }

  private final class Server extends DefaultTlsServer {
    Server() {
      super(PlainEndpoint.this.crypto);
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
      return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
      if (habits.suite != 0) {
        return new int[] {habits.suite};
      }
      boolean isRsa = identity.privateKey().getAlgorithm().equals("RSA");
      return new int[] {
        isRsa
            ? CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
            : CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
      };
    }

    @Override
    public int getHandshakeResendTimeMillis() {
      return RESEND_MILLIS;
    }

    @Override
    public int getHandshakeTimeoutMillis() {
      return 10_000;
    }

    @Override
    protected TlsCredentialedSigner getECDSASignerCredentials() throws IOException {
      return signer(context);
    }

    @Override
    protected TlsCredentialedSigner getRSASignerCredentials() throws IOException {
      return signer(context);
    }

    @Override
    @SuppressWarnings("JdkObsolete") // BouncyCastle's interface.
    public CertificateRequest getCertificateRequest() {
      Vector<SignatureAndHashAlgorithm> algorithms = Credentials.signatureAlgorithms();
      return new CertificateRequest(
          new short[] {ClientCertificateType.ecdsa_sign}, algorithms, null);
    }

    @Override
    public void notifyClientCertificate(Certificate client) {}
  }

  private final class Wire implements DatagramTransport {
    @Override
    public int getReceiveLimit() {
      return 16_500;
    }

    @Override
    public int getSendLimit() {
      return habits.sendLimitBytes;
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis) {
      try {
        byte[] datagram = incoming.poll(waitMillis, TimeUnit.MILLISECONDS);
        if (datagram == null) {
          return -1;
        }
        System.arraycopy(datagram, 0, buffer, offset, datagram.length);
        return datagram.length;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void send(byte[] buffer, int offset, int length) {
      outgoing.add(Arrays.copyOfRange(buffer, offset, offset + length));
      wakeUp.run();
    }

    @Override
    public void close() {}
  }
}
