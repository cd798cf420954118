package sluice.transport.dtls;

import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Stands between the network and BouncyCastle's handshake, and lets pass only records of types 20
/// and 22 that can do it no harm:
///
/// - A fragment of a message longer than [Credentials#MAX_HANDSHAKE_MESSAGE_BYTES] would make it
///   reserve up to 16 MB, sixteen times over.
/// - A record of another version than DTLS 1.2 would, as the first one, settle the version.
/// - A protected record too short for nonce and tag would end the session with decode_error.
/// - A ChangeCipherSpec switches it to epoch 1 at once. If a message of epoch 0 is still missing then,
///   it is refused for ever, however often it is repeated: a lost or overtaken CertificateVerify
///   would be the end of the handshake. So as a server we hold ChangeCipherSpec and Finished back
///   until the client's flight is whole.
///
/// Not for use by several threads.
final class HandshakeGate {

  static final byte CHANGE_CIPHER_SPEC = 20;
  static final byte HANDSHAKE = 22;

  private static final int DTLS_1_0 = 0xfeff;
  private static final int DTLS_1_2 = 0xfefd;
  private static final byte CLIENT_HELLO = 1;
  private static final byte HELLO_VERIFY_REQUEST = 3;

  // Within a record, and within a message.
  private static final int EPOCH_OFFSET = 3;
  private static final int LENGTH_OFFSET = 1;
  private static final int FRAGMENT_OFFSET_OFFSET = 6;
  private static final int FRAGMENT_LENGTH_OFFSET = 9;
  private static final int RECORD_HEADER_BYTES = RecordProtection.HEADER_BYTES;
  private static final int MESSAGE_HEADER_BYTES = 12;
  private static final int MIN_PROTECTED_BYTES =
      RecordProtection.EXPLICIT_NONCE_BYTES + RecordProtection.TAG_BYTES + 1;

  private static final int CLIENT_VERSION_BYTES = 2;
  private static final int RANDOM_BYTES = 32;

  /// The messages of the client's second flight that are of epoch 0 (RFC 6347, section 4.2.4).
  private enum ClientMessage {
    CERTIFICATE(11),
    CERTIFICATE_VERIFY(15),
    CLIENT_KEY_EXCHANGE(16);

    private final int type;

    ClientMessage(int type) {
      this.type = type;
    }
  }

  private final Predicate<byte[]> handshake;
  private final RecordBuffer held = new RecordBuffer();
  private final Map<ClientMessage, Coverage> missing = new EnumMap<>(ClientMessage.class);
  private byte @Nullable [] heldChangeCipherSpec;
  private boolean changeCipherSpecPassed;

  /// @param handshake takes a record, or says that it cannot
  HandshakeGate(DtlsRole role, Predicate<byte[]> handshake) {
    this.handshake = handshake;
    if (role == DtlsRole.SERVER) {
      for (ClientMessage message : ClientMessage.values()) {
        missing.put(message, new Coverage());
      }
    }
  }

  /// The random number of the ClientHello with which a datagram begins, or null: repeated ones have the same, those of
  /// another handshake another.
  static byte @Nullable [] helloRandom(byte[] datagram, int length) {
    int message = RECORD_HEADER_BYTES;
    int random = message + MESSAGE_HEADER_BYTES + CLIENT_VERSION_BYTES;
    boolean isHello =
        length >= random + RANDOM_BYTES
            && datagram[0] == HANDSHAKE
            && uint16(datagram, EPOCH_OFFSET) == 0
            && datagram[message] == CLIENT_HELLO
            && uint24(datagram, message + FRAGMENT_OFFSET_OFFSET) == 0;
    return isHello ? Arrays.copyOfRange(datagram, random, random + RANDOM_BYTES) : null;
  }

  /// Takes one whole record of type 20 or 22; false if it was dropped.
  boolean receive(byte[] record) {
    return switch (uint16(record, EPOCH_OFFSET)) {
      case 0 -> record[0] == HANDSHAKE ? receiveMessages(record) : receiveChangeCipherSpec(record);
      case 1 -> record[0] == HANDSHAKE && receiveProtected(record);
      default -> false;
    };
  }

