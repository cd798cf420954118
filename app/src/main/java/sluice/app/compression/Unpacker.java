package sluice.app.compression;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;

/// Unpacks payloads of the other side, which may be hostile. What a payload takes is known before it is
/// unpacked: it writes into an array of the length that it declares, and needs no window beside that.
/// For one thread.
public final class Unpacker implements AutoCloseable {
  private static final int MAGIC = 0x28b5_2ffd;
  private static final int SINGLE_SEGMENT = 0x20;
  private static final int MIN_WINDOW_LOG = 10;

  private final ZstdDecompressCtx context = new ZstdDecompressCtx();
  private byte[] unpacked = new byte[0];

  /// Why a payload was refused.
  public static final class RefusedException extends Exception {
    @java.io.Serial private static final long serialVersionUID = 1L;

    RefusedException(String why) {
      super(why);
    }
  }

  /// Unpacks one payload into {@link #array}.
  ///
  /// @return the unpacked length, at least 1
  /// @throws RefusedException if it declares too much or nothing, is not exactly one frame, or is not
  ///     what it declares
  public int unpack(byte[] bytes, int at, int length) throws RefusedException {
    if (length <= Packer.LENGTH_BYTES) {
      throw new RefusedException("a packed payload without content");
    }
    int declared = intAt(bytes, at);
    if (declared <= 0 || declared > Packer.MAX_UNPACKED_BYTES) {
      throw new RefusedException("a packed payload that declares a forbidden length");
    }
    int frameAt = at + Packer.LENGTH_BYTES;
    int frameLength = length - Packer.LENGTH_BYTES;
    check(bytes, frameAt, frameLength, declared);
    if (unpacked.length < declared) {
      unpacked = new byte[Packer.MAX_UNPACKED_BYTES];
    }
    try {
      int count = context.decompressByteArray(unpacked, 0, declared, bytes, frameAt, frameLength);
      if (count != declared) {
        throw new RefusedException("a packed payload that is not as long as it declares");
      }
      return count;
    } catch (ZstdException damaged) {
      throw new RefusedException("a packed payload that cannot be unpacked");
    }
  }

  /// Where {@link #unpack} puts its result, valid until it is called again.
  public byte[] array() {
    return unpacked;
  }

  /// One frame, no more, that declares its content's length and a window no larger than that of any
  /// payload.
  private static void check(byte[] bytes, int at, int length, int declared)
      throws RefusedException {
    if (length < 6 || intAt(bytes, at) != MAGIC) {
      throw new RefusedException("a packed payload that is no zstd frame");
    }
    int descriptor = bytes[at + 4] & 0xff;
    if ((descriptor & SINGLE_SEGMENT) == 0
        && windowBytes(bytes[at + 5] & 0xff) > Packer.MAX_UNPACKED_BYTES) {
      throw new RefusedException("a packed payload that asks for a larger window");
    }
    if (Zstd.getFrameContentSize(bytes, at, length) != declared) {
      throw new RefusedException("a packed payload whose frame declares another length");
    }
    long frame;
    try {
      frame = Zstd.findFrameCompressedSize(bytes, at, length);
    } catch (ZstdException cutShort) {
      throw new RefusedException("a packed payload that is cut short");
    }
    if (frame != length) {
      throw new RefusedException("a packed payload with something behind its frame");
    }
  }

  /// RFC 8878, 3.1.1.1.2: "windowLog = 10 + Exponent; windowBase = 1 << windowLog; windowAdd =
  /// (windowBase / 8) * Mantissa".
  private static long windowBytes(int descriptor) {
    long base = 1L << (MIN_WINDOW_LOG + (descriptor >>> 3));
    return base + base / 8 * (descriptor & 7);
  }

  private static int intAt(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 24
        | (bytes[at + 1] & 0xff) << 16
        | (bytes[at + 2] & 0xff) << 8
        | (bytes[at + 3] & 0xff);
  }

  @Override
  public void close() {
    context.close();
  }
}
