package sluice.transport.dtls;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.EnumMap;
import java.util.Map;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Seals and opens the records of one epoch that carry application data, alerts or a renewal's handshake, under AES-GCM
/// (RFC 5288; RFC 6347, section 4.1.2), with the keys that a handshake left.
///
/// ```
///  0      1       3       5                 11       13                   21
///  +------+-------+-------+-----------------+--------+--------------------+------------+-----+
///  | type | fe fd | epoch | sequence number | length | epoch, number again| ciphertext | tag |
///  +------+-------+-------+-----------------+--------+--------------------+------------+-----+
/// ```
///
/// The handshake's own implementation seals under the same key with sequence numbers from 0 upward;
/// ours begin at [#FIRST_SEQUENCE_NUMBER], so that no nonce comes twice.
///
/// One thread may seal while another opens. Neither allocates anything but what the JDK's cipher
/// does. Heap arrays only, and never the same one for input and output: the JDK's AES-GCM is slow on
/// direct buffers and in place.
final class RecordProtection {

  static final byte ALERT = 21;
  static final byte APPLICATION_DATA = 23;

  static final int HEADER_BYTES = 13;
  static final int EXPLICIT_NONCE_BYTES = 8;
  static final int TAG_BYTES = 16;

  /// By how much a record is longer than its plaintext.
  static final int OVERHEAD_BYTES = HEADER_BYTES + EXPLICIT_NONCE_BYTES + TAG_BYTES;

  /// RFC 5246, section 6.2.1.
  static final int MAX_PLAINTEXT_BYTES = 1 << 14;

  static final long FIRST_SEQUENCE_NUMBER = 1 << 20;

  /// RFC 9001, section 6.6: the integrity limit of AES-GCM.
  static final long MAX_FORGERIES = 1L << 52;

  /// [#open]'s answer when it dropped the record.
  static final int REJECTED = -1;

  private static final short DTLS_1_2 = (short) 0xfefd;
  private static final int LENGTH_OFFSET = 11;
  private static final int EPOCH_SHIFT = 48;
  private static final long SEQUENCE_NUMBER_MASK = (1L << EPOCH_SHIFT) - 1;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

  private final long epochBits;
  private final Half sealing;
  private final Half opening;
  private final KeyBudget sealBudget;
  private final ReplayWindow replayWindow = new ReplayWindow();
  private final Map<Rejection, Long> rejections = new EnumMap<>(Rejection.class);
  private long nextSequenceNumber = FIRST_SEQUENCE_NUMBER;
  private long openedRecords;

  RecordProtection(SessionKeys keys) {
    this(keys, 1, new KeyBudget());
  }

  /// @param epoch 1 to 65,535, as the records name it
  RecordProtection(SessionKeys keys, int epoch, KeyBudget sealBudget) {
    this.epochBits = (long) epoch << EPOCH_SHIFT;
    this.sealBudget = sealBudget;
    sealing = new Half(Cipher.ENCRYPT_MODE, keys.sealKey(), keys.sealSalt());
    opening = new Half(Cipher.DECRYPT_MODE, keys.openKey(), keys.openSalt());
  }

  /// Writes one record.
  ///
  /// @return the record's length, or 0 if the key must not protect any more
  int seal(byte type, byte[] plaintext, int offset, int length, byte[] record, int recordOffset) {
    if (length > MAX_PLAINTEXT_BYTES) {
      throw new IllegalArgumentException("a record of " + length + " bytes");
    }
    if (!sealBudget.take(length)) {
      return 0;
    }
    long number = epochBits | nextSequenceNumber++;
    record[recordOffset] = type;
    SHORT.set(record, recordOffset + 1, DTLS_1_2);
    LONG.set(record, recordOffset + 3, number);
    SHORT.set(
        record, recordOffset + LENGTH_OFFSET, (short) (EXPLICIT_NONCE_BYTES + length + TAG_BYTES));
    LONG.set(record, recordOffset + HEADER_BYTES, number);
    try {
      sealing.begin(number, type, number, length);
      int ciphertextOffset = recordOffset + HEADER_BYTES + EXPLICIT_NONCE_BYTES;
      sealing.cipher.doFinal(plaintext, offset, length, record, ciphertextOffset);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM refuses to seal", e);
    }
    return length + OVERHEAD_BYTES;
  }

  /// How long the record at `offset` says it is; 0 if not even its header is there.
  static int recordLength(byte[] datagram, int offset, int available) {
    return available < HEADER_BYTES
        ? 0
        : HEADER_BYTES + Short.toUnsignedInt((short) SHORT.get(datagram, offset + LENGTH_OFFSET));
  }

  /// The epoch that a record names.
  static int epochOf(byte[] datagram, int offset) {
    return Short.toUnsignedInt((short) SHORT.get(datagram, offset + 3));
  }

  /// A record's number within its epoch.
  static long numberOf(byte[] datagram, int offset) {
    return (long) LONG.get(datagram, offset + 3) & SEQUENCE_NUMBER_MASK;
  }