  private boolean receiveChangeCipherSpec(byte[] record) {
    if (record.length != RECORD_HEADER_BYTES + 1 || version(record) != DTLS_1_2) {
      return false;
    }
    heldChangeCipherSpec = record;
    releaseHeld();
    return true;
  }

  private boolean receiveProtected(byte[] record) {
    if (record.length < RECORD_HEADER_BYTES + MIN_PROTECTED_BYTES || version(record) != DTLS_1_2) {
      return false;
    }
    boolean isHeld = held.add(record);
    releaseHeld();
    return isHeld;
  }

  private boolean receiveMessages(byte[] record) {
    if (!isWellFormed(record) || !handshake.test(record)) {
      return false;
    }
    if (!missing.isEmpty()) {
      noteMessages(record);
      releaseHeld();
    }
    return true;
  }

  private static boolean isWellFormed(byte[] record) {
    int at = RECORD_HEADER_BYTES;
    while (record.length - at >= MESSAGE_HEADER_BYTES) {
      int length = uint24(record, at + LENGTH_OFFSET);
      int fragmentOffset = uint24(record, at + FRAGMENT_OFFSET_OFFSET);
      int fragmentLength = uint24(record, at + FRAGMENT_LENGTH_OFFSET);
      if (length > Credentials.MAX_HANDSHAKE_MESSAGE_BYTES
          || fragmentOffset + fragmentLength > length
          || fragmentLength > record.length - at - MESSAGE_HEADER_BYTES) {
        return false;
      }
      at += MESSAGE_HEADER_BYTES + fragmentLength;
    }
    return at == record.length && at > RECORD_HEADER_BYTES && isVersionRight(record);
  }

  /// Hellos come before a version is agreed, and may be marked DTLS 1.0 (RFC 6347, section 4.2.1).
  private static boolean isVersionRight(byte[] record) {
    return switch (version(record)) {
      case DTLS_1_2 -> true;
      case DTLS_1_0 ->
          record[RECORD_HEADER_BYTES] == CLIENT_HELLO
              || record[RECORD_HEADER_BYTES] == HELLO_VERIFY_REQUEST;
      default -> false;
    };
  }

  private void noteMessages(byte[] record) {
    for (int at = RECORD_HEADER_BYTES; at < record.length; ) {
      int type = record[at];
      int length = uint24(record, at + LENGTH_OFFSET);
      int fragmentOffset = uint24(record, at + FRAGMENT_OFFSET_OFFSET);
      int fragmentLength = uint24(record, at + FRAGMENT_LENGTH_OFFSET);
      missing
          .entrySet()
          .removeIf(
              entry ->
                  entry.getKey().type == type
                      && entry.getValue().add(length, fragmentOffset, fragmentLength));
      at += MESSAGE_HEADER_BYTES + fragmentLength;
    }
  }

  /// ChangeCipherSpec first, even if the network brought it last.
  private void releaseHeld() {
    if (!missing.isEmpty()) {
      return;
    }
    if (heldChangeCipherSpec != null) {
      changeCipherSpecPassed |= handshake.test(heldChangeCipherSpec);
      heldChangeCipherSpec = null;
    }
    while (changeCipherSpecPassed && !held.isEmpty()) {
      boolean isTaken = handshake.test(held.poll());
      if (!isTaken) {
        // The handshake is too busy: that is loss, which the peer repairs by repeating itself.
        held.clear();
      }
    }
  }

  private static int version(byte[] record) {
    return uint16(record, 1);
  }

  private static int uint16(byte[] record, int at) {
    return ((record[at] & 0xff) << 8) | (record[at + 1] & 0xff);
  }

  private static int uint24(byte[] record, int at) {
    return (uint16(record, at) << 8) | (record[at + 2] & 0xff);
  }

  /// Which bytes of a message have come.
  private static final class Coverage {
    private final BitSet bytes = new BitSet();

    boolean add(int length, int fragmentOffset, int fragmentLength) {
      bytes.set(fragmentOffset, fragmentOffset + fragmentLength);
      return bytes.cardinality() >= length;
    }
  }
}
