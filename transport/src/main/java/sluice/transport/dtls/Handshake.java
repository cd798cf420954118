package sluice.transport.dtls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsTimeoutException;
import org.jspecify.annotations.Nullable;

/// One handshake on its own virtual thread, for BouncyCastle blocks while it waits for the peer. It
/// talks with the loop through two bounded queues and one outcome, and nothing else.
///
/// A server's thread outlives the handshake: RFC 6347, section 4.2.4: the node that transmits the last
/// flight "MUST respond to a retransmit of the peer's last flight". It ends when the client has shown
/// by data that it needs no more, or when the loop has waited long enough.
final class Handshake {

  /// How it ended.
  sealed interface Outcome {
    record Agreed(SessionKeys keys) implements Outcome {}

    record Broken(DtlsFailure failure) implements Outcome {}
  }

  /// Of records to the handshake and of datagrams from it. Overflow is loss, which DTLS repairs.
  static final int QUEUE_LIMIT = 64;

  private static final int WAIT_MILLIS = 60_000;

  private static final byte[] END = new byte[0];

  private final DtlsRole role;
  private final Credentials credentials;
  private final DtlsSettings settings;
  private final Runnable wakeUp;
  private final ArrayBlockingQueue<byte[]> records = new ArrayBlockingQueue<>(QUEUE_LIMIT);
  private final ArrayBlockingQueue<ByteBuffer> datagrams = new ArrayBlockingQueue<>(QUEUE_LIMIT);
  private final Thread thread;
  private volatile @Nullable Outcome outcome;
  private volatile boolean stopped;

  Handshake(DtlsRole role, Credentials credentials, DtlsSettings settings, Runnable wakeUp) {
    this.role = role;
    this.credentials = credentials;
    this.settings = settings;
    this.wakeUp = wakeUp;
    thread = Thread.ofVirtual().name("sluice-dtls-handshake").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// Gives the handshake one record; false if it is too busy.
  boolean offer(byte[] record) {
    return records.offer(record);
  }

  /// The next datagram to send.
  @Nullable ByteBuffer pollDatagram() {
    return datagrams.poll();
  }

  /// Null while the handshake goes on. Read it before the last [#pollDatagram()], and all that was
  /// sent before the outcome is seen before it.
  @Nullable Outcome outcome() {
    return outcome;
  }

  /// Ends the thread: the session stands and the peer knows it, or nobody wants it any more.
  void stop() {
    stopped = true;
    records.clear();
    records.add(END);
  }

  boolean isAlive() {
    return thread.isAlive();
  }

  private void run() {
    Wire wire = new Wire();
    Outcome end = new Outcome.Broken(malformed(AlertDescription.internal_error, "handshake died"));
    DTLSTransport session = null;
    try {
      session = negotiate(wire);
      end = new Outcome.Agreed(credentials.crypto().takeKeys());
    } catch (IOException e) {
      end = new Outcome.Broken(failure(e));
    } finally {
      wire.flush();
      outcome = end;
      wakeUp.run();
    }
    if (role == DtlsRole.SERVER && session != null) {
      linger(session, wire);
    }
  }

  private DTLSTransport negotiate(Wire wire) throws IOException {
    return switch (role) {
      case CLIENT ->
          new DTLSClientProtocol().connect(new ClientHandshake(credentials, settings), wire);
      case SERVER ->
          new DTLSServerProtocol().accept(new ServerHandshake(credentials, settings), wire);
    };
  }

  private DtlsFailure failure(IOException e) {
    if (credentials.isMismatch()) {
      return new DtlsFailure.FingerprintMismatch();
    }
    return switch (e) {
      case TlsTimeoutException timeout -> new DtlsFailure.TimedOut(settings.handshakeTimeout());
      case TlsFatalAlertReceived received ->
          new DtlsFailure.AlertReceived(received.getAlertDescription());
      case TlsFatalAlert sent -> malformed(sent.getAlertDescription(), String.valueOf(sent));
      default -> malformed(AlertDescription.internal_error, String.valueOf(e));
    };
  }

  private static DtlsFailure malformed(int alert, String detail) {
    return new DtlsFailure.Malformed(alert, detail);
  }

  /// Repeats the last flight when the client asks for it by repeating its own.
  private void linger(DTLSTransport session, Wire wire) {
    wire.isLingering = true;
    byte[] nothing = new byte[Wire.RECEIVE_LIMIT_BYTES];
    try {
      while (!stopped) {
        session.receive(nothing, 0, nothing.length, WAIT_MILLIS);
      }
    } catch (IOException e) {
      // Stopped; or BouncyCastle gave up, and a client that still lacks our Finished must begin
      // anew,
      // as it would if the path had eaten every copy. The session stands without this thread.
      return;
    }
  }

  /// What BouncyCastle takes for a socket. A flight's records share datagrams as far as they fit:
  /// fewer datagrams, fewer losses.
  private final class Wire implements DatagramTransport {

    static final int RECEIVE_LIMIT_BYTES =
        RecordProtection.MAX_PLAINTEXT_BYTES + RecordProtection.OVERHEAD_BYTES;

    private final ByteBuffer flight = ByteBuffer.allocate(settings.maxDatagramBytes());
    private boolean isLingering;

    @Override
    public int getReceiveLimit() {
      return RECEIVE_LIMIT_BYTES;
    }

    @Override
    public int getSendLimit() {
      return settings.maxDatagramBytes();
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
      flush();
      byte[] record = next(waitMillis);
      if (record == null || record.length > length) {
        return -1;
      }
      System.arraycopy(record, 0, buffer, offset, record.length);
      return record.length;
    }

    private byte @Nullable [] next(int waitMillis) throws IOException {
      byte[] record;
      try {
        record = records.poll(waitMillis, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts this thread", e);
      }
      if (stopped) {
        throw new TlsFatalAlert(AlertDescription.user_canceled);
      }
      return record;
    }

    @Override
    public void send(byte[] buffer, int offset, int length) {
      // Once the session stands the loop alone tells the peer of its end.
      if (isLingering && buffer[offset] == RecordProtection.ALERT) {
        return;
      }
      if (length > flight.remaining()) {
        flush();
      }
      flight.put(buffer, offset, length);
    }

    void flush() {
      if (flight.position() == 0) {
        return;
      }
      ByteBuffer datagram = ByteBuffer.allocate(flight.position());
      datagram.put(flight.flip()).flip();
      flight.clear();
      if (datagrams.offer(datagram)) {
        wakeUp.run();
      }
    }

    @Override
    public void close() {
      flush();
    }
  }
}
