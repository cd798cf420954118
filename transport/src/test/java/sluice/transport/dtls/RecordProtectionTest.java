package sluice.transport.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Single records, from one end to the other, and on a hostile way.
class RecordProtectionTest {

  private static final Random RANDOM = new Random(7);
  private static final SessionKeys CLIENT_KEYS = keys(DtlsRole.CLIENT);

  private final RecordProtection client = new RecordProtection(CLIENT_KEYS);
  private final RecordProtection server = new RecordProtection(keys(DtlsRole.SERVER));
  private final byte[] opened = new byte[RecordProtection.MAX_PLAINTEXT_BYTES];

  private static SessionKeys keys(DtlsRole role) {
    byte[] block = new byte[SessionKeys.keyBlockBytes(16)];
    new Random(1).nextBytes(block);
    return SessionKeys.cut(block, role);
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private byte[] seal(byte... plaintext) {
    byte[] record = new byte[plaintext.length + RecordProtection.OVERHEAD_BYTES];
    int length =
        client.seal(RecordProtection.APPLICATION_DATA, plaintext, 0, plaintext.length, record, 0);
    assertThat(length).isEqualTo(record.length);
    return record;
  }

  private int open(byte[] record) {
    return server.open(record, 0, record.length, opened, 0);
  }

  private void isRejected(byte[] record, Rejection reason) {
    long before = server.rejectedRecords(reason);
    assertThat(open(record)).isEqualTo(RecordProtection.REJECTED);
    assertThat(server.rejectedRecords(reason)).isEqualTo(before + 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 15, 16, 17, 1163, 7679, 7680, 7681, 16_383, 16_384})
  void comesBackAsItWas(int length) {
    byte[] plaintext = bytes(length);
    assertThat(open(seal(plaintext))).isEqualTo(length);
    assertThat(Arrays.copyOf(opened, length)).isEqualTo(plaintext);
  }

  @Test
  void worksAtAnyOffset() {
    byte[] plaintext = bytes(100);
    byte[] record = new byte[200];
    int length = client.seal(RecordProtection.APPLICATION_DATA, plaintext, 10, 50, record, 30);
    byte[] out = new byte[200];
    assertThat(server.open(record, 30, length, out, 120)).isEqualTo(50);
    assertThat(Arrays.copyOfRange(out, 120, 170)).isEqualTo(Arrays.copyOfRange(plaintext, 10, 60));
  }

  @Test
  void moreThanARecordHoldsIsOurBug() {
    assertThatThrownBy(() -> seal(bytes(16_385))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noNonceComesTwiceAndAllAreFarAboveTheHandshakes() {
    Set<Long> nonces = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      ByteBuffer record = ByteBuffer.wrap(seal((byte) i));
      long nonce = record.getLong(RecordProtection.HEADER_BYTES);
      assertThat(nonces.add(nonce)).isTrue();
      assertThat(nonce).isEqualTo(record.getLong(3));
      assertThat(nonce & 0xffff_ffff_ffffL).isGreaterThanOrEqualTo(1 << 20);
      assertThat(nonce >>> 48).isEqualTo(1);
    }
  }

  @Test
  void theSecondCopyIsRejected() {
    byte[] record = seal((byte) 1);
    assertThat(open(record)).isEqualTo(1);
    isRejected(record, Rejection.REPLAYED);
    assertThat(server.openedRecords()).isEqualTo(1);
  }

  @Test
  void reorderingWithinTheWindowIsHarmlessAndBeyondItIsAReplay() {
    byte[] first = seal((byte) 0);
    byte[] second = seal((byte) 1);
    byte[] last = second;
    for (int i = 0; i < ReplayWindow.SIZE_RECORDS - 1; i++) {
      last = seal((byte) 2);
    }
    assertThat(open(last)).isEqualTo(1);
    assertThat(open(second)).isEqualTo(1);
    isRejected(second, Rejection.REPLAYED);
    isRejected(first, Rejection.REPLAYED);
  }

  /// A forged record must not move the window.
  @Test
  void aForgedNumberDoesNotShutOutTheTrueRecords() {
    byte[] forged = seal((byte) 0);
    forged[5] = 0x7f;
    isRejected(forged, Rejection.FORGED);
    assertThat(open(seal((byte) 1))).isEqualTo(1);
  }

  @Test
  void everyChangedBitIsNoticed() {
    byte[] record = seal(bytes(40));
    for (int bit = 0; bit < record.length * 8; bit++) {
      byte[] changed = record.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(open(changed)).as("bit %d", bit).isEqualTo(RecordProtection.REJECTED);
    }
    assertThat(open(record)).isEqualTo(40);
  }

  @Test
  void everyCutIsNoticed() {
    byte[] record = seal(bytes(40));
    for (int length = 0; length < record.length; length++) {
      isRejected(Arrays.copyOf(record, length), Rejection.TRUNCATED);
    }
    isRejected(Arrays.copyOf(record, record.length + 1), Rejection.TRUNCATED);
    assertThat(open(record)).isEqualTo(40);
  }

  /// Its length field fits, but it can hold no tag.
  @Test
  void tooShortForATag() {
    byte[] record = Arrays.copyOf(seal(), RecordProtection.OVERHEAD_BYTES - 1);
    record[12] = (byte) (record.length - RecordProtection.HEADER_BYTES);
    isRejected(record, Rejection.TRUNCATED);
  }

  @Test
  void tooLong() {
    byte[] record = new byte[RecordProtection.MAX_PLAINTEXT_BYTES + 1 + 37];
    System.arraycopy(seal(), 0, record, 0, RecordProtection.OVERHEAD_BYTES);
    ByteBuffer.wrap(record).putShort(11, (short) (record.length - RecordProtection.HEADER_BYTES));
    isRejected(record, Rejection.TOO_LONG);
  }

  @Test
  void wrongHeaders() {
    byte[] record = seal((byte) 1);
    byte[] handshake = record.clone();
    handshake[0] = HandshakeGate.CHANGE_CIPHER_SPEC;
    isRejected(handshake, Rejection.WRONG_TYPE);
    byte[] old = record.clone();
    old[2] = (byte) 0xff;
    isRejected(old, Rejection.WRONG_VERSION);
    byte[] clear = record.clone();
    clear[4] = 0;
    isRejected(clear, Rejection.WRONG_EPOCH);
    byte[] next = record.clone();
    next[4] = 2;
    isRejected(next, Rejection.WRONG_EPOCH);
    assertThat(open(record)).isEqualTo(1);
  }

  /// What the client sealed is nothing that it would take as the server's.
  @Test
  void aRecordSentBackIsForged() {
    byte[] record = seal((byte) 1);
    assertThat(client.open(record, 0, record.length, opened, 0))
        .isEqualTo(RecordProtection.REJECTED);
    assertThat(client.rejectedRecords(Rejection.FORGED)).isEqualTo(1);
  }

  @Test
  void aWornOutKeySealsNothing() {
    RecordProtection worn =
        new RecordProtection(CLIENT_KEYS, 1, new KeyBudget(KeyBudget.UNITS, KeyBudget.UNITS - 1));
    byte[] record = new byte[100];
    assertThat(worn.isRenewalDue()).isTrue();
    assertThat(worn.seal(RecordProtection.APPLICATION_DATA, record, 0, 1, new byte[100], 0))
        .isPositive();
    assertThat(worn.seal(RecordProtection.APPLICATION_DATA, new byte[1], 0, 1, record, 0)).isZero();
    assertThat(record).containsOnly(0);
    assertThat(client.isRenewalDue()).isFalse();
  }

  /// An alert cannot be turned into data: the type is authenticated.
  @Test
  void theTypeIsAuthenticated() {
    byte[] record = seal((byte) 1, (byte) 0);
    record[0] = RecordProtection.ALERT;
    isRejected(record, Rejection.FORGED);
  }
}
