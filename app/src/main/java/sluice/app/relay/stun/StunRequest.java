package sluice.app.relay.stun;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// A Binding request, RFC 8489, section 5:
///
/// ```text
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |0 0|     STUN Message Type     |         Message Length        |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                         Magic Cookie                          |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                     Transaction ID (96 bits)                  |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
///
/// @param transaction the 12 bytes of its id
/// @param change the flags of CHANGE-REQUEST as bits of a place, 0 without it
/// @param unknown attributes that must be understood and are not
record StunRequest(byte[] transaction, int change, List<Integer> unknown) {
  static final int BINDING_REQUEST = 0x0001;
  static final int MAGIC_COOKIE = 0x2112A442;
  static final int HEADER_BYTES = 20;
  static final int TRANSACTION_BYTES = 12;
  static final int MAX_BYTES = 1500;

  static final int USERNAME = 0x0006;
  static final int MESSAGE_INTEGRITY = 0x0008;
  static final int REALM = 0x0014;
  static final int NONCE = 0x0015;
  static final int MESSAGE_INTEGRITY_SHA256 = 0x001C;
  static final int CHANGE_REQUEST = 0x0003;
  static final int FINGERPRINT = 0x8028;
  static final int FINGERPRINT_XOR = 0x5354554E;

  private static final int FIRST_OPTIONAL = 0x8000;
  private static final int CHANGE_IP = 0x4;
  private static final int CHANGE_PORT = 0x2;
  private static final int MAX_UNKNOWN = 16;

  /// Reads one, or gives null for what is none: it is dropped without a word.
  static @Nullable StunRequest parse(ByteBuffer datagram) {
    int length = datagram.remaining();
    if (length < HEADER_BYTES || length > MAX_BYTES || length % 4 != 0) {
      return null;
    }
    ByteBuffer message = datagram.slice();
    if (message.getShort() != BINDING_REQUEST
        || Short.toUnsignedInt(message.getShort()) != length - HEADER_BYTES
        || message.getInt() != MAGIC_COOKIE) {
      return null;
    }
    byte[] transaction = new byte[TRANSACTION_BYTES];
    message.get(transaction);
    return attributes(message, transaction);
  }

  private static @Nullable StunRequest attributes(ByteBuffer message, byte[] transaction) {
    int change = 0;
    List<Integer> unknown = new ArrayList<>();
    while (message.hasRemaining()) {
      int start = message.position();
      int type = Short.toUnsignedInt(message.getShort());
      int length = Short.toUnsignedInt(message.getShort());
      int padded = (length + 3) & ~3;
      if (padded > message.remaining()) {
        return null;
      }
      switch (type) {
        case CHANGE_REQUEST -> {
          if (length != Integer.BYTES) {
            return null;
          }
          change = places(message.getInt(message.position()));
        }
        case FINGERPRINT -> {
          if (length != Integer.BYTES || !isFingerprint(message, start)) {
            return null;
          }
        }
        // A Binding server without accounts has no use for credentials, and no quarrel with them.
        case USERNAME, MESSAGE_INTEGRITY, MESSAGE_INTEGRITY_SHA256, REALM, NONCE -> {}
        default -> {
          if (type < FIRST_OPTIONAL && unknown.size() < MAX_UNKNOWN) {
            unknown.add(type);
          }
        }
      }
      message.position(message.position() + padded);
    }
    return new StunRequest(transaction, change, List.copyOf(unknown));
  }

  private static int places(int flags) {
    return ((flags & CHANGE_IP) == 0 ? 0 : StunAddresses.OTHER_IP)
        | ((flags & CHANGE_PORT) == 0 ? 0 : StunAddresses.OTHER_PORT);
  }

  /// RFC 8489, section 14.7: "The FINGERPRINT attribute MUST be the last attribute in the message".
  private static boolean isFingerprint(ByteBuffer message, int start) {
    return message.position() + Integer.BYTES == message.limit()
        && message.getInt(message.position()) == fingerprint(message, start);
  }

  /// The checksum over everything before `end`.
  static int fingerprint(ByteBuffer message, int end) {
    CRC32 crc = new CRC32();
    crc.update(message.duplicate().position(0).limit(end));
    return (int) crc.getValue() ^ FINGERPRINT_XOR;
  }
}
