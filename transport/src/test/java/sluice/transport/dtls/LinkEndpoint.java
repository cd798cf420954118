package sluice.transport.dtls;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Our own [DtlsLink], driven as a loop would.
final class LinkEndpoint implements Endpoint {

  static final SecureRandom RANDOM = new SecureRandom();

  /// As in earnest, but impatient.
  static final DtlsSettings QUICK =
      new DtlsSettings(Duration.ofSeconds(10), Duration.ofMillis(40), 1200, KeyPolicy.ONE_KEY);

  final LocalIdentity identity;
  final List<DtlsEvent> events = new ArrayList<>();
  final DtlsLink link;

  /// This end's clock, which only the test moves. The handshake's thread has the machine's.
  long clockNanos;

  private final DtlsRole role;
  private final List<String> received = new ArrayList<>();
  private final ArrayDeque<byte[]> outgoing = new ArrayDeque<>();

  LinkEndpoint(
      DtlsRole role,
      LocalIdentity identity,
      List<Fingerprint> remote,
      DtlsSettings settings,
      Runnable wakeUp) {
    this.role = role;
    this.identity = identity;
    link = new DtlsLink(identity, remote, settings, RANDOM, this::onData, wakeUp);
  }

  static LocalIdentity newIdentity() {
    return LocalIdentity.generate(RANDOM, Instant.now());
  }

  long nowNanos() {
    return clockNanos;
  }

  private void onData(ByteBuffer plaintext) {
    received.add(StandardCharsets.UTF_8.decode(plaintext).toString());
  }

  @Override
  public void start() {
    link.start(role, nowNanos());
  }

  @Override
  public void receive(byte[] datagram) {
    // Somewhere inside a larger array, as from a batch.
    byte[] batch = new byte[datagram.length + 17];
    System.arraycopy(datagram, 0, batch, 11, datagram.length);
    link.receive(batch, 11, datagram.length, nowNanos());
    drain();
  }

  @Override
  public byte @Nullable [] poll() {
    if (link.deadlineNanos() <= nowNanos()) {
      link.onTimeout(nowNanos());
    }
    drain();
    return outgoing.poll();
  }

  private void drain() {
    for (DtlsEvent event = link.poll(); event != null; event = link.poll()) {
      if (event instanceof DtlsEvent.Transmit transmit) {
        byte[] datagram = new byte[transmit.datagram().remaining()];
        transmit.datagram().get(datagram);
        outgoing.add(datagram);
      } else {
        events.add(event);
      }
    }
  }

  @Override
  public boolean isEstablished() {
    return events.contains(new DtlsEvent.Established());
  }

  @Override
  public boolean isWritable() {
    return link.isWritable();
  }

  @Nullable DtlsFailure failure() {
    return events.stream()
        .filter(DtlsEvent.Failed.class::isInstance)
        .map(event -> ((DtlsEvent.Failed) event).failure())
        .findFirst()
        .orElse(null);
  }

  byte[] sealed(String data) {
    byte[] plaintext = data.getBytes(StandardCharsets.UTF_8);
    byte[] record = new byte[plaintext.length + DtlsLink.RECORD_OVERHEAD_BYTES];
    int length = link.seal(plaintext, 0, plaintext.length, record, 0);
    return Arrays.copyOf(record, length);
  }

  @Override
  public void send(String data) {
    outgoing.add(sealed(data));
  }

  @Override
  public List<String> received() {
    return received;
  }

  @Override
  public String toString() {
    return "link " + events + " " + received + " dropped " + link.droppedRecords();
  }

  @Override
  public void close() {
    link.close();
    drain();
  }
}
