package sluice.app.transfer;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A whole file in a `FILES` message (`docs/file-transfer.md`, "Data messages").
///
/// @param bytes the array that holds the content
/// @param at where the content begins in it
/// @param renewed the file's time, where it is not as it was offered
/// @param reason why there is no content, or null
public record FileRecord(
    int id,
    byte[] bytes,
    int at,
    int lengthBytes,
    long hashHigh,
    long hashLow,
    byte @Nullable [] sha256,
    boolean changed,
    @Nullable ModificationTime renewed,
    @Nullable AbandonReason reason) {
  static final int FIXED_BYTES = 12;
  private static final byte[] NOTHING = {};
  static final int TIME_BYTES = 12;
  static final int ABANDONED = 4;
  static final int RENEWED = 8;
  private static final int FLAGS =
      DataHeader.CHANGED | DataHeader.WITH_SHA256 | ABANDONED | RENEWED;

  static void writeFixed(ByteBuffer out, int id, int flags, int lengthBytes) {
    out.putInt(id).put((byte) flags).put((byte) 0).putShort((short) 0).putInt(lengthBytes);
  }

  /// Reads the record at the buffer's position, which moves behind it. The content is not copied: it lies in the
  /// buffer's array.
  static FileRecord read(ByteBuffer from) throws MalformedMessageException {
    require(from.remaining() >= FIXED_BYTES);
    int id = from.getInt();
    int flags = from.get() & 0xff;
    require(id >= 0 && (flags & ~FLAGS) == 0 && from.get() == 0 && from.getShort() == 0);
    int length = from.getInt();
    require(length >= 0);
    if ((flags & ABANDONED) != 0) {
      return abandoned(id, flags, length, from);
    }
    ModificationTime renewed = (flags & RENEWED) == 0 ? null : time(from);
    require(from.remaining() >= (length == 0 ? 0 : DataHeader.RANGE_HASH_BYTES));
    long high = length == 0 ? 0 : from.getLong();
    long low = length == 0 ? 0 : from.getLong();
    byte[] sha256 = null;
    if ((flags & DataHeader.WITH_SHA256) != 0) {
      require(from.remaining() >= DataHeader.SHA256_BYTES);
      sha256 = new byte[DataHeader.SHA256_BYTES];
      from.get(sha256);
    }
    require(from.remaining() >= length);
    int at = from.arrayOffset() + from.position();
    from.position(from.position() + length);
    boolean changed = (flags & DataHeader.CHANGED) != 0;
    return new FileRecord(id, from.array(), at, length, high, low, sha256, changed, renewed, null);
  }

  private static FileRecord abandoned(int id, int flags, int length, ByteBuffer from)
      throws MalformedMessageException {
    require(flags == ABANDONED && length == 1 && from.remaining() >= 1);
    AbandonReason reason = AbandonReason.of(from.get() & 0xff);
    require(reason != null);
    return new FileRecord(id, NOTHING, 0, 0, 0, 0, null, false, null, reason);
  }

  static ModificationTime time(ByteBuffer from) throws MalformedMessageException {
    require(from.remaining() >= TIME_BYTES);
    long seconds = from.getLong();
    int nanos = from.getInt();
    ModificationTime time = new ModificationTime(seconds, nanos);
    require(time.isExpressible() && nanos >= 0 && nanos <= 999_999_999);
    return time;
  }

  private static void require(boolean right) throws MalformedMessageException {
    if (!right) {
      throw new MalformedMessageException("a wrong record of a file");
    }
  }

  /// The content, copied.
  public byte[] content() {
    return Arrays.copyOfRange(bytes, at, at + lengthBytes);
  }
}