  /// Whether a record's number is one of ours, above those of the handshake's own implementation.
  static boolean isNumberedByUs(byte[] datagram, int offset) {
    return numberOf(datagram, offset) >= FIRST_SEQUENCE_NUMBER;
  }

  /// Those whose records this seals and opens.
  int epoch() {
    return (int) (epochBits >>> EPOCH_SHIFT);
  }

  /// Checks one whole record and decrypts it to `plaintext`, which needs room for
  /// [#MAX_PLAINTEXT_BYTES] behind `plaintextOffset`.
  ///
  /// @return the plaintext's length, or [#REJECTED]; [#rejectedRecords] counts why
  int open(byte[] record, int offset, int length, byte[] plaintext, int plaintextOffset) {
    Rejection rejection = examine(record, offset, length);
    if (rejection != null) {
      return reject(rejection);
    }
    long number = (long) LONG.get(record, offset + 3);
    int plaintextBytes = length - OVERHEAD_BYTES;
    try {
      long explicitNonce = (long) LONG.get(record, offset + HEADER_BYTES);
      opening.begin(explicitNonce, record[offset], number, plaintextBytes);
      opening.cipher.doFinal(
          record,
          offset + HEADER_BYTES + EXPLICIT_NONCE_BYTES,
          plaintextBytes + TAG_BYTES,
          plaintext,
          plaintextOffset);
    } catch (AEADBadTagException e) {
      return reject(Rejection.FORGED);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM refuses to open", e);
    }
    replayWindow.mark(number & SEQUENCE_NUMBER_MASK);
    openedRecords++;
    return plaintextBytes;
  }

  private @Nullable Rejection examine(byte[] record, int offset, int length) {
    if (length < OVERHEAD_BYTES || length != recordLength(record, offset, length)) {
      return Rejection.TRUNCATED;
    }
    if (record[offset] != APPLICATION_DATA
        && record[offset] != ALERT
        && record[offset] != HandshakeGate.HANDSHAKE) {
      return Rejection.WRONG_TYPE;
    }
    if ((short) SHORT.get(record, offset + 1) != DTLS_1_2) {
      return Rejection.WRONG_VERSION;
    }
    long number = (long) LONG.get(record, offset + 3);
    if ((number & ~SEQUENCE_NUMBER_MASK) != epochBits) {
      return Rejection.WRONG_EPOCH;
    }
    if (length - OVERHEAD_BYTES > MAX_PLAINTEXT_BYTES) {
      return Rejection.TOO_LONG;
    }
    return replayWindow.isNew(number & SEQUENCE_NUMBER_MASK) ? null : Rejection.REPLAYED;
  }

  private int reject(Rejection rejection) {
    rejections.merge(rejection, 1L, Long::sum);
    return REJECTED;
  }

  long openedRecords() {
    return openedRecords;
  }

  long rejectedRecords(Rejection rejection) {
    return rejections.getOrDefault(rejection, 0L);
  }

  long rejectedRecords() {
    return rejections.values().stream().mapToLong(Long::longValue).sum();
  }

  /// Whether a fresh handshake should replace these keys soon.
  boolean isRenewalDue() {
    return sealBudget.isRenewalDue();
  }

  /// Whether little is left.
  boolean isWearingOut() {
    return sealBudget.isWearingOut();
  }

  /// Whether so many forgeries came that no record may be believed any more.
  boolean isForgeryLimitMet() {
    return rejectedRecords(Rejection.FORGED) >= MAX_FORGERIES;
  }

  /// The cipher of one direction, with its nonce and additional data, which change in place.
  private static final class Half {
    private static final int TAG_BITS = TAG_BYTES * Byte.SIZE;

    final Cipher cipher;
    private final int mode;
    private final SecretKeySpec key;
    private final byte[] nonce = new byte[SessionKeys.SALT_BYTES + EXPLICIT_NONCE_BYTES];
    private final byte[] additionalData = new byte[HEADER_BYTES];

    Half(int mode, byte[] key, byte[] salt) {
      this.mode = mode;
      this.key = new SecretKeySpec(key, "AES");
      System.arraycopy(salt, 0, nonce, 0, SessionKeys.SALT_BYTES);
      SHORT.set(additionalData, 9, DTLS_1_2);
      try {
        cipher = Cipher.getInstance("AES/GCM/NoPadding");
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this JDK has no AES-GCM", e);
      }
    }

    /// RFC 5246, section 6.2.3.3: additional data is number, type, version, plaintext length.
    void begin(long explicitNonce, byte type, long number, int plaintextBytes)
        throws GeneralSecurityException {
      LONG.set(nonce, SessionKeys.SALT_BYTES, explicitNonce);
      LONG.set(additionalData, 0, number);
      additionalData[8] = type;
      SHORT.set(additionalData, LENGTH_OFFSET, (short) plaintextBytes);
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(additionalData);
    }
  }
}
