package sluice.app.transfer;

import java.nio.ByteBuffer;

/// The header of a message on `data`:
///
/// ```text
///  0               1               2               3
/// +---------------+---------------+-------------------------------+
/// | kind          | flags         | zero                          |
/// +---------------+---------------+-------------------------------+
/// | file id                                                       |
/// +---------------------------------------------------------------+
/// | offset in the file (64 bits)                                  |
/// |                                                               |
/// +---------------------------------------------------------------+
/// | length of the payload                                         |
/// +---------------------------------------------------------------+
/// ```
///
/// Static readers and one writer, since every message of a transfer passes here; {@link #check} comes before them.
final class DataHeader {
  static final int BYTES = 20;

  static final int START = 1;
  static final int BYTES_OF_FILE = 2;
  static final int RANGE_HASH = 3;
  static final int END = 4;
  static final int ABANDON = 5;

  /// Several whole files.
  static final int FILES = 6;

  /// What the receiver's part file has is right.
  static final int KEEP = 7;

  /// What the receiver's old file has belongs here.
  static final int COPY = 8;

  /// The payload of `KEEP` is a length; that of `COPY` has the place in the old file before it.
  static final int KEEP_BYTES = 8;

  static final int COPY_BYTES = 16;

  /// Flag of `START`: the file is no longer as it was offered.
  static final int RENEWED = 1;

  /// Flag of `BYTES` and `FILES`.
  static final int COMPRESSED = 1;

  /// Flags of `END`.
  static final int CHANGED = 1;

  static final int WITH_SHA256 = 2;

  /// Size, seconds and nanos.
  static final int RENEWAL_BYTES = 20;

  static final int RANGE_HASH_BYTES = 16;
  static final int SHA256_BYTES = 32;

  private DataHeader() {}

  /// Writes a header at the buffer's position, which moves on.
  static void write(ByteBuffer out, int kind, int flags, int id, long offset, int length) {
    out.put((byte) kind).put((byte) flags).putShort((short) 0);
    out.putInt(id).putLong(offset).putInt(length);
  }

  /// Whether a message, from its position to its limit, has a header that this version knows: kind, flags, the zero
  /// field, ranges of the numbers, and the payload's length.
  static boolean check(ByteBuffer message) {
    int at = message.position();
    if (message.remaining() < BYTES || message.getShort(at + 2) != 0) {
      return false;
    }
    int kind = kind(message);
    int length = length(message);
    long offset = offset(message);
    return id(message) >= 0
        && offset >= 0
        && offset <= Limits.MAX_NUMBER
        && length == message.remaining() - BYTES
        && flagsFit(kind, flags(message))
        && lengthFits(kind, flags(message), length)
        && (offset == 0 || (kind != START && kind != ABANDON && kind != FILES));
  }

  private static boolean flagsFit(int kind, int flags) {
    return switch (kind) {
      case END -> flags <= (CHANGED | WITH_SHA256);
      case START -> flags <= RENEWED;
      case BYTES_OF_FILE, FILES -> flags <= COMPRESSED;
      default -> flags == 0;
    };
  }

  private static boolean lengthFits(int kind, int flags, int length) {
    return switch (kind) {
      case START -> length == ((flags & RENEWED) == 0 ? 0 : RENEWAL_BYTES);
      case BYTES_OF_FILE -> length > 0;
      case FILES -> length >= ((flags & COMPRESSED) == 0 ? FileRecord.FIXED_BYTES : 1);
      case RANGE_HASH -> length == RANGE_HASH_BYTES;
      case END -> length == ((flags & WITH_SHA256) == 0 ? 0 : SHA256_BYTES);
      case ABANDON -> length == 1;
      case KEEP -> length == KEEP_BYTES;
      case COPY -> length == COPY_BYTES;
      default -> false;
    };
  }

  static int kind(ByteBuffer message) {
    return message.get(message.position()) & 0xff;
  }

  static int flags(ByteBuffer message) {
    return message.get(message.position() + 1) & 0xff;
  }

  static int id(ByteBuffer message) {
    return message.getInt(message.position() + 4);
  }

  static long offset(ByteBuffer message) {
    return message.getLong(message.position() + 8);
  }

  static int length(ByteBuffer message) {
    return message.getInt(message.position() + 16);
  }

  /// What a message of this length takes from the credit.
  static long cost(int messageBytes) {
    return (long) messageBytes + Limits.MESSAGE_COST;
  }
}
