package sluice.transport.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A client that begins handshake after handshake inside a session is not answered each time: every one costs the server a
/// thread and a signature.
class HelloLimitTest {
  private static final int KEY_BYTES = 16;
  private static final int MESSAGE_BYTES = 34;

  private final LocalIdentity identity = LinkEndpoint.newIdentity();
  private final AtomicInteger begun = new AtomicInteger();
  private final Renewal renewal =
      new Renewal(
          DtlsRole.SERVER,
          this::handshake,
          new KeyRing(
              SessionKeys.cut(new byte[SessionKeys.keyBlockBytes(KEY_BYTES)], DtlsRole.SERVER),
              1_000_000));

  private Handshake handshake() {
    begun.incrementAndGet();
    var credentials =
        new Credentials(
            identity, List.of(identity.fingerprint()), new TappedCrypto(LinkEndpoint.RANDOM));
    return new Handshake(DtlsRole.SERVER, credentials, LinkEndpoint.QUICK, () -> {});
  }

  /// A ClientHello up to its random number, in a record of its own.
  private static byte[] hello(int random) {
    ByteBuffer record = ByteBuffer.allocate(13 + 12 + MESSAGE_BYTES);
    record.put(HandshakeGate.HANDSHAKE).putShort((short) 0xfefd).putLong(0);
    record.putShort((short) (12 + MESSAGE_BYTES));
    record.put((byte) 1).put((byte) 0).putShort((short) MESSAGE_BYTES).putShort((short) 0);
    record.put(new byte[3]).put((byte) 0).putShort((short) MESSAGE_BYTES);
    return record.putShort((short) 0xfefd).putInt(random).array();
  }

  private void receive(long number, int random, long nowNanos) {
    byte[] hello = hello(random);
    renewal.receive(1, number, hello, hello.length, nowNanos);
  }

  @AfterEach
  void end() {
    renewal.close();
  }

  @Test
  void fourASecond() {
    for (int i = 0; i < 1_000; i++) {
      receive(i, i, TimeUnit.MILLISECONDS.toNanos(i));
    }
    assertThat(begun.get()).isEqualTo(4);
  }

  @Test
  void soManyUnderOneKey() {
    for (int i = 0; i < 2 * Renewal.MAX_HELLOS; i++) {
      receive(i, i, i * Renewal.AGAIN.toNanos());
    }
    assertThat(begun.get()).isEqualTo(Renewal.MAX_HELLOS);
  }

  @Test
  void noneThatWasSentBeforeTheOneInUseNorTheSameAgain() {
    receive(7, 1, 0);
    receive(6, 2, 10 * Renewal.AGAIN.toNanos());
    receive(8, 1, 20 * Renewal.AGAIN.toNanos());
    assertThat(begun.get()).isEqualTo(1);
  }
}
